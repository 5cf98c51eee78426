import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matroskaTailDuration } from './tail-duration.ts'

const element = (id: readonly number[], body: readonly number[]) => [...id, 0x40 | (body.length >> 8), body.length & 255, ...body]
const block = (ticks: number) => element([0xa3], [0x81, (ticks >> 8) & 255, ticks & 255, 0, 1, 2, 3])
const group = (ticks: number) => element([0xa0], element([0xa1], [0x82, (ticks >> 8) & 255, ticks & 255, 0, 9]))
const cluster = (ms: number, ...blocks: readonly (readonly number[])[]) => element([0x1f, 0x43, 0xb6, 0x75], [...element([0xe7], [(ms >> 16) & 255, (ms >> 8) & 255, ms & 255]), ...blocks.flat()])

describe('the end of a Matroska film that does not tell its length', () => {
  it('is the last block of its last cluster', () => {
    expect(matroskaTailDuration(Uint8Array.from([9, 9, ...cluster(1000, block(5)), ...cluster(20_000, block(40), group(980), block(960))]))).toBe(20.98)
  })

  it('may be cut off in the middle of a block', () => {
    expect(matroskaTailDuration(Uint8Array.from([...cluster(20_000, block(40), block(80))].slice(0, -3)))).toBe(20.08)
  })

  it('is unknown without a cluster, and no bytes make it throw', () => {
    expect(matroskaTailDuration(new Uint8Array(100))).toBeNull()
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
      const sec = matroskaTailDuration(Uint8Array.from([0x1f, 0x43, 0xb6, 0x75, ...noise]))
      expect(sec === null || Number.isFinite(sec)).toBe(true)
    }))
  })
})
