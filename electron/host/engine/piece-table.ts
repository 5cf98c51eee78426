import { createHash } from 'node:crypto'
import { BLOCK_BYTES, blockCount, blockLength, pieceCount, pieceLength } from '../../../shared/window/blocks.ts'
import type { Geometry } from '../../../shared/window/blocks.ts'
import { createMissingPieces } from '../../../shared/window/missing-pieces.ts'
import type { Holder, PartialPiece } from '../../../shared/window/pick-blocks.ts'

/**
 * Every piece of a torrent is in exactly one state: missing, partial (blocks asked for or received), complete (all
 * blocks here, hash running or being written) or verified. Only this file changes the state; readers are told by the
 * wake list of the caller.
 */
export type PieceState = 'missing' | 'partial' | 'complete' | 'verified'

export interface PieceTable {
  readonly geometry: Geometry
  readonly count: number
  state(piece: number): PieceState
  /** Verified, or its bytes have passed the hash and are being written. */
  isVerified(piece: number): boolean
  readonly verifiedBytes: () => number
  /** Most significant bit first, 1 = verified. */
  readonly bitfield: Uint8Array
  /** The first piece >= piece that still wants blocks; `count` when none does. */
  nextMissing(piece: number): number
  partial(piece: number): PartialPiece | null
  readonly partialPieces: () => Iterable<number>
  hold(piece: number, block: number, holder: Holder): void
  release(piece: number, block: number, peer: number): void
  /** Peers that were asked for the block, in order of asking. */
  holders(piece: number, block: number): readonly Holder[]
  /** Stores a block. `late`: it is here already or the piece is done; `wrong`: length or place do not fit. */
  receive(piece: number, block: number, bytes: Uint8Array, peer: number): 'stored' | 'completed' | 'late' | 'wrong'
  /** Checks a complete piece against its hash: its bytes, or null when they are wrong (then discard it). */
  verify(piece: number): Uint8Array | null
  /** Lets all blocks of a piece go; it is missing again. */
  discard(piece: number): void
  /** Who sent which block of a piece that is in memory. */
  contributions(piece: number): readonly Contribution[]
  /** The piece's bytes are safe on disk; memory is let go. */
  written(piece: number): void
  /** Marks pieces found on disk. */
  restore(piece: number): void
  /** Takes a verified piece back: its bytes on disk are gone or wrong. */
  forget(piece: number): void
  /**
   * Bytes at an offset of the piece that are in memory now (received, or complete and not written yet). Borrowed: to be
   * used or copied in the same turn, because the piece's buffer serves another piece once this one is on disk.
   */
  inMemory(piece: number, offset: number, maxBytes: number): Uint8Array | null
  /** Bytes of blocks held in memory. */
  readonly memoryBytes: () => number
}

export interface Contribution {
  readonly peer: number
  readonly offsetBytes: number
  readonly bytes: Uint8Array
}

interface Entry {
  readonly buffer: Buffer
  readonly received: Uint8Array
  readonly holders: (Holder[] | undefined)[]
  /** Who sent each block; 0 = not here. */
  readonly sources: Int32Array
  openBlocks: number
  missingBlocks: number
  /** Set once the hash fits. */
  verified: boolean
}

/** `hashes`: 20 bytes of SHA-1 a piece (BEP 3). */
export function createPieceTable(geometry: Geometry, hashes: Uint8Array): PieceTable {
  const count = pieceCount(geometry)
  const bitfield = new Uint8Array(Math.ceil(count / 8))
  const missing = createMissingPieces(count)
  const entries = new Map<number, Entry>()
  const spare = createSpareBuffers()
  let verifiedBytes = 0
  let memoryBytes = 0

  const has = (piece: number) => ((bitfield[piece >> 3] ?? 0) & (128 >> (piece & 7))) !== 0
  const setBit = (piece: number) => {
    if (has(piece)) return
    bitfield[piece >> 3] = (bitfield[piece >> 3] ?? 0) | (128 >> (piece & 7))
    verifiedBytes += pieceLength(geometry, piece)
  }

  const open = (piece: number): Entry => {
    const known = entries.get(piece)
    if (known) return known
    const blocks = blockCount(geometry, piece)
    const entry: Entry = {
      buffer: spare.take(pieceLength(geometry, piece)),
      received: new Uint8Array(blocks),
      holders: Array.from({ length: blocks }, () => undefined),
      sources: new Int32Array(blocks),
      openBlocks: blocks,
      missingBlocks: blocks,
      verified: false,
    }
    entries.set(piece, entry)
    return entry
  }

  const drop = (piece: number) => {
    const entry = entries.get(piece)
    if (!entry) return
    memoryBytes -= receivedBytes(piece, entry)
    entries.delete(piece)
    spare.give(entry.buffer)
  }
  const receivedBytes = (piece: number, entry: Entry) => entry.received.reduce((sum, here, block) => sum + (here ? blockLength(geometry, piece, block) : 0), 0)

  const fits = (piece: number) => {
    const entry = entries.get(piece)
    if (!entry) return false
    const digest = createHash('sha1').update(entry.buffer).digest()
    return digest.equals(hashes.subarray(piece * 20, piece * 20 + 20))
  }

  return {
    geometry,
    count,
    bitfield,
    state: (piece) => {
      const entry = entries.get(piece)
      if (has(piece)) return 'verified'
      if (!entry) return 'missing'
      return entry.missingBlocks === 0 ? 'complete' : 'partial'
    },
    isVerified: has,
    verifiedBytes: () => verifiedBytes,
    nextMissing: missing.next,
    partial: (piece) => {
      const entry = entries.get(piece)
      return entry && entry.missingBlocks > 0 ? entry : null
    },
    partialPieces: () => entries.keys(),
    hold: (piece, block, holder) => {
      const entry = open(piece)
      const list = entry.holders[block]
      if (list && list.length > 0) { list.push(holder); return }
      entry.holders[block] = [holder]
      if (entry.received[block] === 0) entry.openBlocks -= 1
    },
    release: (piece, block, peer) => {
      const entry = entries.get(piece)
      const list = entry?.holders[block]
      const at = list?.findIndex((holder) => holder.peer === peer) ?? -1
      if (!entry || !list || at < 0) return
      list.splice(at, 1)
      if (list.length > 0) return
      entry.holders[block] = undefined
      if (entry.received[block] === 0) entry.openBlocks += 1
      if (entry.missingBlocks === entry.received.length && entry.openBlocks === entry.received.length) drop(piece)
    },
    holders: (piece, block) => entries.get(piece)?.holders[block] ?? [],
    receive: (piece, block, bytes, peer) => {
      if (piece < 0 || piece >= count || bytes.length !== blockLength(geometry, piece, block) || bytes.length === 0) return 'wrong'
      if (has(piece)) return 'late'
      const entry = open(piece)
      if (entry.received[block] === 1) return 'late'
      entry.buffer.set(bytes, block * BLOCK_BYTES)
      entry.received[block] = 1
      entry.sources[block] = peer
      entry.missingBlocks -= 1
      if (!entry.holders[block]?.length) entry.openBlocks -= 1
      memoryBytes += bytes.length
      if (entry.missingBlocks > 0) return 'stored'
      missing.close(piece)
      return 'completed'
    },
    verify: (piece) => {
      const entry = entries.get(piece)
      if (!entry || !fits(piece)) return null
      entry.verified = true
      setBit(piece)
      return entry.buffer
    },
    discard: (piece) => {
      drop(piece)
      if (!has(piece)) missing.reopen(piece)
    },
    contributions: (piece) => {
      const entry = entries.get(piece)
      if (!entry) return []
      return [...entry.sources].map((peer, block) => {
        const offsetBytes = block * BLOCK_BYTES
        return { peer, offsetBytes, bytes: entry.buffer.subarray(offsetBytes, offsetBytes + blockLength(geometry, piece, block)) }
      })
    },
    written: drop,
    restore: (piece) => {
      setBit(piece)
      missing.close(piece)
    },
    forget: (piece) => {
      if (!has(piece)) return
      bitfield[piece >> 3] = (bitfield[piece >> 3] ?? 0) & ~(128 >> (piece & 7))
      verifiedBytes -= pieceLength(geometry, piece)
      drop(piece)
      missing.reopen(piece)
    },
    inMemory: (piece, offset, maxBytes) => {
      const entry = entries.get(piece)
      if (!entry) return null
      let end = offset
      const limit = Math.min(entry.buffer.length, offset + maxBytes)
      while (end < limit && (entry.verified || entry.received[Math.floor(end / BLOCK_BYTES)] === 1)) end = (Math.floor(end / BLOCK_BYTES) + 1) * BLOCK_BYTES
      return end > offset ? entry.buffer.subarray(offset, Math.min(end, limit)) : null
    },
    memoryBytes: () => memoryBytes,
  }
}

/** Buffers kept for the next piece: at full speed a new one per piece would be garbage faster than it is collected. */
const SPARE_BYTES = 32 * 1024 * 1024

interface SpareBuffers {
  take(bytes: number): Buffer
  give(buffer: Buffer): void
}

function createSpareBuffers(): SpareBuffers {
  const spare: Buffer[] = []
  return {
    take: (bytes) => {
      const at = spare.findIndex((buffer) => buffer.length === bytes)
      return spare.splice(at, at < 0 ? 0 : 1)[0] ?? Buffer.allocUnsafeSlow(bytes) // pages become resident as blocks arrive
    },
    give: (buffer) => {
      if ((spare.length + 1) * buffer.length <= SPARE_BYTES) spare.push(buffer)
    },
  }
}
