import type { Interval } from '../interval.ts'
import { childOf, uintOf, viewOf } from '../subtitles/matroska-elements.ts'
import { DEFAULT_SCALE_NS, ID } from '../subtitles/matroska-ids.ts'
import { elementsIn, readElement } from '../window/ebml.ts'
import { isobmffPoints } from '../window/isobmff-points.ts'
import type { FilePart } from '../window/read-index.ts'

/** Key frames kept: one every two seconds of a film of eleven hours. */
const MAX_KEYFRAMES = 20_000

/**
 * Presentation times of the picture's key frames, from the index of a film. `parts`: the bytes of the ranges that
 * `locateIndex` found, the head first. Empty when there is no index of them; never throws.
 */
export function keyframeTimes(parts: readonly FilePart[]): readonly number[] {
  const [head, last] = [parts[0], parts.at(-1)]
  if (!head || !last) return []
  const movie = isobmffPoints(last.bytes)
  if (movie) return movie.points.map(({ timeSec }) => timeSec)
  return matroskaKeyframes(head.bytes, last === head ? null : last.bytes)
}

/** What the head of a Matroska film says of its first picture. */
export interface MatroskaPicture {
  readonly track: number
  readonly tickSec: number
  /** Of the segment: where the head begins. */
  readonly begin: number
}

/** Null for another file, or while its tracks are not among the bytes. `head`: the first bytes of the film. */
export function matroskaPicture(head: Uint8Array): MatroskaPicture | null {
  const view = viewOf(head)
  const header = readElement(view, 0, Infinity)
  const segment = header && readElement(view, header.next, Infinity)
  if (segment?.id !== ID.segment) return null
  const track = pictureNumber(view, segment)
  const info = childOf(view, segment, ID.info)
  return track === null ? null : { track, begin: segment.begin, tickSec: ((info && uintOf(view, info, ID.timestampScale, DEFAULT_SCALE_NS)) || DEFAULT_SCALE_NS) / 1e9 }
}

/** Cues name places of sound and subtitles too (RFC 9559, 5.1.5); only those of the picture are key frames of it. */
function matroskaKeyframes(head: Uint8Array, cues: Uint8Array | null): readonly number[] {
  const picture = matroskaPicture(head)
  if (!picture) return []
  const place = viewOf(cues ?? head)
  const table = cues ? readElement(place, 0, cues.length) : childOf(place, { begin: picture.begin, end: Infinity }, ID.cues)
  return table?.id === ID.cues ? timesIn(place, table, picture.track, picture.tickSec) : []
}

const PICTURE = 1
const CUE = { point: 0xbb, time: 0xb3, positions: 0xb7, track: 0xf7 }

/** The number of the first picture's track (RFC 9559, 5.1.4.1.3). */
function pictureNumber(view: DataView, segment: Interval): number | null {
  const tracks = childOf(view, segment, ID.tracks)
  if (!tracks) return null
  for (const entry of elementsIn(view, tracks)) if (entry.id === ID.trackEntry && uintOf(view, entry, ID.trackType, 0) === PICTURE) return uintOf(view, entry, ID.trackNumber, 0)
  return null
}

function timesIn(view: DataView, cues: Interval, picture: number, scaleSec: number): readonly number[] {
  const times: number[] = []
  for (const point of elementsIn(view, cues)) {
    if (times.length >= MAX_KEYFRAMES) break
    if (point.id === CUE.point && isOf(view, point, picture)) times.push(uintOf(view, point, CUE.time, 0) * scaleSec)
  }
  return times
}

function isOf(view: DataView, point: Interval, picture: number): boolean {
  for (const positions of elementsIn(view, point)) if (positions.id === CUE.positions && uintOf(view, positions, CUE.track, -1) === picture) return true
  return false
}
