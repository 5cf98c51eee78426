import type { TimePoint } from './time-map.ts'

/** What a container's index tells of seconds and bytes. */
export interface IndexPoints {
  /** Null when the index does not say. */
  readonly durationSec: number | null
  /** Key frames (or chunks, where none are marked), in the order of time. */
  readonly points: readonly TimePoint[]
}

/** Points kept of an index: one a second of a film of an hour; the line between two is straight enough. */
const MAX_POINTS = 4000

/** Every n-th point, so that at most MAX_POINTS are left. */
export function thinOut(points: readonly TimePoint[]): readonly TimePoint[] {
  const step = Math.ceil(points.length / MAX_POINTS)
  return step > 1 ? points.filter((_, i) => i % step === 0) : points
}
