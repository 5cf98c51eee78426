import path from 'node:path'
import type { Torrent, Wire } from 'webtorrent'
import type { AppError } from '../../../shared/errors.ts'
import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { Interval } from '../../../shared/interval.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import type { Magnet } from '../../../shared/torrent/magnet.ts'
import { formatMagnet } from '../../../shared/torrent/magnet.ts'
import { chooseFile, toTorrentFiles } from '../../../shared/torrent/media-files.ts'
import { formatMetainfo, parseInfo } from '../../../shared/torrent/metainfo.ts'
import type { Metainfo } from '../../../shared/torrent/metainfo.ts'
import type { TorrentFile, TorrentProgress, TorrentSnapshot } from '../../../shared/torrent/snapshot.ts'
import type { CatalogTorrent } from '../catalog.ts'
import { createConnectPolicy } from './connect-policy.ts'
import type { ConnectPolicy } from './connect-policy.ts'
import { MAX_CONNECTIONS } from './create-client.ts'
import type { GuardedClient } from './create-client.ts'
import { guardTorrent } from './guards/guard-torrent.ts'
import { toParsedMagnet, toParsedTorrent } from './guards/parsed-torrent.ts'
import { createMetadataSearch } from './metadata-search.ts'
import type { MetadataSearch } from './metadata-search.ts'
import { createPieceJudge } from './piece-judge.ts'
import { createPieceStore } from './piece-store.ts'
import { createPieceTable } from './piece-table.ts'
import { restorePieces } from './restore-pieces.ts'
import { createSavedState } from './saved-state.ts'
import { createStoreClass } from './store-class.ts'
import { createTorrentContent } from './torrent-content.ts'
import type { TorrentContent } from './torrent-content.ts'
import type { PlanTrace } from './window-controller.ts'

/** One torrent from the moment its info hash is known until it is closed. Phases: metadata -> checking -> ready, or failed. */
export interface TorrentSession {
  readonly id: number
  readonly infoHash: InfoHash
  readonly snapshot: () => TorrentSnapshot
  readonly progress: () => TorrentProgress
  readonly catalog: () => CatalogTorrent
  /** Null until the phase is ready. */
  readonly content: () => TorrentContent | null
  readonly uploadBytesPerSec: () => number
  /** Milliseconds without a connected peer; 0 while there is one. */
  readonly aloneMs: () => number
  /** Resolves when ready, failed or aborted. */
  whenReady(signal: AbortSignal): Promise<Result<null>>
  /** Starts over after a failure. */
  retry(): void
  /** Our own or the person's word, `host:port`: allowed wherever it is. */
  addPeer(address: string): void
  /** Ends everything; the data on disk stays. */
  close(): Promise<void>
}

export interface SessionWorld {
  readonly guarded: GuardedClient
  readonly clock: () => number
  readonly random: () => number
  readonly allowLocal: boolean
  readonly discovery: 'all' | 'trackers'
  readonly metadataTimeoutMs: number
  readonly metadataRetries: number
  /** `host:port` of peers the person named. */
  readonly namedPeers: readonly string[]
  readonly othersStarve: () => boolean
  readonly trace: PlanTrace | null
  /** Makes the torrent's own folder. */
  readonly openFolder: (infoHash: InfoHash) => Promise<Result<string>>
  readonly onChange: (snapshot: TorrentSnapshot) => void
}

export type SessionSource =
  | { readonly kind: 'magnet'; readonly magnet: Magnet }
  | { readonly kind: 'metainfo'; readonly metainfo: Metainfo; readonly selectedFiles: readonly Interval[] | null }

type Phase = TorrentSnapshot['phase']

export function createTorrentSession(id: number, source: SessionSource, world: SessionWorld): TorrentSession {
  const infoHash = source.kind === 'magnet' ? source.magnet.infoHash : source.metainfo.infoHash
  const bans = world.guarded.openBans()
  const closing = new AbortController()
  const waiters = new Set<() => void>()
  let metainfo: Metainfo | null = source.kind === 'metainfo' ? source.metainfo : null
  let phase: Phase = metainfo ? 'checking' : 'metadata'
  let problem: AppError | null = null
  let files: readonly TorrentFile[] = []
  let chosenFile: FileIndex | null = null
  let torrent: Torrent | null = null
  let content: TorrentContent | null = null
  let search: MetadataSearch | null = null
  const ownPeers = new Set(world.namedPeers)
  let policy: ConnectPolicy | null = null
  let starting: Promise<void> = Promise.resolve()
  let checkedPercent = 0
  let lonelySinceMs = world.clock()
  let closed: Promise<void> | null = null

  const changed = () => { if (!closed) world.onChange(snapshot()) }
  const enter = (next: Phase, error: AppError | null = null) => {
    phase = next
    problem = error
    for (const wake of [...waiters]) wake()
    changed()
  }

  const describe = (known: Metainfo) => {
    files = toTorrentFiles(known)
    chosenFile = chooseFile(files, source.kind === 'magnet' ? source.magnet.selectedFiles : source.selectedFiles)
  }

  // -- the way from a source to readable bytes

  const start = async () => {
    if (metainfo) await startWithMetainfo(metainfo)
    else startSearch()
  }

  const startSearch = () => {
    const added = addToClient(null)
    search = createMetadataSearch({ clock: world.clock, timeoutMs: world.metadataTimeoutMs, maxAttempts: world.metadataRetries + 1 }, {
      onRetry: () => {
        void removeFromClient().then(() => { if (phase === 'metadata' && !closed) addToClient(null) })
      },
      onGiveUp: () => { void giveUp() },
    })
    return added
  }

  const giveUp = async () => {
    const numbers = search?.progress(countPeers())
    await removeFromClient()
    const details = { timeoutMs: world.metadataTimeoutMs, attempts: world.metadataRetries + 1, peersFound: numbers?.peersFound ?? 0, trackers: trackers().length }
    enter('failed', { code: 'metadataTimeout', message: `no peer sent the torrent's details within ${String(Math.round(world.metadataTimeoutMs / 1000))} s (${String(details.attempts)} tries, ${String(details.peersFound)} peers found); check the link and the connection, then try again`, details })
  }

  const onInfo = (infoBytes: Uint8Array) => {
    search?.close()
    const given = { infoHash, trackers: trackers(), webSeeds: source.kind === 'magnet' ? source.magnet.webSeeds : [] }
    const parsed = parseInfo(infoBytes, given, { allowLocal: world.allowLocal })
    if (!parsed.ok) {
      void removeFromClient().then(() => { enter('failed', parsed.error) })
      return
    }
    metainfo = parsed.value
    enter('checking')
    starting = prepare(parsed.value).then((prepared) => finishMagnet(prepared, parsed.value))
  }

  const finishMagnet = async (prepared: Prepared | null, known: Metainfo) => {
    if (!prepared || !torrent || torrent.destroyed || closing.signal.aborted) return
    torrent._startupBitfield = startupBits(prepared)
    const connected = [...torrent.wires]
    makeContent(torrent, prepared, known)
    for (const wire of connected) content?.attach(wire)
    await torrent._onMetadata(toParsedTorrent(known))
    enter('ready')
  }

  const startWithMetainfo = async (known: Metainfo) => {
    const prepared = await prepare(known)
    if (!prepared || closing.signal.aborted) return
    const added = addToClient({ prepared, known })
    makeContent(added, prepared, known)
    enter('ready')
  }

  interface Prepared {
    readonly table: ReturnType<typeof createPieceTable>
    readonly store: ReturnType<typeof createPieceStore>
    readonly state: ReturnType<typeof createSavedState>
  }

  /** Folder, table and what is on disk already; null when the folder cannot be used (the phase is failed then). */
  const prepare = async (known: Metainfo): Promise<Prepared | null> => {
    describe(known)
    const folder = await world.openFolder(infoHash)
    if (!folder.ok) {
      enter('failed', folder.error)
      return null
    }
    const state = createSavedState(path.join(folder.value, 'state'))
    const store = createPieceStore(path.join(folder.value, 'content'), known.files)
    const table = createPieceTable({ lengthBytes: known.lengthBytes, pieceLengthBytes: known.pieceLengthBytes }, known.pieceHashes)
    await state.writeMetainfo(formatMetainfo(known)).catch(() => undefined) // without it a restart asks the swarm again
    const claimed = await state.readVerified(table.bitfield.length)
    await restorePieces({ table, store, hashes: known.pieceHashes, claimed, random: world.random, signal: closing.signal, onProgress: (percent) => { checkedPercent = percent } })
    return { table, store, state }
  }

  const makeContent = (added: Torrent, prepared: Prepared, known: Metainfo) => {
    content = createTorrentContent({
      torrent: added, metainfo: known, ...prepared,
      clock: world.clock, othersStarve: world.othersStarve, trace: world.trace,
      judge: createPieceJudge(bans),
      onProblem: (next) => {
        problem = next
        changed()
      },
    })
    added._updateWireInterest = (wire) => { showInterest(wire, known) }
  }

  const showInterest = (wire: Wire, known: Metainfo) => {
    if (content && content.table.verifiedBytes() === known.lengthBytes) wire.uninterested()
    else wire.interested()
  }

  const startupBits = ({ table }: Prepared) => new Uint8Array(table.bitfield)

  // -- the client's torrent

  const addToClient = (ready: { readonly prepared: Prepared; readonly known: Metainfo } | null): Torrent => {
    const parsed = ready ? toParsedTorrent(ready.known) : source.kind === 'magnet' ? toParsedMagnet(source.magnet) : toParsedTorrent(source.metainfo)
    const added = world.guarded.client.add(parsed, {
      deselect: true,
      storeCacheSlots: 0,
      alwaysChokeSeeders: false,
      store: createStoreClass(() => content),
      ...(ready ? { bitfield: startupBits(ready.prepared), private: ready.known.isPrivate } : {}),
    })
    torrent = added
    guardTorrent(added, { infoHash, infoBytes: ready?.known.infoBytes ?? null, blocked: world.guarded.blocked, maxConnections: MAX_CONNECTIONS, onInfo })
    added._update = () => undefined // our scheduler decides what is asked of whom
    added._updateWire = () => undefined
    keepPrivateOffTheLan(added)
    added.on('error', (error: Error) => { onClientError(error) })
    added.on('wire', (wire: Wire) => {
      lonelySinceMs = -1
      wire.once('close', () => { if (added.wires.length <= 1) lonelySinceMs = world.clock() })
      content?.attach(wire)
    })
    const dialling = createConnectPolicy(added, () => phase === 'metadata' || content?.controller.isHungry() === true || (content?.controller.all().length ?? 0) > 0)
    policy = dialling
    added.once('infoHash', () => {
      for (const address of ownPeers) dialling.keepDialling(address)
      if (source.kind === 'magnet') for (const { host, port } of source.magnet.peers) added.addPeer(hostPort(host, port), 'tracker')
    })
    return added
  }

  /** BEP 14 says nothing of private torrents, BEP 27 does: peers from the tracker only. */
  const keepPrivateOffTheLan = (added: Torrent) => {
    const startDiscovery = added._startDiscovery.bind(added)
    added._startDiscovery = () => {
      const { client } = world.guarded
      const { lsd } = client
      client.lsd = lsd && !(metainfo?.isPrivate ?? false)
      startDiscovery()
      client.lsd = lsd
    }
  }

  const onClientError = (error: Error) => {
    policy?.close()
    torrent = null
    const lost = content
    content = null
    void lost?.close()
    if (!closed) enter('failed', { code: 'unexpected', message: `the torrent stopped: ${error.message}; try again`, details: {} })
  }

  const removeFromClient = async () => {
    policy?.close()
    policy = null
    const removed = torrent
    torrent = null
    if (!removed || removed.destroyed) return
    await new Promise<void>((resolve) => { removed.destroy({ destroyStore: false }, () => { resolve() }) })
  }

  // -- what others may know

  const trackers = (): readonly string[] => metainfo?.trackers ?? (source.kind === 'magnet' ? source.magnet.trackers : [])
  const displayName = () => metainfo?.name ?? (source.kind === 'magnet' ? source.magnet.displayName : null) ?? infoHash
  const countPeers = () => ({ found: torrent?._peers?.size ?? 0, connected: torrent?.wires.length ?? 0, percent: Math.max(0, ...(torrent?.wires ?? []).map(metadataPercent)) })
  const share = () => (metainfo && content ? content.table.verifiedBytes() / Math.max(1, metainfo.lengthBytes) : 0)

  const snapshot = (): TorrentSnapshot => ({
    id, infoHash, phase, chosenFile, problem,
    name: displayName(),
    magnet: formatMagnet({ infoHash, name: displayName(), trackers: trackers() }),
    files: [...files],
    notes: [...(metainfo?.notes ?? (source.kind === 'magnet' ? source.magnet.notes : []))].slice(0, 100),
  })

  const progress = (): TorrentProgress => {
    const counters = content?.scheduler.counters() ?? { receivedBytes: 0, wastedBytes: 0 }
    return {
      infoHash,
      progress: phase === 'checking' ? checkedPercent / 100 : share(),
      peers: torrent?.wires.length ?? 0,
      receivedBytes: counters.receivedBytes,
      wastedBytes: counters.wastedBytes,
      verifiedBytes: content?.table.verifiedBytes() ?? 0,
      downloadBytesPerSec: content?.scheduler.rateBytesPerSec(RATE_MS) ?? 0,
      uploadBytesPerSec: torrent?.uploadSpeed ?? 0,
      metadata: phase === 'metadata' && search ? { ...search.progress(countPeers()), trackers: trackers().length, dht: world.discovery === 'all' } : null,
    }
  }

  const begin = () => {
    starting = start().catch((error: unknown) => { enter('failed', { code: 'unexpected', message: error instanceof Error ? error.message : String(error), details: {} }) })
  }
  begin()

  return {
    id, infoHash, snapshot, progress,
    catalog: () => {
      const { peers, downloadBytesPerSec, uploadBytesPerSec } = progress()
      return { id, infoHash, name: displayName(), files: phase === 'ready' ? files : [], chosenFile, progress: share(), peers, downloadBytesPerSec, uploadBytesPerSec }
    },
    content: () => (phase === 'ready' ? content : null),
    uploadBytesPerSec: () => torrent?.uploadSpeed ?? 0,
    aloneMs: () => (lonelySinceMs < 0 || (torrent?.wires.length ?? 0) > 0 ? 0 : world.clock() - lonelySinceMs),
    whenReady: (signal) => new Promise((resolve) => {
      const settle = () => {
        const outcome = outcomeOf(phase, problem, signal.aborted || closing.signal.aborted)
        if (!outcome) return
        waiters.delete(settle)
        signal.removeEventListener('abort', settle)
        resolve(outcome)
      }
      waiters.add(settle)
      signal.addEventListener('abort', settle, { once: true })
      settle()
    }),
    retry: () => {
      if (phase !== 'failed' || closed) return
      enter(metainfo ? 'checking' : 'metadata')
      begin()
    },
    addPeer: (address) => {
      ownPeers.add(address)
      policy?.keepDialling(address)
    },
    close: () => {
      closed ??= (async () => {
        closing.abort()
        search?.close()
        for (const wake of [...waiters]) wake()
        await starting
        await content?.close()
        await removeFromClient()
        bans.close()
      })()
      return closed
    },
  }
}

/** How much of the info dictionary a peer has sent (BEP 9: pieces of 16 KiB). */
function metadataPercent({ ut_metadata: extension }: Wire): number {
  const pieces = extension?._numPieces ?? 0
  if (!extension?._bitfield || pieces === 0) return 0
  let here = 0
  for (let piece = 0; piece < pieces; piece++) if (extension._bitfield.get(piece)) here += 1
  return (here / pieces) * 100
}

/** The rate shown beside a torrent. */
const RATE_MS = 3000

function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${String(port)}` : `${host}:${String(port)}`
}

function outcomeOf(phase: Phase, problem: AppError | null, aborted: boolean): Result<null> | null {
  if (phase === 'ready') return ok(null)
  if (phase === 'failed' && problem) return { ok: false, error: problem }
  return aborted ? fail('cancelled', 'the wait was cancelled') : null
}
