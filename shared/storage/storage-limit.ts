/** Bytes of the default limit at most: films enough for an evening, and a small part of today's disks. */
export const MAX_DEFAULT_LIMIT_BYTES = 20 * 1000 ** 3
/** Below this a film in high definition does not even hold its window. */
export const MIN_LIMIT_BYTES = 256 * 1000 ** 2
/** What a torrent keeps besides pieces (its .torrent, which pieces are here, pictures of the seek bar), all of them together. */
const BESIDE_SHARE = 0.02
const MAX_BESIDE_BYTES = 64 * 1024 ** 2

/**
 * Bytes that pieces may take on the disk. `wishBytes`: the person's setting, null = half of what is free (what is stored
 * already counts as free) and at most 20 GB. A little is left for what is stored beside pieces. An unknown `freeBytes`
 * (null) gives the most of the default.
 */
export function pieceLimitBytes(wishBytes: number | null, freeBytes: number | null, storedBytes: number): number {
  const limit = wishBytes ?? Math.min(MAX_DEFAULT_LIMIT_BYTES, freeBytes === null ? Infinity : Math.floor((freeBytes + storedBytes) / 2))
  return Math.max(0, Math.floor(limit - Math.min(MAX_BESIDE_BYTES, limit * BESIDE_SHARE)))
}
