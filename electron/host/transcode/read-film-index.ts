import type { Interval } from '../../../shared/interval.ts'
import { sizeOf } from '../../../shared/interval.ts'
import { INDEX_HEADER_BYTES, MAX_INDEX_BYTES, locateIndex, settleIndex } from '../../../shared/window/index-range.ts'
import type { FilePart } from '../../../shared/window/read-index.ts'

/** Reads an interval of a film whole, waiting for what is not here; verified bytes only. */
export type ReadFilm = (bytes: Interval, signal: AbortSignal) => Promise<Uint8Array>

/** As much as a player reads first. */
const FIRST_BYTES = 4096

/** Fetches the index of a film, and nothing else: its parts, the head first; empty when it has none that we know. */
export async function readFilmIndex(read: ReadFilm, lengthBytes: number, signal: AbortSignal): Promise<readonly FilePart[]> {
  const ranges = await locate(read, lengthBytes, signal)
  if (ranges.length === 0 || ranges.some((range) => sizeOf(range) > MAX_INDEX_BYTES)) return []
  return Promise.all(ranges.map(async (range) => ({ begin: range.begin, bytes: await read(range, signal) })))
}

async function locate(read: ReadFilm, lengthBytes: number, signal: AbortSignal): Promise<readonly Interval[]> {
  let headBytes = Math.min(FIRST_BYTES, lengthBytes)
  for (;;) {
    const found = locateIndex(await read({ begin: 0, end: headBytes }, signal), lengthBytes)
    if (found.kind === 'unknown') return []
    if (found.kind === 'needsMore') { headBytes = found.headBytes; continue }
    const last = found.ranges.at(-1)
    if (!last || found.ranges.length === 1) return found.ranges
    const first = await read({ begin: last.begin, end: Math.min(lengthBytes, last.begin + INDEX_HEADER_BYTES) }, signal)
    return settleIndex(found.ranges, first, lengthBytes)
  }
}
