import type { Interval } from '../../../shared/interval.ts'
import { intersect, mergeAll } from '../../../shared/interval.ts'
import { BLOCK_BYTES, bytesOf, piecesOf } from '../../../shared/window/blocks.ts'
import type { PieceTable } from '../engine/piece-table.ts'

/** What is asked of the pieces. */
type Pieces = Pick<PieceTable, 'geometry' | 'isVerified' | 'inMemory'>

/**
 * The bytes around a reading place that have come, whether or not their hash has: the player shows those too, and words
 * that waited for a whole piece would come seconds after their picture. Nothing read of them is kept: `generation` changes
 * when bytes that were counted turned out wrong, or when the place has moved on.
 */
export interface ArrivedBytes {
  readonly runs: readonly Interval[]
  readonly generation: number
}

/** How far around the place: some seconds of any film, and few enough blocks to look at ten times a second. */
const REACH_BYTES = 6 * 1024 * 1024

/** `file`: torrent bytes of the file; places and runs are relative to it. */
export function createArrivedBytes(table: Pieces, file: Interval): (at: number) => ArrivedBytes {
  let generation = 0
  let lastAt = 0
  let counts = new Map<number, number>()

  return (at) => {
    const around = intersect(file, { begin: file.begin + at - REACH_BYTES, end: file.begin + at + REACH_BYTES })
    const pieces = piecesOf(table.geometry, around)
    const now = new Map<number, number>()
    const runs: Interval[] = []
    for (let piece = pieces.begin; piece < pieces.end; piece++) {
      const parts = arrivedParts(table, piece)
      now.set(piece, parts.length)
      runs.push(...parts)
    }
    const spoiled = [...counts].some(([piece, count]) => (now.get(piece) ?? count) < count && !table.isVerified(piece))
    if (spoiled || Math.abs(at - lastAt) > REACH_BYTES) {
      generation += 1
      lastAt = at
    }
    counts = now
    return { generation, runs: mergeAll(runs.map((run) => intersect(run, around))).map(({ begin, end }) => ({ begin: begin - file.begin, end: end - file.begin })) }
  }
}

/** One part a block, so that their number tells how much is here. */
function arrivedParts(table: Pieces, piece: number): Interval[] {
  const { begin, end } = bytesOf(table.geometry, { begin: piece, end: piece + 1 })
  const blocks = Array.from({ length: Math.ceil((end - begin) / BLOCK_BYTES) }, (_, block) => ({ begin: begin + block * BLOCK_BYTES, end: Math.min(end, begin + (block + 1) * BLOCK_BYTES) }))
  return table.isVerified(piece) ? blocks : blocks.filter((block) => table.inMemory(piece, block.begin - begin, 1) !== null)
}
