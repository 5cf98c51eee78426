import type { Interval } from '../../../shared/interval.ts'
import { sizeOf } from '../../../shared/interval.ts'
import type { MetainfoFile } from '../../../shared/torrent/metainfo-files.ts'
import { piecesOf } from '../../../shared/window/blocks.ts'
import type { IndexPoints } from '../../../shared/window/index-points.ts'
import { INDEX_HEADER_BYTES, MAX_INDEX_BYTES, locateIndex, settleIndex } from '../../../shared/window/index-range.ts'
import { readIndex } from '../../../shared/window/read-index.ts'
import type { PieceStore } from './piece-store.ts'
import type { PieceTable } from './piece-table.ts'
import { readHere } from './read-here.ts'

/**
 * Finds out where a file keeps its index as soon as its first block is here, how long it is as soon as its own first block
 * is here, and reads it, once, when all of it is verified. It fetches nothing: the window does, by the ranges found here.
 */
export interface IndexReader {
  /** Where the index lies, file-relative; null until found. */
  readonly ranges: () => readonly Interval[] | null
  /** A block or a verified piece came. */
  look(piece: number): void
}

export interface IndexReaderWorld {
  readonly file: MetainfoFile
  readonly table: PieceTable
  readonly store: PieceStore
  /** The ranges are known, or better known. */
  readonly onLocated: () => void
  readonly onPoints: (points: IndexPoints) => void
}

/** Bytes of the head in which the first boxes and elements are looked for. */
const HEAD_BYTES = 65_536

export function createIndexReader({ file, table, store, onLocated, onPoints }: IndexReaderWorld): IndexReader {
  let head: Interval = { begin: 0, end: Math.min(file.lengthBytes, HEAD_BYTES) }
  let ranges: readonly Interval[] | null = null
  let settled = false
  let done = false
  let busy = false
  let missed = false

  const inTorrent = ({ begin, end }: Interval): Interval => ({ begin: begin + file.offsetBytes, end: end + file.offsetBytes })
  const pieces = (part: Interval) => piecesOf(table.geometry, inTorrent(part))
  const isVerified = (part: Interval) => {
    const { begin, end } = pieces(part)
    for (let piece = begin; piece < end; piece++) if (!table.isVerified(piece)) return false
    return true
  }
  const touches = (piece: number) => (ranges ?? [head]).some((part) => pieces(part).begin <= piece && piece < pieces(part).end)

  /** A hint only, so that blocks will do whose hash is still to come. */
  const locate = async (): Promise<boolean> => {
    const location = locateIndex(await readHere(table, store, inTorrent(head), 'received'), file.lengthBytes)
    if (location.kind === 'needsMore') head = { begin: 0, end: Math.max(head.end, location.headBytes) }
    if (location.kind !== 'found') return false
    ranges = location.ranges
    onLocated()
    return true
  }

  const settle = async (guess: readonly Interval[]): Promise<boolean> => {
    const begin = guess.at(-1)?.begin ?? 0
    const header = { begin, end: Math.min(file.lengthBytes, begin + INDEX_HEADER_BYTES) }
    const bytes = await readHere(table, store, inTorrent(header), 'received')
    if (bytes.length < sizeOf(header)) return false
    settled = true
    ranges = settleIndex(guess, bytes, file.lengthBytes)
    onLocated()
    return true
  }

  const read = async (found: readonly Interval[]): Promise<boolean> => {
    done = found.some((part) => sizeOf(part) > MAX_INDEX_BYTES)
    if (done || !found.every(isVerified)) return false
    done = true
    const parts = await Promise.all(found.map(async (part) => ({ begin: part.begin, bytes: await readHere(table, store, inTorrent(part), 'verified') })))
    const whole = parts.every(({ bytes }, i) => bytes.length === sizeOf(found[i] ?? { begin: 0, end: 0 }))
    const points = whole ? readIndex(parts, file.lengthBytes) : null
    if (points) onPoints(points)
    return false
  }

  /** Each step as far as the bytes allow; a piece that came meanwhile may allow one more. */
  const walk = async () => {
    do {
      missed = false
      while (!done && await (ranges ? settled ? read(ranges) : settle(ranges) : locate()));
    } while (missed && !done)
  }

  return {
    ranges: () => ranges,
    look: (piece) => {
      if (done || !touches(piece)) return
      missed = true
      if (busy) return
      busy = true
      walk().catch(() => { done = true }).finally(() => { busy = false })
    },
  }
}
