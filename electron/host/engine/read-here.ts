import type { Interval } from '../../../shared/interval.ts'
import { pieceLength } from '../../../shared/window/blocks.ts'
import type { PieceStore } from './piece-store.ts'
import type { PieceTable } from './piece-table.ts'

/**
 * The torrent bytes from `bytes.begin` on that are here without a gap, from memory or disk, copied; fewer than asked for,
 * or none, when the rest is not. `received` takes blocks whose hash is still to come, `verified` does not. Fetches nothing.
 */
export async function readHere(table: PieceTable, store: PieceStore, bytes: Interval, trust: 'received' | 'verified'): Promise<Uint8Array> {
  const buffer = new Uint8Array(Math.max(0, bytes.end - bytes.begin))
  let at = bytes.begin
  while (at < bytes.end) {
    const got = await readOne(table, store, { begin: at, end: bytes.end }, trust, buffer.subarray(at - bytes.begin))
    if (got === 0) break
    at += got
  }
  return buffer.subarray(0, at - bytes.begin)
}

/** Bytes of one piece: a piece that has passed its hash may still be on its way to the disk. */
async function readOne(table: PieceTable, store: PieceStore, { begin, end }: Interval, trust: 'received' | 'verified', into: Uint8Array): Promise<number> {
  const piece = Math.floor(begin / table.geometry.pieceLengthBytes)
  const offset = begin - piece * table.geometry.pieceLengthBytes
  const verified = table.isVerified(piece)
  if (!verified && trust === 'verified') return 0
  const most = Math.min(end - begin, pieceLength(table.geometry, piece) - offset)
  const memory = table.inMemory(piece, offset, most)
  if (memory) into.set(memory)
  if (memory || !verified) return memory?.length ?? 0
  const outcome = await store.read({ begin, end: begin + most }, into)
  return outcome.ok ? most : 0
}
