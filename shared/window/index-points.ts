import type { TimePoint } from './time-map.ts'

/** What a container's index tells of seconds and bytes. */
export interface IndexPoints {
  /** Null when the index does not say. */
  readonly durationSec: number | null
  /** Key frames, or any frames where none is marked. Not more than MAX_POINTS; empty when there is no table of them. */
  readonly points: readonly TimePoint[]
}

/** Points kept of an index: one every two seconds of a film of two hours; between two the line is straight enough. */
export const MAX_POINTS = 4000

/** At most MAX_POINTS of `count` things, evenly spread, in order; the first is always among them. */
export function pickEvenly<T>(count: number, of: (index: number) => T): T[] {
  const kept = Math.min(MAX_POINTS, count)
  return Array.from({ length: kept }, (_, i) => of(Math.floor((i * count) / kept)))
}

/** A moment: enough to rise in time, too little to be seen. */
const MOMENT_SEC = 0.001

/**
 * The points with those that the line's own ends cannot know: the first picture lies behind the head of the file although
 * its time is 0, and the last one ends at `mediaEnd`, where an index behind the film begins.
 */
export function withEnds({ durationSec, points }: IndexPoints, mediaEnd: number): IndexPoints {
  const inner = points.map((point) => (point.timeSec > 0 ? point : { ...point, timeSec: MOMENT_SEC }))
  const end = durationSec === null ? [] : [{ timeSec: durationSec - MOMENT_SEC, byte: mediaEnd }]
  return { durationSec, points: points.length > 0 ? [...inner, ...end] : [] }
}
