import { crc32, deflateSync } from 'node:zlib'
import type { IndexedPicture } from '../../../shared/subtitles/picture.ts'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** An indexed picture as PNG with opacity (RFC 2083; colour type 3). */
export function toPng({ width, height, pixels, palette }: IndexedPicture): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  const entries = Array.from({ length: 256 }, (_, entry) => palette.subarray(entry * 4, entry * 4 + 4))
  const colours = Buffer.concat(entries.map((entry) => entry.subarray(0, 3)))
  const opacities = Buffer.from(entries.map((entry) => entry[3] ?? 0))
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('PLTE', colours), chunk('tRNS', opacities), chunk('IDAT', deflateSync(rows(width, height, pixels), { level: 4 })), chunk('IEND', Buffer.alloc(0))])
}

/** Every row behind the number of its filter, which is none. */
function rows(width: number, height: number, pixels: Uint8Array): Buffer {
  const filtered = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) filtered.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  return filtered
}

function chunk(name: string, body: Buffer): Buffer {
  const framed = Buffer.alloc(body.length + 12)
  framed.writeUInt32BE(body.length, 0)
  framed.write(name, 4, 'latin1')
  framed.set(body, 8)
  framed.writeUInt32BE(crc32(framed.subarray(4, body.length + 8)), body.length + 8)
  return framed
}
