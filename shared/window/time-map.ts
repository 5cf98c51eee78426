/**
 * Seconds of a film to bytes of its file and back, as a monotone line through known points. With nothing known it is
 * straight from (0, 0) to (duration, length), which is right on average and wrong locally for variable bitrate; every
 * point learned (the container's index, a jump that was seen to land) bends it.
 */
export interface TimePoint {
  readonly timeSec: number
  readonly byte: number
}

/** Invariant: points strictly rise in time and never fall in bytes; the first is at 0 s, the last at the end. */
export interface TimeMap {
  readonly points: readonly TimePoint[]
}

/** Straight line. durationSec and lengthBytes must be positive. */
export function linearTimeMap(durationSec: number, lengthBytes: number): TimeMap {
  return { points: [{ timeSec: 0, byte: 0 }, { timeSec: durationSec, byte: lengthBytes }] }
}

/** The map through `points` (any order) between the straight line's ends; points that would make it fall are dropped. */
export function timeMapThrough(durationSec: number, lengthBytes: number, points: readonly TimePoint[]): TimeMap {
  const inner = points.filter(({ timeSec, byte }) => timeSec > 0 && timeSec < durationSec && byte >= 0 && byte <= lengthBytes)
  const kept: TimePoint[] = [{ timeSec: 0, byte: 0 }]
  for (const point of [...inner].sort((a, b) => a.timeSec - b.timeSec)) {
    const last = kept.at(-1)
    if (last && point.timeSec > last.timeSec && point.byte >= last.byte) kept.push(point)
  }
  return { points: [...kept, { timeSec: durationSec, byte: lengthBytes }] }
}

/** Points seen this near to each other are one place: the newer one is kept. */
const ANCHOR_GAP_SEC = 1

/**
 * The map bent through one more point, which was seen and is therefore believed more than those it contradicts: they go,
 * and so do those within a second of it. A point outside the film changes nothing.
 */
export function anchor(map: TimeMap, seen: TimePoint): TimeMap {
  const end = map.points.at(-1)
  const inside = end && seen.timeSec > 0 && seen.timeSec < end.timeSec && seen.byte >= 0 && seen.byte <= end.byte
  if (!inside) return map
  const agrees = ({ timeSec, byte }: TimePoint) => Math.abs(timeSec - seen.timeSec) >= ANCHOR_GAP_SEC && (timeSec < seen.timeSec ? byte <= seen.byte : byte >= seen.byte)
  return timeMapThrough(end.timeSec, end.byte, [...innerPoints(map).filter(agrees), seen])
}

/** What is known beyond the two ends. */
export function innerPoints({ points }: TimeMap): readonly TimePoint[] {
  return points.slice(1, -1)
}

/** Length of the film in seconds. */
export function durationOf({ points }: TimeMap): number {
  return points.at(-1)?.timeSec ?? 0
}

/** Byte at a time; clamped to the film. */
export function byteAt({ points }: TimeMap, timeSec: number): number {
  return Math.round(along(points, timeSec, (point) => point.timeSec, (point) => point.byte))
}

/** The line between two known points this far apart tells nothing of key frames; encoders set one at least so often. */
const KEY_FRAME_GAP_SEC = 12

/** Byte at which decoding has to begin to show a time: the last known point before it, or the byte there where none is near. */
export function keyFrameAt(map: TimeMap, timeSec: number): number {
  return keyFrameBefore(map, timeSec)?.byte ?? byteAt(map, timeSec)
}

/** True where the index has told from which byte on a time is decoded. */
export function isKeyFrameKnown(map: TimeMap, timeSec: number): boolean {
  return keyFrameBefore(map, timeSec) !== undefined
}

function keyFrameBefore({ points }: TimeMap, timeSec: number): TimePoint | undefined {
  const before = points.findLast((point) => point.timeSec <= timeSec)
  return before && timeSec - before.timeSec < KEY_FRAME_GAP_SEC ? before : undefined
}

/** Time at a byte; clamped to the film. */
export function secAt({ points }: TimeMap, byte: number): number {
  return along(points, byte, (point) => point.byte, (point) => point.timeSec)
}

/** Mean bytes a second over [fromSec, fromSec + spanSec), clipped to the film; 0 for an empty film. */
export function bitrateAround(map: TimeMap, fromSec: number, spanSec: number): number {
  const end = Math.min(durationOf(map), fromSec + spanSec)
  const begin = Math.max(0, Math.min(fromSec, end - spanSec))
  return end > begin ? (byteAt(map, end) - byteAt(map, begin)) / (end - begin) : 0
}

function along(points: readonly TimePoint[], x: number, xOf: (point: TimePoint) => number, yOf: (point: TimePoint) => number): number {
  let low = 0
  let high = points.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    const point = points[middle]
    if (point && xOf(point) <= x) low = middle
    else high = middle
  }
  const [a, b] = [points[low], points[high]]
  if (!a || !b) return 0
  const width = xOf(b) - xOf(a)
  const share = width > 0 ? Math.min(1, Math.max(0, (x - xOf(a)) / width)) : 0
  return yOf(a) + share * (yOf(b) - yOf(a))
}
