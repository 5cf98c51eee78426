import { elementsIn, readElement, readFloat, readUint } from './ebml.ts'
import type { Element } from './ebml.ts'
import { thinOut } from './index-points.ts'
import type { IndexPoints } from './index-points.ts'
import type { TimePoint } from './time-map.ts'

/** IDs of RFC 9559. */
const ID = {
  segment: 0x18538067, info: 0x1549a966, timestampScale: 0x2ad7b1, duration: 0x4489, cluster: 0x1f43b675,
  cues: 0x1c53bb6b, cuePoint: 0xbb, cueTime: 0xb3, cueTrackPositions: 0xb7, cueClusterPosition: 0xf1,
}
/** Nanoseconds of one tick unless the file says otherwise (RFC 9559 5.1.2.9). */
const DEFAULT_SCALE = 1_000_000

/**
 * Times and positions from the Cues. `head`: the file's first bytes, up to the first cluster; `cues`: bytes that begin
 * with the Cues element, or null when they are in `head`. Null when it is not Matroska or has no Cues there.
 */
export function matroskaPoints(head: Uint8Array, cues: Uint8Array | null): IndexPoints | null {
  const view = viewOf(head)
  const header = readElement(view, 0, Infinity)
  const segment = header && readElement(view, header.next, Infinity)
  if (segment?.id !== ID.segment) return null
  const children = [...childrenBeforeClusters(view, segment)]
  const info = children.find(({ id }) => id === ID.info)
  const scaleSec = (info ? timestampScale(view, info) : DEFAULT_SCALE) / 1e9
  const inHead = children.find(({ id }) => id === ID.cues)
  const points = cues ? pointsIn(viewOf(cues), readElement(viewOf(cues), 0, cues.length), segment.begin, scaleSec) : pointsIn(view, inHead ?? null, segment.begin, scaleSec)
  const ticks = info ? durationTicks(view, info) : null
  return points.length > 0 ? { durationSec: ticks === null ? null : ticks * scaleSec, points: thinOut(points) } : null
}

function* childrenBeforeClusters(view: DataView, segment: Element): Generator<Element, void, undefined> {
  for (const element of elementsIn(view, segment)) {
    if (element.id === ID.cluster) return
    yield element
  }
}

function pointsIn(view: DataView, cues: Element | null, segmentBegin: number, scaleSec: number): TimePoint[] {
  if (cues?.id !== ID.cues) return []
  const points: TimePoint[] = []
  for (const point of elementsIn(view, cues)) {
    if (point.id !== ID.cuePoint || point.end > view.byteLength) continue
    const children = [...elementsIn(view, point)]
    const time = children.find(({ id }) => id === ID.cueTime)
    const place = children.find(({ id }) => id === ID.cueTrackPositions)
    const cluster = place && [...elementsIn(view, place)].find(({ id }) => id === ID.cueClusterPosition)
    if (time && cluster) points.push({ timeSec: readUint(view, time) * scaleSec, byte: segmentBegin + readUint(view, cluster) })
  }
  return points
}

function timestampScale(view: DataView, info: Element): number {
  const found = [...elementsIn(view, info)].find(({ id, end }) => id === ID.timestampScale && end <= view.byteLength)
  return (found && readUint(view, found)) || DEFAULT_SCALE
}

function durationTicks(view: DataView, info: Element): number | null {
  const found = [...elementsIn(view, info)].find(({ id }) => id === ID.duration)
  const ticks = found ? readFloat(view, found) : 0
  return Number.isFinite(ticks) && ticks > 0 ? ticks : null
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
