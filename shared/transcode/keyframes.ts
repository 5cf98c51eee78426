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

/** Cues name places of sound and subtitles too (RFC 9559, 5.1.5); only those of the picture are key frames of it. */
function matroskaKeyframes(head: Uint8Array, cues: Uint8Array | null): readonly number[] {
  const view = viewOf(head)
  const header = readElement(view, 0, Infinity)
  const segment = header && readElement(view, header.next, Infinity)
  if (segment?.id !== ID.segment) return []
  const picture = pictureNumber(view, segment)
  const info = childOf(view, segment, ID.info)
  const scaleSec = ((info && uintOf(view, info, ID.timestampScale, DEFAULT_SCALE_NS)) || DEFAULT_SCALE_NS) / 1e9
  const place = cues ? viewOf(cues) : view
  const table = cues ? readElement(place, 0, cues.length) : childOf(view, segment, ID.cues)
  return table?.id === ID.cues && picture !== null ? timesIn(place, table, picture, scaleSec) : []
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
