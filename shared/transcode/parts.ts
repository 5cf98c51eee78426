import { cellStart } from './grid.ts'
import type { Grid } from './grid.ts'

/**
 * A cell is handed out in parts as it is made, so that a picture can be shown before a whole group of pictures is here: the
 * first pictures, those of a second, then as much again, and again. Cut so, a place in a cell is reached with twice its bytes at
 * most, and the key frame with little more than its own: half a megabyte of a film of 6 Mb/s, where a second is one whole.
 */
export const FIRST_PART_SEC = 0.25
const SECOND_PART_END_SEC = 1
/** Less than this is not worth a request of its own. */
const LAST_PART_SEC = 0.5

/** Where the parts of a cell end, but for the last one, in seconds from its beginning. */
export function partEnds(grid: Grid, cell: number): readonly number[] {
  const lengthSec = cellStart(grid, cell + 1) - cellStart(grid, cell)
  const ends: number[] = lengthSec < FIRST_PART_SEC + LAST_PART_SEC ? [] : [FIRST_PART_SEC]
  for (let end = SECOND_PART_END_SEC; end <= lengthSec - LAST_PART_SEC; end *= 2) ends.push(end)
  return ends
}

/** A cell or a part in which no picture begins: one empty box (ISO/IEC 14496-12, 8.1.2), because players take no bytes at all for a fault. */
export const EMPTY_SEGMENT: Uint8Array = Uint8Array.from([0, 0, 0, 8, 0x66, 0x72, 0x65, 0x65])
