/** Bytes of the default limit at most: films enough for an evening, and a small part of today's disks. */
export const MAX_DEFAULT_LIMIT_BYTES = 20 * 1000 ** 3
/** Below this a film in high definition does not even hold its window. */
export const MIN_LIMIT_BYTES = 256 * 1000 ** 2
/** What a torrent keeps besides pieces (its .torrent, which pieces are here, pictures of the seek bar), all of them together. */
const BESIDE_SHARE = 0.02
const MAX_BESIDE_BYTES = 64 * 1024 ** 2

/** The limit in force. */
export interface StorageLimit {
  /** Bytes of everything, as people are told. */
  readonly limitBytes: number
  /** Bytes that pieces may take on the disk. */
  readonly pieceBytes: number
  /** What sets it: the disk has no more, or the person wants no more. */
  readonly setBy: 'disk' | 'person'
}

/**
 * The room for pieces. `wishBytes`: the person's setting, null = half of what is free (what is stored already counts as
 * free) and at most 20 GB. A little is left for what is stored beside pieces. Never more than the disk has; an unknown
 * `freeBytes` (null) gives the most of the default.
 */
export function storageLimit(wishBytes: number | null, freeBytes: number | null, storedBytes: number): StorageLimit {
  const there = freeBytes === null ? Infinity : freeBytes + storedBytes
  const wish = wishBytes ?? Math.min(MAX_DEFAULT_LIMIT_BYTES, Math.floor(there / 2))
  const limit = Math.min(wish, there)
  return { limitBytes: limit, pieceBytes: Math.max(0, Math.floor(limit - Math.min(MAX_BESIDE_BYTES, limit * BESIDE_SHARE))), setBy: wishBytes === null || there < wishBytes ? 'disk' : 'person' }
}
