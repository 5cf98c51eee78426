import type { Torrent, Wire } from 'webtorrent'
import type { AppError } from '../../../shared/errors.ts'
import { contains } from '../../../shared/interval.ts'
import type { Interval } from '../../../shared/interval.ts'
import type { Log } from '../../../shared/log.ts'
import type { Metainfo } from '../../../shared/torrent/metainfo.ts'
import type { ReadRequest } from '../catalog.ts'
import type { PreparedContent } from './prepare-content.ts'
import { createAvailability } from './availability.ts'
import type { Availability } from './availability.ts'
import { createBlockScheduler } from './block-scheduler.ts'
import type { BlockScheduler } from './block-scheduler.ts'
import type { DiskBudget } from './disk-budget.ts'
import { createDiskKeeper } from './disk-keeper.ts'
import type { EngineTrace } from './engine-trace.ts'
import { createFileWindow } from './file-window.ts'
import type { FileWindow } from './file-window.ts'
import { createNextFile } from './next-file.ts'
import { readPieces } from './piece-reader.ts'
import type { PieceJudge } from './piece-judge.ts'
import type { PieceStore } from './piece-store.ts'
import type { PieceTable } from './piece-table.ts'
import { createPieceWriter } from './piece-writer.ts'
import { createReadWatchdog } from './read-watchdog.ts'
import type { ReadWatchdog } from './read-watchdog.ts'
import { createWakeList } from './wake-list.ts'
import { createWindowController } from './window-controller.ts'
import type { WindowController } from './window-controller.ts'

/**
 * The bytes of one torrent whose metadata is known: what is here, what is asked for, who reads. Wires come in through
 * `attach`; verified pieces go to disk; readers are woken.
 */
export interface TorrentContent {
  /** In the order of the info dictionary. */
  readonly files: Metainfo['files']
  readonly table: PieceTable
  readonly store: PieceStore
  readonly scheduler: BlockScheduler
  readonly availability: Availability
  readonly controller: WindowController
  readonly watchdog: ReadWatchdog
  attach(wire: Wire): void
  /** The window of a file, made when it is not there; null for a file that cannot be read. */
  watch(fileIndex: number): FileWindow | null
  /** The file must exist and the interval lie inside it. */
  read(request: ReadRequest): AsyncGenerator<Uint8Array, void, undefined>
  readonly problem: () => AppError | null
  /** The person stopped everything. */
  readonly isPaused: () => boolean
  /** Why nobody is reached; null when that is not known to be so. */
  readonly wayProblem: () => AppError | null
  close(): Promise<void>
}

export interface ContentWorld extends PreparedContent {
  readonly torrent: Torrent
  readonly metainfo: Metainfo
  readonly budget: DiskBudget
  readonly clock: () => number
  /** True when another torrent's reader waits: then nothing without a deadline is asked for here. */
  readonly othersStarve: () => boolean
  readonly isPaused: () => boolean
  readonly wayProblem: () => AppError | null
  readonly trace: EngineTrace | null
  readonly onProblem: (problem: AppError | null) => void
  readonly judge: PieceJudge
  readonly log: Log
}

/** Blocks kept in memory, of pieces begun and of pieces the disk has not taken yet; then only what a read waits for is fetched. */
const MEMORY_BYTES = 48 * 1024 * 1024
/** Verified bytes the disk may lag behind by; then nothing is fetched, not even for a read: it would only fill memory. */
const BACKLOG_BYTES = 24 * 1024 * 1024
/** Of large pieces this many may wait for the disk, or it would stand idle between two. */
const BACKLOG_PIECES = 1
/** With pieces of 16 MiB a few must be open at once. */
const MEMORY_PIECES = 3

/** Time given to the last writes when a torrent closes. */
const CLOSE_LIMIT_MS = 2000

export function createTorrentContent(world: ContentWorld): TorrentContent {
  const { torrent, metainfo, table, store, clock } = world
  const wakeList = createWakeList()
  const availability = createAvailability(table)
  const hashFailures = new Set<(piece: number) => void>()

  const memoryIsFull = () => table.memoryBytes() > Math.max(MEMORY_BYTES, MEMORY_PIECES * table.geometry.pieceLengthBytes)

  const diskLags = () => writer.pending() > Math.max(BACKLOG_PIECES, BACKLOG_BYTES / table.geometry.pieceLengthBytes)
  let heldBack = false
  const mayGrow = () => {
    heldBack = diskLags()
    return !heldBack
  }

  const onWritten = (piece: number) => {
    if (torrent.destroyed) return
    if (heldBack && mayGrow()) scheduler.kick()
    announce(piece)
  }
  const announce = (piece: number) => {
    torrent._markVerified(piece)
    for (const wire of torrent.wires) if (!wire.destroyed && !wire.peerPieces.get(piece)) wire.have(piece) // the library takes peers that have nothing yet for seeders
    if (table.verifiedBytes() === metainfo.lengthBytes && writer.pending() === 0) announceDone()
  }
  const announceDone = () => {
    torrent._checkDone()
    for (const wire of torrent.wires) wire.uninterested()
  }

  const keeper = createDiskKeeper({
    ...world,
    writer: () => writer,
    isActive: () => controller.all().length > 0 || writer.pending() > 0,
    onChange: () => {
      scheduler.kick()
      controller.touch(true)
    },
    onFound: (piece) => {
      announce(piece)
      wakeList.wake(piece)
    },
  })
  const writer = createPieceWriter({
    table, state: world.state, onWritten, letGo: keeper.letGo, reopen: keeper.reopen, maySave: keeper.isThere,
    store: { write: keeper.write },
    onProblem: (problem) => {
      world.onProblem(problem)
      scheduler.kick()
    },
  })

  const lookForIndex = (piece: number) => {
    for (const window of controller.all()) window.lookForIndex(piece)
    next.lookForIndex(piece)
  }
  const onComplete = (piece: number) => {
    const bytes = table.verify(piece)
    const banned = world.judge.finish(piece, bytes !== null, table.contributions(piece).map((part) => ({ ...part, host: scheduler.hostOf(part.peer) })))
    if (bytes) writer.write(piece, bytes)
    else failPiece(piece)
    if (banned.size > 0) showOut(banned)
    wakeList.wake(piece)
    lookForIndex(piece)
    controller.touch(false)
  }
  /** What they sent of other pieces would fail those too, and readers may have been given it early: it goes with them. */
  const showOut = (banned: ReadonlySet<string>) => {
    for (const { id, wire } of scheduler.peers()) {
      if (!wire.remoteAddress || !banned.has(scheduler.hostOf(id))) continue
      scheduler.detach(id)
      wire.destroy()
    }
    for (const piece of [...table.partialPieces()]) {
      if (table.state(piece) === 'partial' && table.contributions(piece).some(({ peer }) => banned.has(scheduler.hostOf(peer)))) failPiece(piece)
    }
  }
  const receivedOf = (piece: number) => table.contributions(piece).reduce((sum, part) => sum + (part.peer > 0 ? part.bytes.length : 0), 0)
  const failPiece = (piece: number) => {
    const bytes = receivedOf(piece)
    table.discard(piece)
    for (const listener of [...hashFailures]) listener(piece)
    scheduler.spoil(bytes)
  }

  const scheduler: BlockScheduler = createBlockScheduler({
    table, availability, clock, trace: world.trace,
    mayServe: (piece, host) => world.judge.mayServe(piece, host, () => scheduler.peers().flatMap(({ id, wire, rateBytesPerSec, silentMs }) => (wire.peerPieces.get(piece) ? [{ host: scheduler.hostOf(id), rateBytesPerSec, silentMs }] : []))),
    mayRequest: (range) => !world.isPaused() && writer.problem() === null && mayGrow() && (range.tier === 'urgent' || !memoryIsFull()) && (range.tier !== 'fill' && range.tier !== 'warm' || !world.othersStarve()) && (range.tier !== 'warm' || !controller.isHungry()),
    events: {
      onComplete,
      onBlock: (piece) => {
        wakeList.wake(piece)
        lookForIndex(piece)
      },
    },
  })
  const next = createNextFile(metainfo.files, table, store, () => { controller.touch(false) })
  const controller: WindowController = createWindowController(table, scheduler, availability, clock, world.trace, (watched) => {
    const held = keeper.hold(watched)
    if (held && table.memoryBytes() > MEMORY_BYTES / 2) dropOutside(held)
    return held
  }, next)
  /** Begun before a jump, and not to be finished where the film is now: it would only fill memory. */
  const dropOutside = (held: readonly Interval[]) => {
    for (const piece of [...table.partialPieces()]) {
      if (table.state(piece) !== 'partial' || held.some((part) => contains(part, piece * table.geometry.pieceLengthBytes))) continue
      const bytes = receivedOf(piece)
      table.discard(piece)
      scheduler.spoil(bytes)
    }
  }

  const watchdog = createReadWatchdog({ table, scheduler, windows: controller.all, diskStopped: () => world.isPaused() || writer.problem() !== null || diskLags(), forgive: world.judge.lift, clock, log: world.log })

  const watch = (fileIndex: number): FileWindow | null => {
    const known = controller.find(fileIndex)
    const file = metainfo.files[fileIndex]
    if (known || !file || file.padding || !file.available) return known
    const window = createFileWindow(file, table, store, clock, (urgent) => { controller.touch(urgent) })
    controller.add(window)
    window.lookForIndex(Math.floor(file.offsetBytes / metainfo.pieceLengthBytes))
    return window
  }

  async function* read({ fileIndex, bytes, early, signal }: ReadRequest): AsyncGenerator<Uint8Array, void, undefined> {
    const window = watch(fileIndex)
    if (!window) return
    const cursor = window.cursors.open({ offsetBytes: bytes.begin, endBytes: bytes.end, early })
    controller.touch(true)
    try {
      const inTorrent = { begin: bytes.begin + window.bytes.begin, end: bytes.end + window.bytes.begin }
      yield* readPieces({ table, store, wakeList, onUnreadable: keeper.takeBack, onHashFailed: listenIn(hashFailures) }, { bytes: inTorrent, early, signal, cursor })
    } finally {
      cursor.close()
    }
  }

  return {
    files: metainfo.files,
    table, store, scheduler, availability, controller, watchdog, watch, read,
    attach: (wire) => {
      availability.attach(wire)
      scheduler.attach(wire)
    },
    problem: writer.problem,
    isPaused: world.isPaused,
    wayProblem: world.wayProblem,
    close: async () => {
      watchdog.close()
      controller.close()
      scheduler.close()
      wakeList.close()
      await writer.close(CLOSE_LIMIT_MS)
      await keeper.close()
      await store.close()
    },
  }
}

function listenIn<T>(listeners: Set<(value: T) => void>): (listener: (value: T) => void) => () => void {
  return (listener) => {
    listeners.add(listener)
    return () => { listeners.delete(listener) }
  }
}
