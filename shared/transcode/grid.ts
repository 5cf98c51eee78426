/**
 * The cells of a film on its time line: cell k is [boundaries[k], boundaries[k + 1]). Invariant: they begin with 0, rise,
 * and end with the film's duration, so that the whole playlist is known before anything is converted.
 */
export interface Grid {
  readonly kind: 'keyframes' | 'even'
  readonly boundaries: readonly number[]
}

/** Shorter cells cost requests, longer ones cost waiting after a jump; key frames lie 2 to 10 s apart. */
const CELL_SEC = 2
/** A film that is to begin here begins with its first cell, wherever its key frames are. */
export function isInFirstCell(sec: number): boolean {
  return sec < CELL_SEC
}

/** A playlist of a long recording stays short enough to be parsed at once. */
const MAX_CELLS = 20_000
/** A last cell shorter than this is part of the one before. */
const LAST_SEC = 0.5

/** Cells of equal length, for pictures that are encoded: their key frames fall where we want them. */
export function evenGrid(durationSec: number): Grid {
  const cellSec = Math.max(CELL_SEC, Math.ceil(durationSec / MAX_CELLS))
  const count = Math.max(1, Math.ceil((durationSec - LAST_SEC) / cellSec))
  return { kind: 'even', boundaries: [...Array.from({ length: count }, (_, cell) => cell * cellSec), durationSec] }
}

/** Cells that begin at key frames, for pictures that are copied; null when there are no key frames to begin at. */
export function keyframeGrid(timesSec: readonly number[], durationSec: number): Grid | null {
  const cellSec = Math.max(CELL_SEC, durationSec / MAX_CELLS)
  const sorted = [...timesSec].filter((time) => time >= 0 && time < durationSec - LAST_SEC).sort((a, b) => a - b)
  if (sorted.length === 0 || (sorted.length === 1 && durationSec > SINGLE_CELL_SEC)) return null
  const boundaries = [0]
  for (const time of sorted) if (time - (boundaries.at(-1) ?? 0) >= cellSec - STAMP_SEC) boundaries.push(time)
  return { kind: 'keyframes', boundaries: [...boundaries, durationSec] }
}

/** Stamps are rounded, to a picture's length at worst; key frames every two seconds are still two seconds apart. */
const STAMP_SEC = 0.05

/** A film with one key frame that is longer than this cannot be jumped in. */
const SINGLE_CELL_SEC = 20

export function cellCount({ boundaries }: Grid): number {
  return boundaries.length - 1
}

/** Where a cell begins. Cells beyond the last begin at the end. */
export function cellStart({ boundaries }: Grid, cell: number): number {
  return boundaries[Math.min(cell, boundaries.length - 1)] ?? 0
}

/** The cell a time lies in; times outside the film belong to the first or the last one. */
export function cellAt({ boundaries }: Grid, sec: number): number {
  let low = 0
  let high = boundaries.length - 2
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((boundaries[middle] ?? 0) <= sec) low = middle
    else high = middle - 1
  }
  return Math.max(0, low)
}
