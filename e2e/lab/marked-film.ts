import { open } from 'node:fs/promises'
import path from 'node:path'

/** A film of any length that takes hardly any room: zeros with a number at every mebibyte, so that each piece is another one. */
export interface MarkedFilm {
  readonly path: string
  readonly lengthBytes: number
}

const MARK_EVERY = 1024 * 1024
const MARK_BYTES = 8

/** Writes it; holes take no room on the disk. */
export async function writeMarkedFilm(file: string, lengthBytes: number): Promise<MarkedFilm> {
  const handle = await open(file, 'w')
  try {
    await handle.truncate(lengthBytes)
    for (let at = 0; at + MARK_BYTES <= lengthBytes; at += MARK_EVERY) await handle.write(markAt(at), 0, MARK_BYTES, at)
  } finally {
    await handle.close()
  }
  return { path: path.resolve(file), lengthBytes }
}

/** What lies at an offset, for comparison. */
export function markedBytes(offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let at = Math.floor(offset / MARK_EVERY) * MARK_EVERY; at < offset + length; at += MARK_EVERY) {
    const mark = markAt(at)
    const from = Math.max(0, offset - at)
    if (from < MARK_BYTES) mark.copy(bytes, Math.max(0, at - offset), from)
  }
  return bytes
}

/** Never zero, so that a hole is not taken for it. */
function markAt(offset: number): Buffer {
  const mark = Buffer.alloc(MARK_BYTES)
  mark.writeBigUInt64BE(BigInt(offset) + 1n)
  return mark
}
