import type { Torrent } from 'webtorrent'
import type { AppError } from '../../../shared/errors.ts'
import type { Interval } from '../../../shared/interval.ts'
import type { Log } from '../../../shared/log.ts'
import type { Result } from '../../../shared/result.ts'
import { fail } from '../../../shared/result.ts'
import { piecesOf } from '../../../shared/window/blocks.ts'
import type { BudgetSeat, DiskBudget } from './disk-budget.ts'
import { createHeldChunks } from './held-chunks.ts'
import type { HeldChunks } from './held-chunks.ts'
import type { PieceWriter } from './piece-writer.ts'
import type { PreparedContent } from './prepare-content.ts'
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
  /** Makes the folder anew if it vanished, and takes over what is there if it came back. */
  reopen(): Promise<void>
  close(): Promise<void>
}

export interface DiskKeeperWorld extends PreparedContent {
  readonly torrent: Torrent
  readonly budget: DiskBudget
  readonly writer: () => Pick<PieceWriter, 'pendingPieces' | 'forget' | 'found'>
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

export function createDiskKeeper(world: DiskKeeperWorld): DiskKeeper {
  const { table, store, torrent, chunks, budget, writer, clock, log } = world
  const { geometry } = table
  const takenBack = new Map<number, number>()
  const held: HeldChunks | null = chunks ? createHeldChunks(chunks.bytes, () => (world.isKept() ? Infinity : seat?.room() ?? 0), clock) : null
  let identity: string | null = world.identity
  let looking = false
  let reopening: Promise<void> | null = null
  let closed = false

  const everything: Interval = { begin: 0, end: geometry.lengthBytes }
  const chunkOf = (offset: number) => (chunks ? Math.floor(offset / chunks.bytes) : 0)
  const bytesOfChunk = (chunk: number): Interval => ({ begin: chunk * (chunks?.bytes ?? 0), end: Math.min(geometry.lengthBytes, (chunk + 1) * (chunks?.bytes ?? 0)) })

  /** Their bytes are not on the disk any more, or will not be: nobody is told that we have them. */
  const withdraw = (pieces: readonly number[]) => {
    const wasDone = torrent.done
    for (const piece of pieces) {
      table.forget(piece)
      if (!torrent.ready || !torrent.bitfield.get(piece)) continue
      torrent.bitfield.set(piece, false)
      for (const wire of torrent.wires) if (!wire.isSeeder && !wire.destroyed) wire.lt_donthave?.donthave(piece)
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
  const lose = (bytes: Interval, why: string) => {
    const pieces = storedIn(bytes)
    withdraw(pieces)
    void writer().forget(pieces).catch(() => undefined) // where the folder is gone its notes are too
    if (pieces.length === 0) return
    log('storage', 'lost', { pieces: pieces.length, why })
    world.onChange()
  }

  const giveBack = async (chunk: number) => {
    const pieces = storedIn(bytesOfChunk(chunk))
    withdraw(pieces)
    await writer().forget(pieces).catch(() => undefined) // a full disk takes no note, and giving back is what helps
    return store.removeChunk(chunk)
  }

  const seat: BudgetSeat | null = chunks && held ? budget.join({
    chunkBytes: chunks.bytes, demand: held.demand, isKept: world.isKept, giveBack,
    busy: () => new Set(writer().pendingPieces().map((piece) => chunkOf(piece * geometry.pieceLengthBytes))),
    onRoom: world.onChange,
  }, chunks.stored) : null

  const loseAll = () => {
    store.letGoAll()
    seat?.lost([...seat.stored])
    lose(everything, 'the folder is gone')
  }

  /** Once a second: is the folder still the one we wrote into, and do the files still have a name? */
  const look = async () => {
    const now = await world.identify()
    if (closed) return
    if (identity !== null && now !== identity) {
      identity = null
      loseAll()
    }
    if (identity === null) { await reopen(); return }
    for (const bytes of await store.letGoUnlinked()) {
      if (chunks) seat?.lost([chunkOf(bytes.begin)])
      lose(bytes, 'a file is gone')
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
    seat?.found(opened.value)
    for (const piece of storedIn(everything)) {
      if (before.has(piece)) continue
      table.written(piece) // blocks of it that came meanwhile
      writer().found(piece)
      world.onFound(piece)
    }
  }

  const timer = setInterval(() => {
    if (looking || !world.isActive()) return
    looking = true
    look().catch((error: unknown) => { log('storage', 'notLookedAfter', { message: String(error) }) }).finally(() => { looking = false })
  }, LOOK_MS)
  timer.unref()
  world.onMade((bytes) => { lose(bytes, 'a file had to be made anew') })

  return {
    hold: (watched) => held?.plan(watched) ?? null,
    write: async (offset, bytes) => {
      const chunk = chunkOf(offset)
      if (seat && held && !(await seat.take(chunk, held.urgencyOf(chunk)))) {
        return fail(seat.limitedBy() === 'disk' ? 'diskFull' : 'storageLimit', 'there is no room for more pieces', { limitBytes: budget.usage().limitBytes })
      }
      return store.write(offset, bytes)
    },
    letGo: (piece, { details }) => {
      if (!('limitBytes' in details) || held?.urgencyOf(chunkOf(piece * geometry.pieceLengthBytes)) === 'must') return false
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
    close: async () => {
      closed = true
      clearInterval(timer)
      seat?.leave()
      await reopening
    },
  }
}
