import type { Interval } from '../interval.ts'

/**
 * The geometry of a torrent: pieces (hashed) and blocks (requested). A block is 16 KiB, the size every client answers
 * (BEP 3); the last block of a piece and the last piece may be shorter.
 */
export const BLOCK_BYTES = 16_384

export interface Geometry {
  readonly lengthBytes: number
  readonly pieceLengthBytes: number
}

/** Number of pieces. */
export function pieceCount({ lengthBytes, pieceLengthBytes }: Geometry): number {
  return Math.ceil(lengthBytes / pieceLengthBytes)
}

/** Length of a piece in bytes; the last one may be shorter, one past the end has 0. */
export function pieceLength({ lengthBytes, pieceLengthBytes }: Geometry, piece: number): number {
  return Math.max(0, Math.min(pieceLengthBytes, lengthBytes - piece * pieceLengthBytes))
}

/** Number of blocks of a piece. */
export function blockCount(geometry: Geometry, piece: number): number {
  return Math.ceil(pieceLength(geometry, piece) / BLOCK_BYTES)
}

/** Length of a block in bytes. */
export function blockLength(geometry: Geometry, piece: number, block: number): number {
  return Math.max(0, Math.min(BLOCK_BYTES, pieceLength(geometry, piece) - block * BLOCK_BYTES))
}

/** The pieces that hold any byte of the torrent interval; empty for an empty interval. */
export function piecesOf({ pieceLengthBytes }: Geometry, bytes: Interval): Interval {
  if (bytes.end <= bytes.begin) return { begin: Math.floor(bytes.begin / pieceLengthBytes), end: Math.floor(bytes.begin / pieceLengthBytes) }
  return { begin: Math.floor(bytes.begin / pieceLengthBytes), end: Math.ceil(bytes.end / pieceLengthBytes) }
}

/** The torrent bytes of a run of pieces, cut at the end of the torrent. */
export function bytesOf({ lengthBytes, pieceLengthBytes }: Geometry, pieces: Interval): Interval {
  return { begin: Math.min(lengthBytes, pieces.begin * pieceLengthBytes), end: Math.min(lengthBytes, pieces.end * pieceLengthBytes) }
}

/** A set of pieces, most significant bit first as on the wire (BEP 3 bitfield). */
export interface ReadonlyBitfield {
  get(piece: number): boolean
}

/** Torrent byte runs inside `bytes` whose pieces are all set in `have`: sorted, disjoint, clipped to `bytes`. */
export function haveRuns(geometry: Geometry, have: ReadonlyBitfield, bytes: Interval): Interval[] {
  const runs: Interval[] = []
  const pieces = piecesOf(geometry, bytes)
  let from = -1
  for (let piece = pieces.begin; piece <= pieces.end; piece++) {
    const here = piece < pieces.end && have.get(piece)
    if (here && from < 0) from = piece
    if (here || from < 0) continue
    const run = bytesOf(geometry, { begin: from, end: piece })
    runs.push({ begin: Math.max(run.begin, bytes.begin), end: Math.min(run.end, bytes.end) })
    from = -1
  }
  return runs
}
