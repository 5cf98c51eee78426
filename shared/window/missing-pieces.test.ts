import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMissingPieces } from './missing-pieces.ts'

describe('the missing pieces', () => {
  it.each([0, 1, 31, 32, 33, 1024, 1025, 32_768, 100_000])('of a torrent of %d are all of them at first, then the last one, then none', (count) => {
    const missing = createMissingPieces(count)
    expect(missing.next(0)).toBe(0)
    expect(missing.next(count - 1)).toBe(Math.max(0, count - 1))
    for (let piece = 0; piece < count - 1; piece++) missing.close(piece)
    expect(missing.next(0)).toBe(Math.max(0, count - 1))
    missing.close(count - 1)
    expect(missing.next(0)).toBe(count)
    expect(missing.next(count + 5)).toBe(count)
  })

  it('are what a plain list of them says, whatever came and went', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('close', 'reopen', 'next'), fc.integer({ min: -2, max: 2100 })), { maxLength: 300 })
    fc.assert(fc.property(fc.integer({ min: 1, max: 2100 }), fc.boolean(), steps, (count, full, moves) => {
      const missing = createMissingPieces(count)
      const list = Array.from({ length: count }, () => full)
      if (!full) for (let piece = 0; piece < count; piece++) missing.close(piece)
      for (const [what, piece] of moves) {
        if (what === 'next') {
          const expected = list.findIndex((wanted, i) => wanted && i >= piece)
          expect(missing.next(piece)).toBe(expected < 0 ? count : expected)
          continue
        }
        missing[what](piece)
        if (piece >= 0 && piece < count) list[piece] = what === 'reopen'
      }
    }))
  })
})
