import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains, intersect, interval, isEmpty, mergeAll, sizeOf, subtract } from './interval.ts'

const anyInterval = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })).map(([begin, end]) => interval(begin, end))
const insideAny = (parts: readonly { begin: number; end: number }[], n: number) => parts.some((part) => contains(part, n))

describe('intervals', () => {
  it('hold their begin and not their end', () => {
    expect(contains(interval(2, 4), 2)).toBe(true)
    expect(contains(interval(2, 4), 4)).toBe(false)
    expect(sizeOf(interval(2, 4))).toBe(2)
  })

  it('that end before they begin are empty', () => {
    expect(isEmpty(interval(4, 2))).toBe(true)
    expect(sizeOf(interval(4, 2))).toBe(0)
  })

  it('intersect to what both hold', () => {
    fc.assert(fc.property(anyInterval, anyInterval, fc.integer({ min: 0, max: 40 }), (a, b, n) => {
      expect(contains(intersect(a, b), n)).toBe(contains(a, n) && contains(b, n))
    }))
  })

  it('merge into a sorted list that holds the same numbers and has gaps between its members', () => {
    fc.assert(fc.property(fc.array(anyInterval), fc.integer({ min: 0, max: 40 }), (parts, n) => {
      const merged = mergeAll(parts)
      expect(insideAny(merged, n)).toBe(insideAny(parts, n))
      merged.forEach((part, i) => { if (i > 0) expect(part.begin).toBeGreaterThan(merged[i - 1]?.end ?? -1) })
    }))
  })

  it('subtract to what the first holds and no hole does', () => {
    fc.assert(fc.property(anyInterval, fc.array(anyInterval), fc.integer({ min: 0, max: 40 }), (from, holes, n) => {
      expect(insideAny(subtract(from, holes), n)).toBe(contains(from, n) && !insideAny(holes, n))
    }))
  })
})
