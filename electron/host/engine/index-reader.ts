import type { Interval } from '../../../shared/interval.ts'
import type { MetainfoFile } from '../../../shared/torrent/metainfo.ts'
import { bytesOf, haveRuns, piecesOf } from '../../../shared/window/blocks.ts'
import type { IndexPoints } from '../../../shared/window/index-points.ts'
import { locateIndex } from '../../../shared/window/index-range.ts'
import { isobmffPoints } from '../../../shared/window/isobmff-points.ts'
import { matroskaPoints } from '../../../shared/window/matroska-points.ts'
import type { PieceStore } from './piece-store.ts'
import type { PieceTable } from './piece-table.ts'

/**
 * Finds out where a file keeps its index as soon as its first block is here, and reads the index once it is verified.
 * It fetches nothing: the window does, by the ranges found here.
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
  readonly onLocated: () => void
  readonly onPoints: (points: IndexPoints) => void
}

/** Bytes of the head in which the first boxes and elements are looked for. */
const HEAD_BYTES = 65_536
/** The index of a film of ten hours; a larger one is left unread, the time map then stays a straight line. */
const MAX_INDEX_BYTES = 64 * 1024 * 1024

export function createIndexReader({ file, table, store, onLocated, onPoints }: IndexReaderWorld): IndexReader {
  const begin = file.offsetBytes
  const headPieces = piecesOf(table.geometry, { begin, end: begin + Math.min(file.lengthBytes, HEAD_BYTES) })
  let ranges: readonly Interval[] | null = null
  let busy = false
  let done = false

  const inTorrent = (part: Interval): Interval => ({ begin: part.begin + begin, end: part.end + begin })
  const isHere = (part: Interval) => haveRuns(table.geometry, { get: table.isVerified }, inTorrent(part)).some((run) => run.end - run.begin === part.end - part.begin)
  const read = async (part: Interval) => {
    const outcome = await store.read(inTorrent(part))
    return outcome.ok ? outcome.value : null
  }

  /** A hint only, so that blocks will do whose hash is still to come. The memory is borrowed: it is copied at once. */
  const readHead = async (): Promise<Uint8Array | null> => {
    const offset = begin - bytesOf(table.geometry, { begin: headPieces.begin, end: headPieces.begin + 1 }).begin
    const most = Math.min(HEAD_BYTES, file.lengthBytes)
    const here = table.inMemory(headPieces.begin, offset, most)
    if (here) return here.slice()
    return table.isVerified(headPieces.begin) ? read({ begin: 0, end: Math.min(most, table.geometry.pieceLengthBytes - offset) }) : null
  }

  const locate = async () => {
    const head = await readHead()
    const location = head ? locateIndex(head, file.lengthBytes) : null
    if (location?.kind !== 'found') return
    ranges = location.ranges
    onLocated()
  }

  const readIndex = async (found: readonly Interval[]) => {
    const last = found.at(-1)
    const head = { begin: 0, end: Math.min(HEAD_BYTES, file.lengthBytes) }
    if (!last || last.end - last.begin > MAX_INDEX_BYTES) { done = true; return }
    if (!isHere(last) || !isHere(head)) return
    done = true
    const [headBytes, indexBytes] = [await read(head), await read(last)]
    if (!headBytes || !indexBytes) return
    const points = isobmffPoints(indexBytes) ?? matroskaPoints(found.length > 1 ? headBytes : indexBytes, found.length > 1 ? indexBytes : null)
    if (points) onPoints(points)
  }

  return {
    ranges: () => ranges,
    look: (piece) => {
      if (busy || done) return
      const step = ranges ? readIndex(ranges) : piece >= headPieces.begin && piece < headPieces.end ? locate() : null
      if (!step) return
      busy = true
      step.catch(() => { done = true }).finally(() => { busy = false })
    },
  }
}
