import type { Interval } from '../../../shared/interval.ts'
import { bytesOf } from '../../../shared/window/blocks.ts'
import type { BudgetSeat, Urgency } from './disk-budget.ts'
import type { PieceStore, PlacedBytes } from './piece-store.ts'
import type { PieceTable } from './piece-table.ts'

/**
 * Moves what is not kept any more out of the torrent's own files into chunks, so that it can be given back part by part;
 * the end first, because only there a file can be cut. What has no room goes at once. Invariant: the pieces of one chunk
 * lie in one place, and what still lies in the files counts.
 */
export interface FileSplitter {
  /** Bytes in the torrent's own files while it is not kept. */
  readonly bytes: () => number
  /** Chunks that are being made. */
  readonly making: () => Iterable<number>
  /** True while there is, or may be, something to move. */
  readonly isDue: () => boolean
  /** Moves some; to be called again and again, and while it is kept, so that it hears of that. */
  step(): Promise<void>
  /** To be called before something is written into a chunk: what a new chunk would hide is moved into it. */
  adopt(chunk: number): Promise<void>
}

export interface SplitWorld {
  readonly table: PieceTable
  readonly store: Pick<PieceStore, 'read' | 'placeChunk' | 'cutFiles' | 'bytesInFiles'>
  readonly chunks: { readonly bytes: number; readonly stored: Set<number>; readonly making: Set<number> }
  readonly seat: () => Pick<BudgetSeat, 'take' | 'recount'>
  readonly isKept: () => boolean
  readonly urgencyOf: (chunk: number) => Urgency
  /** Verified pieces of an interval that are on the disk and not in memory. */
  readonly storedIn: (bytes: Interval) => readonly number[]
  readonly isBeingWritten: (chunk: number) => boolean
  /** They are not on the disk any more, and are to be written down as such before they go. */
  readonly giveUp: (pieces: readonly number[]) => Promise<void>
}

/** Chunks a second: quick for a film, little for a disk that also plays it. What is only cut off costs next to nothing. */
const MOVED_AT_ONCE = 32
const CUT_AT_ONCE = 2000

export function createFileSplitter({ table, store, chunks, seat, isKept, urgencyOf, storedIn, isBeingWritten, giveUp }: SplitWorld): FileSplitter {
  const lengthBytes = table.geometry.lengthBytes
  const running = new Map<number, Promise<boolean>>()
  /** All from this chunk on is out of the files; null while it is kept, or nobody has looked. */
  let end: number | null = null
  let fileBytes = 0

  const bytesOfChunk = (chunk: number): Interval => ({ begin: chunk * chunks.bytes, end: Math.min(lengthBytes, (chunk + 1) * chunks.bytes) })

  /** True when it was copied, false when it had no room and is given up. */
  const move = async (chunk: number, pieces: readonly number[]) => {
    chunks.making.add(chunk) // until it is whole, reads go to the files
    const moved = await seat().take(chunk, urgencyOf(chunk)) && await copy(chunk, pieces)
    if (!moved) {
      chunks.stored.delete(chunk)
      await giveUp(pieces)
    }
    chunks.making.delete(chunk)
    return moved
  }
  const copy = async (chunk: number, pieces: readonly number[]) => {
    const parts: PlacedBytes[] = []
    for (const piece of pieces) {
      const bytes = bytesOf(table.geometry, { begin: piece, end: piece + 1 })
      const read = await store.read(bytes)
      if (!read.ok) return false
      parts.push({ offset: bytes.begin, bytes: read.value })
    }
    return (await store.placeChunk(chunk, parts)).ok
  }
  const moveOnce = (chunk: number, pieces: readonly number[]) => {
    const moving = running.get(chunk) ?? move(chunk, pieces).finally(() => { running.delete(chunk) })
    running.set(chunk, moving)
    return moving
  }

  const lookAgain = async () => {
    const before = fileBytes
    fileBytes = await store.bytesInFiles()
    if (fileBytes !== before) seat().recount()
  }

  /** Number of chunks copied; null when the next one is being written into. */
  const moveLast = async (chunk: number): Promise<number | null> => {
    if (isBeingWritten(chunk)) return null
    const pieces = chunks.stored.has(chunk) && !chunks.making.has(chunk) ? [] : storedIn(bytesOfChunk(chunk))
    const copied = pieces.length > 0 && await moveOnce(chunk, pieces) ? 1 : 0
    await store.cutFiles(bytesOfChunk(chunk))
    return copied
  }

  const step = async () => {
    if (isKept()) { end = null; fileBytes = 0; return }
    if (end === null) {
      await lookAgain()
      end = fileBytes > 0 ? Math.ceil(lengthBytes / chunks.bytes) : 0
    }
    let copied = 0
    for (let looked = 0; end > 0 && copied < MOVED_AT_ONCE && looked < CUT_AT_ONCE && !isKept(); looked++) {
      const more = await moveLast(end - 1)
      if (more === null) break
      copied += more
      end -= 1
    }
    if (fileBytes > 0) await lookAgain()
  }

  return {
    bytes: () => (isKept() ? 0 : fileBytes),
    making: () => chunks.making,
    isDue: () => !isKept() && end !== 0,
    step,
    adopt: async (chunk) => {
      await running.get(chunk)
      if (isKept()) end = null // it goes into the files
      if (isKept() || end === 0 || chunks.stored.has(chunk)) return
      const pieces = storedIn(bytesOfChunk(chunk))
      if (pieces.length > 0) await moveOnce(chunk, pieces)
    },
  }
}
