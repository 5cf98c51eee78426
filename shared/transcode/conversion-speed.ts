/** A cell that was made, with its end on the film's time line and when that was. */
export interface MadeCell {
  readonly endSec: number
  readonly atMs: number
}

export interface SpeedFacts {
  /** The last cells, oldest first, made without a break in between. */
  readonly made: readonly MadeCell[]
  /** Length of the cell that is being made. */
  readonly cellSec: number
  /** Time spent on it so far, waits for the download left out. */
  readonly spentMs: number
}

/**
 * Seconds of film made in a second; null while unknown. A cell that takes long counts before it is done: a processor that is
 * far too slow would otherwise be found out after the second one, a minute later.
 */
export function conversionSpeed({ made, cellSec, spentMs }: SpeedFacts): number | null {
  const [first, last] = [made[0], made.at(-1)]
  const atMost = spentMs > 0 ? (cellSec * 1000) / spentMs : Infinity
  if (first && last && last.atMs > first.atMs) return Math.min(atMost, ((last.endSec - first.endSec) * 1000) / (last.atMs - first.atMs))
  return atMost < 1 ? atMost : null
}
