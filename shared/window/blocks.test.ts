import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains } from '../interval.ts'
import { BLOCK_BYTES, blockCount, blockLength, bytesOf, haveRuns, pieceCount, pieceLength, piecesOf } from './blocks.ts'
import type { Geometry } from './blocks.ts'

const anyGeometry = fc.record({ lengthBytes: fc.integer({ min: 1, max: 400_000 }), pieceLengthBytes: fc.constantFrom(16_384, 32_768, 40_000, 65_536) })
const withBytes = anyGeometry.chain((geometry) => fc.tuple(fc.constant(geometry), fc.integer({ min: 0, max: geometry.lengthBytes }), fc.integer({ min: 0, max: geometry.lengthBytes })))
  .map(([geometry, a, b]) => ({ geometry, bytes: { begin: Math.min(a, b), end: Math.max(a, b) } }))
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

describe('pieces and blocks', () => {
  it.each([
    [{ lengthBytes: 100_000, pieceLengthBytes: 32_768 }, 4, 1696],
    [{ lengthBytes: 65_536, pieceLengthBytes: 32_768 }, 2, 32_768],
    [{ lengthBytes: 1, pieceLengthBytes: 32_768 }, 1, 1],
  ])('of %o are %i, the last %i bytes long', (geometry: Geometry, count, last) => {
    expect(pieceCount(geometry)).toBe(count)
    expect(pieceLength(geometry, count - 1)).toBe(last)
  })

  it('past the end have no length', () => {
    const geometry = { lengthBytes: 100_000, pieceLengthBytes: 32_768 }
    expect(pieceLength(geometry, 4)).toBe(0)
    expect(blockCount(geometry, 4)).toBe(0)
    expect(blockLength(geometry, 3, 1)).toBe(0)
  })

  it('add up to the torrent, and no block is longer than 16 KiB', () => {
    fc.assert(fc.property(anyGeometry, (geometry) => {
      const pieces = numbers(pieceCount(geometry))
      expect(sum(pieces.map((piece) => pieceLength(geometry, piece)))).toBe(geometry.lengthBytes)
      for (const piece of pieces) {
        const blocks = numbers(blockCount(geometry, piece)).map((block) => blockLength(geometry, piece, block))
        expect(sum(blocks)).toBe(pieceLength(geometry, piece))
        expect(Math.max(...blocks)).toBeLessThanOrEqual(BLOCK_BYTES)
        expect(Math.min(...blocks)).toBeGreaterThan(0)
      }
    }))
  })
})

describe('the pieces of an interval', () => {
  it('are none for an empty interval', () => {
    expect(piecesOf({ lengthBytes: 100_000, pieceLengthBytes: 10_000 }, { begin: 25_000, end: 25_000 })).toEqual({ begin: 2, end: 2 })
  })

  it('end where the interval ends on a border', () => {
    expect(piecesOf({ lengthBytes: 100_000, pieceLengthBytes: 10_000 }, { begin: 10_000, end: 20_000 })).toEqual({ begin: 1, end: 2 })
    expect(piecesOf({ lengthBytes: 100_000, pieceLengthBytes: 10_000 }, { begin: 9_999, end: 20_001 })).toEqual({ begin: 0, end: 3 })
  })

  it('are exactly those that hold a byte of it, none outside the torrent', () => {
    fc.assert(fc.property(withBytes, ({ geometry, bytes }) => {
      const pieces = piecesOf(geometry, bytes)
      for (const piece of numbers(pieceCount(geometry) + 2)) {
        const own = bytesOf(geometry, { begin: piece, end: piece + 1 })
        const holds = own.begin < bytes.end && own.end > bytes.begin && bytes.end > bytes.begin
        expect(contains(pieces, piece)).toBe(holds)
      }
    }))
  })

  it('cover the interval again as bytes', () => {
    fc.assert(fc.property(withBytes, ({ geometry, bytes }) => {
      const covered = bytesOf(geometry, piecesOf(geometry, bytes))
      if (bytes.end > bytes.begin) expect(covered.begin <= bytes.begin && covered.end >= bytes.end).toBe(true)
      expect(covered.end).toBeLessThanOrEqual(geometry.lengthBytes)
    }))
  })
})

describe('the runs of what is there', () => {
  it('are clipped to what was asked for and join neighbours', () => {
    const geometry = { lengthBytes: 100, pieceLengthBytes: 10 }
    const have = new Set([1, 2, 5, 9])
    expect(haveRuns(geometry, { get: (piece) => have.has(piece) }, { begin: 15, end: 95 })).toEqual([{ begin: 15, end: 30 }, { begin: 50, end: 60 }, { begin: 90, end: 95 }])
  })

  it('are what looking at every byte finds: sorted, apart, inside', () => {
    fc.assert(fc.property(
      fc.record({ lengthBytes: fc.integer({ min: 1, max: 120 }), pieceLengthBytes: fc.integer({ min: 1, max: 17 }) }),
      fc.array(fc.boolean(), { minLength: 120, maxLength: 120 }), fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 120 }),
      (geometry, bits, a, b) => {
        const bytes = { begin: Math.min(a, b, geometry.lengthBytes), end: Math.min(Math.max(a, b), geometry.lengthBytes) }
        const runs = haveRuns(geometry, { get: (piece) => bits[piece] === true }, bytes)
        for (const byte of numbers(geometry.lengthBytes)) {
          const here = contains(bytes, byte) && bits[Math.floor(byte / geometry.pieceLengthBytes)] === true
          expect(runs.some((run) => contains(run, byte))).toBe(here)
        }
        runs.forEach((run, i) => {
          expect(run.end).toBeGreaterThan(run.begin)
          if (i > 0) expect(run.begin).toBeGreaterThan(runs[i - 1]?.end ?? -1)
        })
      }))
  })
})
