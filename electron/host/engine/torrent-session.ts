import type { Wire } from 'webtorrent'
import type { AppError } from '../../../shared/errors.ts'
import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { Interval } from '../../../shared/interval.ts'
import type { Log } from '../../../shared/log.ts'
import type { Result } from '../../../shared/result.ts'
import type { Magnet } from '../../../shared/torrent/magnet.ts'
import { formatMagnet } from '../../../shared/torrent/magnet.ts'
import { SOURCE_LIMITS } from '../../../shared/torrent/limits.ts'
import { chooseFile, toTorrentFiles } from '../../../shared/torrent/media-files.ts'
import { parseInfo } from '../../../shared/torrent/metainfo.ts'
import type { Metainfo } from '../../../shared/torrent/metainfo.ts'
import type { MetadataProgress, TorrentFile, TorrentProgress, TorrentSnapshot } from '../../../shared/torrent/snapshot.ts'
import type { CatalogTorrent } from '../catalog.ts'
import { openClientTorrent } from './client-torrent.ts'
import type { ClientTorrent, ClientTorrentOptions } from './client-torrent.ts'
import type { GuardedClient } from './create-client.ts'
import type { DiskBudget } from './disk-budget.ts'
import { toParsedMagnet, toParsedTorrent } from './guards/parsed-torrent.ts'
import type { EngineTrace } from './engine-trace.ts'
import { createMetadataSearch, metadataPercent } from './metadata-search.ts'
import type { MetadataSearch } from './metadata-search.ts'
import { createPhaseGate } from './phase-gate.ts'
import { createPieceJudge } from './piece-judge.ts'
import { prepareContent } from './prepare-content.ts'
import type { PreparedContent } from './prepare-content.ts'
import { readSavedMetainfo, unique } from './saved-metainfo.ts'
import { createStoreClass } from './store-class.ts'
import { createTorrentContent } from './torrent-content.ts'
import type { TorrentContent } from './torrent-content.ts'

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
  /** It was given once more: with its details, or with more places to ask for them, what is looked for is looked for anew. */
  learn(more: SessionSource): void
  /** Our own or the person's word, `host:port`: allowed wherever it is. */
  addPeer(address: string): void
  /** Everything was stopped, or goes on. */
  notePause(): void
  /** The way out is open, closed or troubled otherwise than before. */
  noteWay(): void
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
  readonly trace: EngineTrace | null
  /** Makes the torrent's own folder. */
  readonly openFolder: (infoHash: InfoHash) => Promise<Result<string>>
  /** True for what the person keeps, at this moment. */
  readonly isKept: (infoHash: InfoHash) => boolean
  /** Hears of a torrent's folder before anything is done with it: one that an earlier run kept is kept. */
  readonly noteFolder: (infoHash: InfoHash, folder: string) => Promise<void>
  readonly budget: DiskBudget
  readonly onChange: (snapshot: TorrentSnapshot) => void
  readonly log: Log
}

export type SessionSource =
  | { readonly kind: 'magnet'; readonly magnet: Magnet }
  | { readonly kind: 'metainfo'; readonly metainfo: Metainfo; readonly selectedFiles: readonly Interval[] | null }

/** The rate shown beside a torrent. */
const RATE_MS = 3000

export function createTorrentSession(id: number, source: SessionSource, world: SessionWorld): TorrentSession {
  let given = whatIsGiven(source)
  const { infoHash } = given
  const bans = world.guarded.openBans()
  const closing = new AbortController()
  const ownPeers = new Set(world.namedPeers)
  const gate = createPhaseGate(given.metainfo ? 'checking' : 'metadata', () => { world.onChange(snapshot()) })
  let metainfo: Metainfo | null = given.metainfo
  let files: readonly TorrentFile[] = []
  let chosenFile: FileIndex | null = null
  let connection: ClientTorrent | null = null
  let content: TorrentContent | null = null
  let search: MetadataSearch | null = null
  /** How the search stood when it was given up: what the person is told was tried. */
  let givenUp: MetadataProgress | null = null
  let starting: Promise<void> = Promise.resolve()
  let checkedPercent = 0
  let lonelySinceMs = world.clock()
  let closed: Promise<void> | null = null

  // -- the way from a source to readable bytes

  const startWithMetainfo = async (known: Metainfo) => {
    const prepared = await prepare(known)
    if (!prepared) return
    const opened = connect(toParsedTorrent(known), { infoBytes: known.infoBytes, bitfield: new Uint8Array(prepared.table.bitfield), isPrivate: known.isPrivate })
    makeContent(opened, prepared, known)
    gate.enter('ready')
  }

  const startWithMagnet = async (magnet: Magnet) => {
    const saved = await readSavedMetainfo(magnet, world.openFolder, { allowLocal: world.allowLocal })
    if (closing.signal.aborted || gate.phase() !== 'metadata') return
    if (!saved) { startSearch(magnet); return }
    metainfo = saved
    gate.enter('checking')
    await startWithMetainfo(saved)
  }

  const startSearch = (magnet: Magnet) => {
    const look = () => connect(toParsedMagnet(magnet), null)
    const options = { clock: world.clock, timeoutMs: world.metadataTimeoutMs, maxAttempts: world.metadataRetries + 1 }
    givenUp = null
    const mine: MetadataSearch = createMetadataSearch(options, {
      onRetry: () => { void disconnect().then(() => { if (search === mine && gate.phase() === 'metadata' && !closed) look() }) },
      onGiveUp: () => { void giveUp(mine) },
    })
    search = mine
    look()
  }

  const giveUp = async (mine: MetadataSearch) => {
    givenUp = searchProgress()
    await disconnect()
    if (search === mine) gate.fail(world.guarded.way.problem() ?? metadataTimeout(world, givenUp?.peersFound ?? 0, trackers().length))
  }

  const onInfo = (infoBytes: Uint8Array) => {
    search?.close()
    const parsed = parseInfo(infoBytes, { infoHash, trackers: trackers(), webSeeds: given.webSeeds }, { allowLocal: world.allowLocal })
    if (!parsed.ok) { void disconnect().then(() => { gate.fail(parsed.error) }); return }
    metainfo = parsed.value
    gate.enter('checking')
    starting = finishMagnet(parsed.value).catch(failUnexpectedly)
  }

  const finishMagnet = async (known: Metainfo) => {
    const prepared = await prepare(known)
    if (!prepared) return
    if (!connection || connection.torrent.destroyed) return
    const { torrent } = connection
    torrent._startupBitfield = new Uint8Array(prepared.table.bitfield)
    const connected = [...torrent.wires]
    const made = makeContent(connection, prepared, known)
    for (const wire of connected) made.attach(wire)
    await torrent._onMetadata(toParsedTorrent(known))
    gate.enter('ready')
  }

  /** Null when the session was closed meanwhile or the folder cannot be used; the phase is failed then. */
  const prepare = async (known: Metainfo): Promise<PreparedContent | null> => {
    files = toTorrentFiles(known)
    chosenFile = chooseFile(files, given.selectedFiles)
    const prepared = await prepareContent(known, { openFolder: world.openFolder, isKept: world.isKept, noteFolder: world.noteFolder, random: world.random, signal: closing.signal, onProgress: (percent) => { checkedPercent = percent } })
    if (closing.signal.aborted) return null
    if (prepared.ok) return prepared.value
    // A retry begins anew, and the client takes no torrent twice.
    await disconnect()
    gate.fail(prepared.error)
    return null
  }

  const makeContent = ({ torrent }: ClientTorrent, prepared: PreparedContent, known: Metainfo): TorrentContent => {
    const { clock, othersStarve, trace, log, budget } = world
    const made = createTorrentContent({ torrent, metainfo: known, ...prepared, budget, clock, othersStarve, isPaused: world.guarded.isPaused, wayProblem, trace, log, judge: createPieceJudge(bans), onProblem: gate.setProblem })
    content = made
    torrent._updateWireInterest = (wire) => {
      if (made.table.verifiedBytes() === known.lengthBytes) wire.uninterested()
      else wire.interested()
    }
    return made
  }

  const begin = () => {
    if (metainfo) return startWithMetainfo(metainfo)
    return given.magnet ? startWithMagnet(given.magnet) : Promise.resolve()
  }
  const start = () => { starting = begin().catch(failUnexpectedly) }
  const startAnew = async () => {
    stopSearch()
    await disconnect()
    if (!closing.signal.aborted && gate.phase() !== 'ready') await begin()
  }
  const stopSearch = () => {
    search?.close()
    search = null
  }
  const failUnexpectedly = async (error: unknown) => {
    await letGo()
    gate.fail({ code: 'unexpected', message: error instanceof Error ? error.message : String(error), details: {} })
  }

  // -- the swarm

  const connect = (parsed: ClientTorrentOptions['parsed'], ready: ClientTorrentOptions['ready']): ClientTorrent => {
    connection = openClientTorrent(world.guarded, {
      infoHash, parsed, ready, onInfo,
      storeClass: createStoreClass(() => content),
      namedPeers: ownPeers,
      givenPeers: given.peers,
      isPrivate: () => metainfo?.isPrivate ?? false,
      wantsPeers: () => gate.phase() === 'metadata' || (content?.controller.all().length ?? 0) > 0,
      onWire: (wire) => {
        lonelySinceMs = -1
        content?.attach(wire)
      },
      onLonely: () => { lonelySinceMs = world.clock() },
      onError: (error) => { void loseConnection(error) },
    })
    return connection
  }

  const disconnect = async () => {
    const lost = connection
    connection = null
    await lost?.close()
  }

  /** What was verified stays on disk for the next try. */
  const letGo = async () => {
    const lost = content
    content = null
    await Promise.all([disconnect(), lost?.close()])
  }

  /** The client gave the torrent up by itself. */
  const loseConnection = async (error: Error) => {
    await letGo()
    if (!closed) gate.fail({ code: 'unexpected', message: `the torrent stopped: ${error.message}; try again`, details: {} })
  }

  // -- what others may know

  const trackers = () => metainfo?.trackers ?? given.trackers
  const webSeeds = () => metainfo?.webSeeds ?? given.webSeeds
  const name = () => metainfo?.name ?? given.displayName ?? infoHash
  const wires = (): readonly Wire[] => connection?.torrent.wires ?? []
  /** What is complete needs nobody, and the Demo only this computer. */
  const wayProblem = () => (share() === 1 || [...ownPeers].some(world.guarded.way.isDirect) ? null : world.guarded.way.problem())
  const countPeers = () => ({ found: connection?.torrent._peers?.size ?? 0, connected: wires().length, percent: Math.max(0, ...wires().map(metadataPercent)) })
  const share = () => (metainfo && content ? content.table.verifiedBytes() / Math.max(1, metainfo.lengthBytes) : 0)

  const snapshot = (): TorrentSnapshot => ({
    id, infoHash, chosenFile,
    phase: gate.phase(),
    problem: gate.problem() ?? wayProblem(),
    name: name(),
    magnet: formatMagnet({ infoHash, name: name(), trackers: trackers(), webSeeds: webSeeds() }),
    files: [...files],
    notes: [...(metainfo?.notes ?? given.notes)].slice(0, 100),
  })

  const searchProgress = (): MetadataProgress | null =>
    search ? { ...search.progress(countPeers()), trackers: trackers().length, dht: world.discovery === 'all' } : null

  const progress = (): TorrentProgress => ({
    infoHash,
    ...(content?.scheduler.counters() ?? { receivedBytes: 0, wastedBytes: 0 }),
    progress: gate.phase() === 'checking' ? checkedPercent / 100 : share(),
    peers: wires().length,
    verifiedBytes: content?.table.verifiedBytes() ?? 0,
    downloadBytesPerSec: content?.scheduler.rateBytesPerSec(RATE_MS) ?? 0,
    uploadBytesPerSec: uploadBytesPerSec(),
    metadata: gate.phase() === 'metadata' ? searchProgress() : gate.phase() === 'failed' ? givenUp : null,
  })

  /** Nobody connected, nothing sent: the library's own mean falls only slowly. */
  const uploadBytesPerSec = () => (wires().length > 0 ? (connection?.torrent.uploadSpeed ?? 0) : 0)

  const close = async () => {
    closing.abort()
    search?.close()
    gate.close()
    await starting
    await content?.close()
    await disconnect()
    bans.close()
  }

  start()

  return {
    id, infoHash, snapshot, progress, uploadBytesPerSec,
    catalog: () => {
      const { peers, downloadBytesPerSec } = progress()
      return { id, infoHash, name: name(), files: gate.phase() === 'ready' ? files : [], chosenFile, progress: share(), peers, downloadBytesPerSec, uploadBytesPerSec: uploadBytesPerSec() }
    },
    content: () => (gate.phase() === 'ready' ? content : null),
    aloneMs: () => (lonelySinceMs < 0 || wires().length > 0 ? 0 : world.clock() - lonelySinceMs),
    whenReady: gate.whenReady,
    retry: () => {
      if (gate.phase() !== 'failed' || closed) return
      gate.enter(metainfo ? 'checking' : 'metadata')
      start()
    },
    addPeer: (address) => {
      ownPeers.add(address)
      connection?.addPeer(address)
    },
    learn: (more) => {
      if (metainfo || closed) return
      const known = given
      given = together(known, whatIsGiven(more))
      const hasMore = given.metainfo !== null || given.trackers.length > known.trackers.length || given.peers.length > known.peers.length
      metainfo = given.metainfo
      // After a failure it is tried again by whoever gave it.
      if (!hasMore || gate.phase() !== 'metadata') return
      stopSearch()
      if (metainfo) gate.enter('checking')
      starting = starting.then(startAnew).catch(failUnexpectedly)
    },
    noteWay: () => { if (!closed) world.onChange(snapshot()) },
    notePause: () => { content?.scheduler.kick() },
    close: () => (closed ??= close()),
  }
}

/** What is told of a torrent before its info dictionary is here; `magnet`: what to look for. */
interface Given extends Magnet {
  readonly metainfo: Metainfo | null
  readonly magnet: Magnet | null
}

function whatIsGiven(source: SessionSource): Given {
  if (source.kind === 'magnet') return { ...source.magnet, metainfo: null, magnet: source.magnet }
  const { metainfo, selectedFiles } = source
  const { infoHash, trackers, webSeeds, notes } = metainfo
  return { infoHash, trackers, webSeeds, notes, selectedFiles, displayName: metainfo.name, peers: [], metainfo, magnet: null }
}

/** The places of both, and the rest of what was said first. */
function together(first: Given, more: Given): Given {
  const trackers = unique(first.trackers, more.trackers, SOURCE_LIMITS.trackers)
  const webSeeds = unique(first.webSeeds, more.webSeeds, SOURCE_LIMITS.webSeeds)
  const known = new Set(first.peers.map(({ host, port }) => `${host} ${String(port)}`))
  const peers = [...first.peers, ...more.peers.filter(({ host, port }) => !known.has(`${host} ${String(port)}`))].slice(0, SOURCE_LIMITS.magnetPeers)
  const { infoHash, notes } = first
  const all: Magnet = { infoHash, notes, displayName: first.displayName ?? more.displayName, selectedFiles: first.selectedFiles ?? more.selectedFiles, trackers, webSeeds, peers }
  return { ...all, metainfo: more.metainfo && { ...more.metainfo, trackers, webSeeds }, magnet: first.magnet && all }
}

function metadataTimeout({ metadataTimeoutMs, metadataRetries }: SessionWorld, peersFound: number, trackerCount: number): AppError {
  const attempts = metadataRetries + 1
  const sec = String(Math.round(metadataTimeoutMs / 1000))
  return {
    code: 'metadataTimeout',
    message: `no peer sent the torrent's details within ${sec} s (${String(attempts)} tries, ${String(peersFound)} peers found); check the link and the connection, then try again`,
    details: { timeoutMs: metadataTimeoutMs, attempts, peersFound, trackers: trackerCount },
  }
}
