import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { toPng } from './png.ts'

it('an indexed picture becomes a PNG with its palette, its opacities and its rows', () => {
  const palette = new Uint8Array(1024)
  palette.set([255, 0, 0, 128], 4)
  const png = toPng({ width: 2, height: 2, pixels: Uint8Array.of(0, 1, 1, 0), palette })
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'])
  expect([...(chunks.get('IHDR') ?? [])]).toEqual([0, 0, 0, 2, 0, 0, 0, 2, 8, 3, 0, 0, 0])
  expect([...(chunks.get('PLTE')?.subarray(3, 6) ?? [])]).toEqual([255, 0, 0])
  expect(chunks.get('tRNS')?.[1]).toBe(128)
  expect([...inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0))]).toEqual([0, 0, 1, 0, 1, 0])
})
