import type { Interval } from '../interval.ts'
import { elementsIn, readElement } from '../window/ebml.ts'
import { SUBTITLE_LIMITS } from './cue.ts'
import { childrenOf, uintOf, viewOf } from './matroska-elements.ts'
import { ID } from './matroska-ids.ts'
import { blockIn } from './scan-clusters.ts'
import type { TrackBlock } from './scan-clusters.ts'

/** A line of a subtitle track as the Cues of a Matroska film name it (RFC 9559, 5.1.5). */
export interface LinePlace {
  readonly track: number
  readonly startMs: number
  readonly endMs: number
  readonly ticks: number
  readonly durationTicks: number | null
  /** Where in the file its block begins, but for the length of its cluster's size, which is 1 to 8 bytes. */
  readonly bytes: Interval
}

/** A line that does not say how long it is shown. */
const UNENDED_MS = 4000
/** The ID of a cluster, and the shortest size behind it. */
const CLUSTER_ID_BYTES = 4
const SIZE_BYTES = { least: 1, most: 8 }
/** A line of text with all its marks; a longer one is found when its cluster is read. */
const LINE_BYTES = 2048

/** The lines of these tracks that the Cues name with their place in a cluster, in the order of the Cues. `segmentBegin`: where places count from. */
export function linePlaces(view: DataView, cues: Interval, { segmentBegin, scaleNs, tracks }: { readonly segmentBegin: number; readonly scaleNs: number; readonly tracks: ReadonlySet<number> }): LinePlace[] {
  const lines: LinePlace[] = []
  const tickMs = scaleNs / 1e6
  for (const point of elementsIn(view, cues)) {
    if (lines.length >= SUBTITLE_LIMITS.cues) break
    if (point.id !== ID.cuePoint || point.end > view.byteLength) continue
    const ticks = uintOf(view, point, ID.cueTime, 0)
    for (const positions of childrenOf(view, point, ID.cueTrackPositions, tracks.size + MORE_TRACKS)) {
      const track = uintOf(view, positions, ID.cueTrack, -1)
      const [cluster, relative, duration] = [uintOf(view, positions, ID.cueClusterPosition, -1), uintOf(view, positions, ID.cueRelativePosition, -1), uintOf(view, positions, ID.cueDuration, -1)]
      if (!tracks.has(track) || cluster < 0 || relative < 0) continue
      const begin = segmentBegin + cluster + CLUSTER_ID_BYTES + SIZE_BYTES.least + relative
      const startMs = Math.round(ticks * tickMs)
      lines.push({ track, ticks, startMs, endMs: startMs + (duration < 0 ? UNENDED_MS : Math.round(duration * tickMs)), durationTicks: duration < 0 ? null : duration, bytes: { begin, end: begin + LINE_BYTES } })
    }
  }
  return lines
}

/** Picture and sound have places at the same time. */
const MORE_TRACKS = 16

/** The block of a line in the bytes from `line.bytes.begin` on; null when they do not hold it whole. */
export function blockOfLine(bytes: Uint8Array, line: LinePlace): TrackBlock | null {
  const view = viewOf(bytes)
  for (let at = 0; at <= SIZE_BYTES.most - SIZE_BYTES.least; at++) {
    const element = readElement(view, at, bytes.length + 1)
    const block = element && element.end <= bytes.length ? blockIn(view, element, line.bytes.begin) : null
    if (block?.track === line.track) return { ...block, ticks: line.ticks, durationTicks: block.durationTicks ?? line.durationTicks }
  }
  return null
}
