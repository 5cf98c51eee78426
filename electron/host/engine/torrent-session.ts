import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { Log } from '../../../shared/log.ts'
import type { Result } from '../../../shared/result.ts'
import type { TorrentSource } from '../../../shared/torrent/given.ts'
import { mergeGiven, tellsMore, toGiven } from '../../../shared/torrent/given.ts'
import type { Magnet } from '../../../shared/torrent/magnet.ts'
import { formatMagnet } from '../../../shared/torrent/magnet.ts'
import { chooseFile, toTorrentFiles } from '../../../shared/torrent/media-files.ts'
import { parseInfo } from '../../../shared/torrent/metainfo.ts'
import type { Metainfo } from '../../../shared/torrent/metainfo.ts'
import type { TorrentFile, TorrentProgress, TorrentSnapshot } from '../../../shared/torrent/snapshot.ts'
import type { CatalogTorrent } from '../catalog.ts'
import type { ClientTorrent } from './client-torrent.ts'
import type { GuardedClient } from './create-client.ts'
import type { DiskBudget } from './disk-budget.ts'
import { toParsedTorrent } from './guards/parsed-torrent.ts'
import type { EngineTrace } from './engine-trace.ts'
import { createMetadataLookup } from './metadata-lookup.ts'
import { createPhaseGate } from './phase-gate.ts'
import { createPieceJudge } from './piece-judge.ts'
import { prepareContent } from './prepare-content.ts'
import type { PreparedContent } from './prepare-content.ts'
import { readSavedMetainfo } from './saved-metainfo.ts'
import { createStoreClass } from './store-class.ts'
import { createSwarmMembership } from './swarm-membership.ts'
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
  learn(more: TorrentSource): void
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

/** The rate shown beside a torrent. */
const RATE_MS = 3000

export function createTorrentSession(id: number, source: TorrentSource, world: SessionWorld): TorrentSession {
  let given = toGiven(source)
  const { infoHash } = given
  const { guarded, clock } = world
  const bans = guarded.openBans()
  const closing = new AbortController()
  const gate = createPhaseGate(given.metainfo ? 'checking' : 'metadata', () => { world.onChange(snapshot()) })
  let metainfo: Metainfo | null = given.metainfo
  let files: readonly TorrentFile[] = []
  let chosenFile: FileIndex | null = null
  let content: TorrentContent | null = null
  let starting: Promise<void> = Promise.resolve()
  let checkedPercent = 0
  let closed: Promise<void> | null = null

  const swarm = createSwarmMembership({
    guarded, infoHash, clock,
    namedPeers: world.namedPeers,
    givenPeers: () => given.peers,
    storeClass: () => createStoreClass(() => content),
    isPrivate: () => metainfo?.isPrivate ?? false,
    wantsPeers: () => gate.phase() === 'metadata' || (content?.controller.all().length ?? 0) > 0,
    onInfo,
    onWire: (wire) => { content?.attach(wire) },
    onError: (error) => { void loseSwarm(error) },
  })
  const lookup = createMetadataLookup({
    swarm, clock,
    discovery: world.discovery,
    metadataTimeoutMs: world.metadataTimeoutMs,
    metadataRetries: world.metadataRetries,
    trackerCount: () => trackers().length,
    isWanted: () => gate.phase() === 'metadata' && !closed,
    onFailed: (timeout) => { gate.fail(guarded.way.problem() ?? timeout) },
  })

  // -- the way from a source to readable bytes

  const startWithMetainfo = async (known: Metainfo) => {
    const prepared = await prepare(known)
    if (!prepared) return
    const opened = swarm.join(toParsedTorrent(known), { infoBytes: known.infoBytes, bitfield: new Uint8Array(prepared.table.bitfield), isPrivate: known.isPrivate })
    makeContent(opened, prepared, known)
    gate.enter('ready')
  }

  const startWithMagnet = async (magnet: Magnet) => {
    const saved = await readSavedMetainfo(magnet, world.openFolder, { allowLocal: world.allowLocal })
    if (closing.signal.aborted || gate.phase() !== 'metadata') return
    if (!saved) { lookup.start(magnet); return }
    metainfo = saved
    gate.enter('checking')
    await startWithMetainfo(saved)
  }

  function onInfo(infoBytes: Uint8Array): void {
    lookup.stop()
    const parsed = parseInfo(infoBytes, { infoHash, trackers: trackers(), webSeeds: given.webSeeds }, { allowLocal: world.allowLocal })
    if (!parsed.ok) { void swarm.leave().then(() => { gate.fail(parsed.error) }); return }
    metainfo = parsed.value
    gate.enter('checking')
    starting = finishMagnet(parsed.value).catch(failUnexpectedly)
  }

  const finishMagnet = async (known: Metainfo) => {
    const prepared = await prepare(known)
    if (!prepared) return
    const joined = swarm.current()
    if (!joined || joined.torrent.destroyed) return
    const { torrent } = joined
    torrent._startupBitfield = new Uint8Array(prepared.table.bitfield)
    const connected = [...torrent.wires]
    const made = makeContent(joined, prepared, known)
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
    await swarm.leave()
    gate.fail(prepared.error)
    return null
  }

  const makeContent = ({ torrent }: ClientTorrent, prepared: PreparedContent, known: Metainfo): TorrentContent => {
    const { othersStarve, trace, log, budget } = world
    const made = createTorrentContent({ torrent, metainfo: known, ...prepared, budget, clock, othersStarve, isPaused: guarded.isPaused, wayProblem, trace, log, judge: createPieceJudge(bans), onProblem: gate.setProblem })
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
    lookup.stop()
    await swarm.leave()
    if (!closing.signal.aborted && gate.phase() !== 'ready') await begin()
  }
  const failUnexpectedly = async (error: unknown) => {
    await letGo()
    gate.fail({ code: 'unexpected', message: error instanceof Error ? error.message : String(error), details: {} })
  }

  /** What was verified stays on disk for the next try. */
  const letGo = async () => {
    lookup.stop()
    const lost = content
    content = null
    await Promise.all([swarm.leave(), lost?.close()])
  }

  /** The client gave the torrent up by itself. */
  const loseSwarm = async (error: Error) => {
    await letGo()
    if (!closed) gate.fail({ code: 'unexpected', message: `the torrent stopped: ${error.message}; try again`, details: {} })
  }

  // -- what others may know

  const trackers = () => metainfo?.trackers ?? given.trackers
  const webSeeds = () => metainfo?.webSeeds ?? given.webSeeds
  const name = () => metainfo?.name ?? given.displayName ?? infoHash
  /** What is complete needs nobody, and the Demo only this computer. */
  const wayProblem = () => (share() === 1 || swarm.hasDirectPeer() ? null : guarded.way.problem())
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

  const progress = (): TorrentProgress => ({
    infoHash,
    ...(content?.scheduler.counters() ?? { receivedBytes: 0, wastedBytes: 0 }),
    progress: gate.phase() === 'checking' ? checkedPercent / 100 : share(),
    peers: swarm.wires().length,
    verifiedBytes: content?.table.verifiedBytes() ?? 0,
    downloadBytesPerSec: content?.scheduler.rateBytesPerSec(RATE_MS) ?? 0,
    uploadBytesPerSec: swarm.uploadBytesPerSec(),
    metadata: gate.phase() === 'metadata' ? lookup.progress() : gate.phase() === 'failed' ? lookup.givenUp() : null,
  })

  const close = async () => {
    closing.abort()
    lookup.stop()
    gate.close()
    await starting
    await content?.close()
    await swarm.leave()
    bans.close()
  }

  start()

  return {
    id, infoHash, snapshot, progress,
    uploadBytesPerSec: swarm.uploadBytesPerSec,
    aloneMs: swarm.aloneMs,
    catalog: () => {
      const { peers, downloadBytesPerSec } = progress()
      return { id, infoHash, name: name(), files: gate.phase() === 'ready' ? files : [], chosenFile, progress: share(), peers, downloadBytesPerSec, uploadBytesPerSec: swarm.uploadBytesPerSec() }
    },
    content: () => (gate.phase() === 'ready' ? content : null),
    whenReady: gate.whenReady,
    retry: () => {
      if (gate.phase() !== 'failed' || closed) return
      gate.enter(metainfo ? 'checking' : 'metadata')
      start()
    },
    addPeer: swarm.addPeer,
    learn: (more) => {
      if (metainfo || closed) return
      const known = given
      given = mergeGiven(known, toGiven(more))
      metainfo = given.metainfo
      // After a failure it is tried again by whoever gave it.
      if (!tellsMore(given, known) || gate.phase() !== 'metadata') return
      lookup.stop()
      if (metainfo) gate.enter('checking')
      starting = starting.then(startAnew).catch(failUnexpectedly)
    },
    noteWay: () => { if (!closed) world.onChange(snapshot()) },
    notePause: () => { content?.scheduler.kick() },
    close: () => (closed ??= close()),
  }
}
