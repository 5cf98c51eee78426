import type { Interval } from '../interval.ts'
import { elementsIn, readElement, readFloat, readUint } from './ebml.ts'
import type { Element } from './ebml.ts'
import { pickEvenly } from './index-points.ts'
import type { IndexPoints } from './index-points.ts'
import type { TimePoint } from './time-map.ts'

/** IDs of RFC 9559. */
const ID = {
  segment: 0x18538067, info: 0x1549a966, timestampScale: 0x2ad7b1, duration: 0x4489, cluster: 0x1f43b675,
  cues: 0x1c53bb6b, cuePoint: 0xbb, cueTime: 0xb3, cueTrackPositions: 0xb7, cueClusterPosition: 0xf1, cueRelativePosition: 0xf0,
}
/** Nanoseconds of one tick unless the file says otherwise (RFC 9559, 5.1.2.9). */
const DEFAULT_SCALE_NS = 1_000_000

/**
 * Times and places from the Cues. `head`: the file's first bytes, up to the first cluster; `cues`: bytes that begin with
 * the Cues element, or null when they are in `head`. Null when the head is not that of a Matroska file. No points when
 * it has no Cues. Costs no more than two walks through the bytes given.
 */
export function matroskaPoints(head: Uint8Array, cues: Uint8Array | null): IndexPoints | null {
  const view = viewOf(head)
  const header = readElement(view, 0, Infinity)
  const segment = header && readElement(view, header.next, Infinity)
  if (segment?.id !== ID.segment) return null
  const { info, cues: cuesInHead } = readHead(view, segment)
  const scaleSec = ((info && uintIn(view, info, ID.timestampScale)) || DEFAULT_SCALE_NS) / 1e9
  const place = cues ? { view: viewOf(cues), cues: readElement(viewOf(cues), 0, cues.length) } : { view, cues: cuesInHead }
  return { durationSec: info && durationOf(view, info, scaleSec), points: pointsIn(place.view, place.cues, segment.begin, scaleSec) }
}

/** What lies in front of the first cluster. */
function readHead(view: DataView, segment: Element): { info: Element | null; cues: Element | null } {
  let info: Element | null = null
  let cues: Element | null = null
  for (const element of elementsIn(view, segment)) {
    if (element.id === ID.cluster) break
    if (element.id === ID.info) info = element
    if (element.id === ID.cues) cues = element
  }
  return { info, cues }
}

/** Two walks, the first one to count: a table of millions of points must not become millions of objects. */
function pointsIn(view: DataView, cues: Element | null, segmentBegin: number, scaleSec: number): TimePoint[] {
  if (cues?.id !== ID.cues) return []
  let count = 0
  for (const { id } of elementsIn(view, cues)) if (id === ID.cuePoint) count += 1
  const wanted = new Set(pickEvenly(count, (index) => index))
  const points: TimePoint[] = []
  let index = 0
  for (const element of elementsIn(view, cues)) {
    if (element.id !== ID.cuePoint || !wanted.has(index++)) continue
    const point = readPoint(view, element, scaleSec)
    if (point) points.push({ ...point, byte: point.byte + segmentBegin })
  }
  return points
}

/** The place of its first track: the cluster, and within it the block if that is told (up to the cluster's own header). */
function readPoint(view: DataView, point: Interval, scaleSec: number): TimePoint | null {
  const time = uintIn(view, point, ID.cueTime)
  const positions = childOf(view, point, ID.cueTrackPositions)
  const cluster = positions && uintIn(view, positions, ID.cueClusterPosition)
  if (time === null || !positions || cluster === null) return null
  return { timeSec: time * scaleSec, byte: cluster + (uintIn(view, positions, ID.cueRelativePosition) ?? 0) }
}

function durationOf(view: DataView, info: Element, scaleSec: number): number | null {
  const duration = childOf(view, info, ID.duration)
  const seconds = duration ? readFloat(view, duration) * scaleSec : 0
  return seconds > 0 && seconds < Infinity ? seconds : null
}

function uintIn(view: DataView, parent: Interval, id: number): number | null {
  const child = childOf(view, parent, id)
  return child && readUint(view, child)
}

/** The first child of that kind which is here whole. */
function childOf(view: DataView, parent: Interval, wanted: number): Element | null {
  for (const element of elementsIn(view, parent)) if (element.id === wanted && element.end <= view.byteLength) return element
  return null
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
