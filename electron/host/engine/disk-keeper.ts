import { setImmediate } from 'node:timers/promises'
import type { Torrent } from 'webtorrent'
import type { AppError } from '../../../shared/errors.ts'
import type { Interval } from '../../../shared/interval.ts'
import type { Log } from '../../../shared/log.ts'
import type { Result } from '../../../shared/result.ts'
import { fail } from '../../../shared/result.ts'
import { piecesOf } from '../../../shared/window/blocks.ts'
import type { DiskBudget } from './disk-budget.ts'
import { createHeldChunks } from './held-chunks.ts'
import { joinChunk } from './join-chunk.ts'
import type { StoredFile } from './piece-store.ts'
import type { PieceWriter } from './piece-writer.ts'
import type { PreparedContent } from './prepare-content.ts'
import { createFileSplitter } from './split-files.ts'
import type { HoldRule } from './window-controller.ts'

/**
 * What of one torrent is on the disk, and what may be. Invariant: a piece is called verified only while its bytes are in
 * memory or where we put them; whoever takes them away (the limit, a person, a disk that is pulled out) passes by here.
 */
export interface DiskKeeper {
  /** What may be fetched, so that it has room. */
  readonly hold: HoldRule
  /** Writes a verified piece once it has room. Fails: storageLimit, diskFull, folderUnusable, storageFailed. */
  write(offset: number, bytes: Uint8Array): Promise<Result<null>>
  /** True for a piece without room that nobody needs now: it is missing again. */
  letGo(piece: number, error: AppError): boolean
  /** A verified piece could not be read: it is missing again. False when it is not for the first few times. */
  takeBack(piece: number): boolean
  /** False while the folder is gone. */
  readonly isThere: () => boolean
  /** Makes the folder anew if it vanished, and takes over what is there if it came back. */
  reopen(): Promise<void>
  close(): Promise<void>
}

export interface DiskKeeperWorld extends PreparedContent {
  readonly torrent: Torrent
  readonly budget: DiskBudget
  readonly writer: () => Pick<PieceWriter, 'pendingPieces' | 'runningPieces' | 'forget' | 'found'>
  readonly clock: () => number
  /** False while nobody watches and nothing is written: nothing is looked after then. */
  readonly isActive: () => boolean
  /** Pieces are missing that were here, or here that were missing. */
  readonly onChange: () => void
  /** A piece was found on the disk. */
  readonly onFound: (piece: number) => void
  readonly log: Log
}

const LOOK_MS = 1000
/** A piece that cannot be read so often is the disk's fault, and said to be. */
const MAX_TAKEN_BACK = 3
/** Chunks a second that are moved into the torrent's own files: quick for a film, little for a disk that also plays it. */
const JOINED_AT_ONCE = 16

export function createDiskKeeper(world: DiskKeeperWorld): DiskKeeper {
  const { table, store, torrent, chunks, chunks: { bytes: chunkBytes, stored }, budget, writer, log } = world
  const { geometry } = table
  const takenBack = new Map<number, number>()
  /** As the person last said, but for the moment in which writes that began before are still under way. */
  let kept = world.isKept()
  let writing = 0
  let switching: Promise<void> | null = null
  let onWritten: () => void = () => undefined
  const isKept = () => kept
  const held = createHeldChunks(chunkBytes, () => (kept ? Infinity : seat.room()), world.clock)
  let identity: string | null = world.identity
  let looking: Promise<void> | null = null
  let reopening: Promise<void> | null = null
  let closed = false

  const everything: Interval = { begin: 0, end: geometry.lengthBytes }
  const chunkOf = (piece: number) => Math.floor((piece * geometry.pieceLengthBytes) / chunkBytes)
  const bytesOfChunk = (chunk: number): Interval => ({ begin: chunk * chunkBytes, end: Math.min(geometry.lengthBytes, (chunk + 1) * chunkBytes) })
  const busy = () => new Set([...writer().runningPieces().map(chunkOf), ...splitter.making()])

  /** Their bytes are not on the disk any more, or will not be: nobody is told that we have them (BEP 54). */
  const withdraw = (pieces: readonly number[]) => {
    const wasDone = torrent.done
    for (const piece of pieces) {
      table.forget(piece)
      if (!torrent.ready || !torrent.bitfield.get(piece)) continue
      torrent.bitfield.set(piece, false)
      for (const wire of torrent.wires) if (!wire.destroyed && !wire.peerPieces.get(piece)) wire.lt_donthave?.donthave(piece)
    }
    if (wasDone && pieces.length > 0) for (const wire of torrent.wires) torrent._updateWireInterest(wire)
  }
  /** The verified pieces of an interval that are on the disk and not in memory. */
  const storedIn = (bytes: Interval): number[] => {
    const inMemory = new Set(writer().pendingPieces())
    const { begin, end } = piecesOf(geometry, bytes)
    const found: number[] = []
    for (let piece = begin; piece < Math.min(end, table.count); piece++) if (table.isVerified(piece) && !inMemory.has(piece)) found.push(piece)
    return found
  }
  const lose = (pieces: readonly number[], why: string) => {
    withdraw(pieces)
    void writer().forget(pieces).catch(() => undefined) // where the folder is gone its notes are too
    if (pieces.length === 0) return
    log('storage', 'lost', { pieces: pieces.length, why })
    world.onChange()
  }
  /** What lay in a file; beside the torrent's own files it may lie in chunks. */
  const loseFile = ({ bytes, chunk }: StoredFile, why: string) => { lose(storedIn(bytes).filter((piece) => chunk !== null || !stored.has(chunkOf(piece))), why) }

  const splitter = createFileSplitter({
    table, store, chunks, storedIn, isKept, seat: () => seat, urgencyOf: held.urgencyOf,
    isBeingWritten: (chunk) => writer().runningPieces().some((piece) => chunkOf(piece) === chunk),
    giveUp: async (pieces) => {
      withdraw(pieces)
      await writer().forget(pieces).catch(() => undefined) // a full disk takes no note
      if (!closed) world.onChange()
    },
  })
  const seat = budget.join({
    chunkBytes, stored, busy, isKept, otherBytes: splitter.bytes, onRoom: world.onChange,
    demand: held.demand,
    giveBack: async (chunk) => {
      const pieces = storedIn(bytesOfChunk(chunk))
      withdraw(pieces)
      await writer().forget(pieces).catch(() => undefined) // a full disk takes no note, and giving back is what helps
      return store.removeChunk(chunk)
    },
  })

  const loseAll = () => {
    store.letGoAll()
    stored.clear()
    lose(storedIn(everything), 'the folder is gone')
  }

  /** Is the folder still the one we wrote into, do the files still have a name, and is anything to be kept? */
  const look = async () => {
    const now = await world.identify()
    if (closed) return
    if (identity !== null && now !== identity) {
      identity = null
      loseAll()
    }
    if (identity === null) { await reopen(); return }
    for (const file of await store.letGoUnlinked()) {
      if (file.chunk !== null) stored.delete(file.chunk)
      loseFile(file, 'a file is gone')
    }
    await splitter.step()
    if (kept) await joinSome()
  }
  const joinSome = async () => {
    const pending = () => new Set(writer().pendingPieces().map(chunkOf))
    const piecesAtRest = (bytes: Interval) => (pending().has(Math.floor(bytes.begin / chunkBytes)) ? null : storedIn(bytes))
    for (const chunk of [...stored].slice(0, JOINED_AT_ONCE)) {
      if (!closed) await joinChunk({ table, store, stored, piecesAtRest }, chunk, bytesOfChunk(chunk))
    }
  }

  const reopen = () => {
    reopening ??= openAgain().finally(() => { reopening = null })
    return reopening
  }
  const openAgain = async () => {
    if (identity !== null && (await world.identify()) === identity) return
    const before = new Set(storedIn(everything))
    const opened = await world.reopen()
    if (!opened.ok || closed) return
    identity = await world.identify()
    for (const piece of storedIn(everything)) {
      if (before.has(piece)) continue
      table.written(piece) // blocks of it that came meanwhile
      writer().found(piece)
      world.onFound(piece)
    }
  }

  /** What is kept goes to other places than what is not: no write may be under way to one while others begin to the other. */
  const followWish = () => {
    if (kept === world.isKept()) return switching ?? Promise.resolve()
    switching ??= switchOver().finally(() => { switching = null })
    return switching
  }
  const switchOver = async () => {
    while (writing > 0) await new Promise<void>((resolve) => { onWritten = resolve })
    await setImmediate() // the writer has heard of the last one
    kept = world.isKept()
  }

  const timer = setInterval(() => {
    void followWish()
    if (looking || !(world.isActive() || splitter.isDue() || (kept && stored.size > 0))) return
    looking = look().catch((error: unknown) => { log('storage', 'notLookedAfter', { message: String(error) }) }).finally(() => { looking = null })
  }, LOOK_MS)
  timer.unref()
  world.onMade((file) => { loseFile(file, 'a file had to be made anew') })

  return {
    hold: held.plan,
    write: async (offset, bytes) => {
      const chunk = Math.floor(offset / chunkBytes)
      await followWish()
      writing += 1
      try {
        await splitter.adopt(chunk)
        if (await seat.take(chunk, held.urgencyOf(chunk))) return await store.write(offset, bytes)
        return fail(seat.limitedBy() === 'disk' ? 'diskFull' : 'storageLimit', 'there is no room for more pieces', { limitBytes: budget.usage().limitBytes })
      } finally {
        writing -= 1
        if (writing === 0) onWritten()
      }
    },
    letGo: (piece, { details }) => {
      if (!('limitBytes' in details) || held.urgencyOf(chunkOf(piece)) === 'must') return false
      withdraw([piece])
      world.onChange()
      return true
    },
    takeBack: (piece) => {
      const times = (takenBack.get(piece) ?? 0) + 1
      takenBack.set(piece, times)
      if (times > MAX_TAKEN_BACK) return false
      log('storage', 'unreadable', { piece, times })
      withdraw([piece])
      void writer().forget([piece]).catch(() => undefined)
      world.onChange()
      return true
    },
    reopen,
    isThere: () => identity !== null,
    close: async () => {
      closed = true
      clearInterval(timer)
      await looking
      await reopening
      seat.leave()
    },
  }
}
