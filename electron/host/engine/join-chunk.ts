import type { Interval } from '../../../shared/interval.ts'
import { bytesOf } from '../../../shared/window/blocks.ts'
import type { PieceStore } from './piece-store.ts'
import type { PieceTable } from './piece-table.ts'

export interface JoinWorld {
  readonly table: PieceTable
  readonly store: Pick<PieceStore, 'read' | 'writeToFiles' | 'removeChunk'>
  /** Chunks that have files of their own. */
  readonly stored: Set<number>
  /** Verified pieces of an interval that are on the disk; null while something is being written there. */
  readonly piecesAtRest: (bytes: Interval) => readonly number[] | null
}

/**
 * Moves what a chunk holds into the torrent's own files, where a person finds it. Ended at any moment nothing is lost: the
 * chunk goes last, and while it is there it counts. False when it must be tried again.
 */
export async function joinChunk({ table, store, stored, piecesAtRest }: JoinWorld, chunk: number, bytes: Interval): Promise<boolean> {
  const pieces = piecesAtRest(bytes)
  if (!pieces) return false
  for (const piece of pieces) {
    const part = bytesOf(table.geometry, { begin: piece, end: piece + 1 })
    const read = await store.read(part)
    if (!read.ok || !(await store.writeToFiles(part.begin, read.value)).ok) return false
  }
  const still = piecesAtRest(bytes)
  if (still?.length !== pieces.length || still.some((piece, i) => pieces[i] !== piece)) return false
  stored.delete(chunk) // from here on reads go to the torrent's own files
  return store.removeChunk(chunk)
}
