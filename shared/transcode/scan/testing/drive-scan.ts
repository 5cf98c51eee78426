import type { KeyframeScan } from '../keyframe-scan.ts'

/** Gives a scan what it wants of a film, `chunkBytes` at a time, until it ends or 100 000 times; answers how many bytes it read. */
export function driveScan(scan: KeyframeScan, film: Uint8Array, chunkBytes = 4096): number {
  let read = 0
  for (let i = 0; i < 100_000 && scan.state() === 'scanning'; i++) {
    const { at, bytes } = scan.wants()
    const given = film.slice(at, at + Math.max(bytes, chunkBytes))
    read += given.length
    scan.push(given)
  }
  return read
}
