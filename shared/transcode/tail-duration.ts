import { ID } from '../subtitles/matroska-ids.ts'
import { viewOf } from '../subtitles/matroska-elements.ts'
import { elementsIn, readElement, readUint } from '../window/ebml.ts'
import type { Element } from '../window/ebml.ts'

/** Bytes of a Matroska file's end in which its last cluster begins: five seconds at 20 Mb/s. */
export const TAIL_BYTES = 12 * 1024 * 1024

/**
 * When a Matroska film ends whose header does not say (a recording that was cut off), from its last bytes: the time of the
 * last block. Seconds; null when no cluster begins in them.
 */
export function matroskaTailDuration(tail: Uint8Array, scaleNs = 1_000_000): number | null {
  const view = viewOf(tail)
  for (let at = tail.length - 4; at >= 0; at--) {
    if (tail[at] !== 0x1f || view.getUint32(at) !== ID.cluster) continue
    const cluster = readElement(view, at, Infinity)
    const ticks = cluster ? lastTicks(view, { ...cluster, end: Math.min(cluster.end, tail.length) }) : null
    if (ticks !== null) return (ticks * scaleNs) / 1e9
  }
  return null
}

/** The cluster's own time and the latest of its blocks, whose 16 bits count from it (RFC 9559, 5.1.3). */
function lastTicks(view: DataView, cluster: Element): number | null {
  let begin: number | null = null
  let latest = 0
  for (const element of elementsIn(view, cluster)) {
    if (element.id === ID.timestamp && element.end <= view.byteLength) begin = readUint(view, element)
    const block = element.id === ID.simpleBlock ? element : element.id === ID.blockGroup ? blockOf(view, element) : null
    if (block) latest = Math.max(latest, relativeTicks(view, block))
  }
  return begin === null ? null : begin + latest
}

function blockOf(view: DataView, group: Element): Element | null {
  for (const element of elementsIn(view, group)) if (element.id === ID.block) return element
  return null
}

/** Behind the track's number, which is one byte for all but odd files. */
function relativeTicks(view: DataView, { begin }: Element): number {
  const width = begin < view.byteLength && view.getUint8(begin) >= 0x80 ? 1 : 2
  return begin + width + 2 <= view.byteLength ? view.getInt16(begin + width) : 0
}
