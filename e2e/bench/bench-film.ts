import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

/** Where things lie in a film, as a player would find out. Intervals are half-open, in bytes. */
export interface FilmLayout {
  readonly lengthBytes: number
  readonly durationSec: number
  readonly index: { readonly begin: number; readonly end: number }
  readonly pictures: { readonly begin: number; readonly end: number }
}

/** Finds the index (`moov`) and the pictures (`mdat`) of an MP4 by its top-level boxes (ISO/IEC 14496-12, 4.2). */
export async function readLayout(film: { readonly path: string; readonly lengthBytes: number }, durationSec: number): Promise<FilmLayout> {
  const file = await open(film.path, 'r')
  try {
    const boxes = await listBoxes(file, film.lengthBytes)
    const find = (kind: string) => boxes.find((box) => box.kind === kind) ?? missing(film.path, kind)
    return { lengthBytes: film.lengthBytes, durationSec, index: find('moov'), pictures: find('mdat') }
  } finally {
    await file.close()
  }
}

/** The byte at which the picture of that second stands; exact to about a second, as the bench's films have a constant rate. */
export function byteAt({ pictures, durationSec }: FilmLayout, sec: number): number {
  const share = Math.min(1, Math.max(0, sec / durationSec))
  return Math.round(pictures.begin + share * (pictures.end - pictures.begin))
}

/** The second whose picture stands at that byte. */
export function secAt({ pictures, durationSec }: FilmLayout, byte: number): number {
  const share = (byte - pictures.begin) / (pictures.end - pictures.begin)
  return Math.min(1, Math.max(0, share)) * durationSec
}

interface Box {
  readonly kind: string
  readonly begin: number
  readonly end: number
}

const HEADER_BYTES = 16

async function listBoxes(file: FileHandle, lengthBytes: number): Promise<readonly Box[]> {
  const boxes: Box[] = []
  const header = Buffer.alloc(HEADER_BYTES)
  for (let begin = 0; begin < lengthBytes;) {
    await file.read(header, 0, HEADER_BYTES, begin)
    const short = header.readUInt32BE(0)
    // A length of 1 means that the real one follows as 64 bits.
    const end = begin + (short === 1 ? Number(header.readBigUInt64BE(8)) : short)
    if (end <= begin) throw new Error(`a box at byte ${begin} has length ${short}`)
    boxes.push({ kind: header.toString('latin1', 4, 8), begin, end })
    begin = end
  }
  return boxes
}

function missing(path: string, kind: string): never {
  throw new Error(`${path} has no ${kind} box; the bench plays MP4 files`)
}
