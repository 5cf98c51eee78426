import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anchor, bitrateAround, byteAt, durationOf, isKeyFrameKnown, keyFrameAt, linearTimeMap, secAt, timeMapThrough } from './time-map.ts'
import type { TimeMap } from './time-map.ts'

const DURATION = 100
const LENGTH = 10_000_000
/** The first minute holds half of the bytes, the rest is calm. */
const uneven = timeMapThrough(DURATION, LENGTH, [{ timeSec: 20, byte: 5_000_000 }])

const anyPoint = fc.record({ timeSec: fc.integer({ min: -1000, max: 101_000 }).map((ms) => ms / 1000), byte: fc.integer({ min: -100, max: LENGTH + 100 }) })
const anyMap: fc.Arbitrary<TimeMap> = fc.array(anyPoint, { maxLength: 20 }).map((points) => timeMapThrough(DURATION, LENGTH, points))
const anyTime = fc.double({ min: 0, max: DURATION, noNaN: true })

describe('a time map', () => {
  it('with nothing known is a straight line', () => {
    const map = linearTimeMap(DURATION, LENGTH)
    expect(byteAt(map, 25)).toBe(2_500_000)
    expect(secAt(map, 7_500_000)).toBe(75)
    expect(durationOf(map)).toBe(DURATION)
  })

  it('bends through what was learned', () => {
    expect(byteAt(uneven, 10)).toBe(2_500_000)
    expect(byteAt(uneven, 60)).toBe(7_500_000)
    expect(secAt(uneven, 5_000_000)).toBe(20)
  })

  it('leaves out points outside the film and points that would make it fall', () => {
    const map = timeMapThrough(DURATION, LENGTH, [{ timeSec: 50, byte: 6_000_000 }, { timeSec: 60, byte: 1_000_000 }, { timeSec: 150, byte: 5 }, { timeSec: 70, byte: LENGTH + 1 }, { timeSec: -1, byte: 0 }])
    expect(map.points).toEqual([{ timeSec: 0, byte: 0 }, { timeSec: 50, byte: 6_000_000 }, { timeSec: DURATION, byte: LENGTH }])
  })

  it('keeps the first of two points of the same time', () => {
    const map = timeMapThrough(DURATION, LENGTH, [{ timeSec: 50, byte: 4_000_000 }, { timeSec: 50, byte: 5_000_000 }])
    expect(map.points).toHaveLength(3)
  })

  it('is clamped to the film at both ends', () => {
    fc.assert(fc.property(anyMap, fc.double({ min: 0, max: 1e6, noNaN: true }), (map, beyond) => {
      expect(byteAt(map, -beyond)).toBe(0)
      expect(byteAt(map, DURATION + beyond)).toBe(LENGTH)
      expect(secAt(map, LENGTH + beyond)).toBe(DURATION)
    }))
  })

  it('never goes backwards, in either direction', () => {
    fc.assert(fc.property(anyMap, anyTime, anyTime, (map, a, b) => {
      const [earlier, later] = [Math.min(a, b), Math.max(a, b)]
      expect(byteAt(map, earlier)).toBeLessThanOrEqual(byteAt(map, later))
      expect(secAt(map, byteAt(map, earlier))).toBeLessThanOrEqual(secAt(map, byteAt(map, later)))
    }))
  })

  it('comes back to the same byte after a round trip', () => {
    fc.assert(fc.property(anyMap, fc.integer({ min: 0, max: LENGTH }), (map, byte) => {
      // between two points at the same byte any of their times is right, and all lead back
      expect(Math.abs(byteAt(map, secAt(map, byte)) - byte)).toBeLessThanOrEqual(1)
    }))
  })
})

describe('a point that was seen', () => {
  const line = linearTimeMap(DURATION, LENGTH)

  it('bends the map', () => {
    const map = anchor(line, { timeSec: 50, byte: 8_000_000 })
    expect(byteAt(map, 50)).toBe(8_000_000)
    expect(byteAt(map, 25)).toBe(4_000_000)
  })

  it('is kept beside others it agrees with', () => {
    const map = anchor(anchor(line, { timeSec: 50, byte: 8_000_000 }), { timeSec: 25, byte: 1_000_000 })
    expect([25, 50].map((timeSec) => byteAt(map, timeSec))).toEqual([1_000_000, 8_000_000])
  })

  it('is believed more than those it contradicts', () => {
    const map = anchor(anchor(line, { timeSec: 50, byte: 8_000_000 }), { timeSec: 60, byte: 7_000_000 })
    expect(map.points).toEqual([{ timeSec: 0, byte: 0 }, { timeSec: 60, byte: 7_000_000 }, { timeSec: DURATION, byte: LENGTH }])
  })

  it('takes the place of one less than a second away, so that a map never grows without end', () => {
    let map = line
    for (let i = 0; i < 1000; i++) map = anchor(map, { timeSec: 50 + (i % 9) / 10, byte: 5_000_000 + i })
    expect(map.points).toHaveLength(3)
  })

  it('outside the film changes nothing', () => {
    for (const seen of [{ timeSec: 0, byte: 5 }, { timeSec: DURATION, byte: 5 }, { timeSec: 5, byte: -1 }, { timeSec: 5, byte: LENGTH + 1 }, { timeSec: NaN, byte: 5 }]) expect(anchor(line, seen)).toBe(line)
  })

  it('lies on the map, which still never goes backwards', () => {
    fc.assert(fc.property(anyMap, anyPoint, anyTime, anyTime, (map, seen, a, b) => {
      const bent = anchor(map, seen)
      if (bent !== map) expect(byteAt(bent, seen.timeSec)).toBe(seen.byte)
      expect(byteAt(bent, Math.min(a, b))).toBeLessThanOrEqual(byteAt(bent, Math.max(a, b)))
    }))
  })
})

describe('the key frame before a time', () => {
  const indexed = timeMapThrough(100, 100_000, [{ timeSec: 44, byte: 40_000 }, { timeSec: 46, byte: 47_000 }])

  it('is the last point the index told before it', () => {
    expect([keyFrameAt(indexed, 45), isKeyFrameKnown(indexed, 45)]).toEqual([40_000, true])
  })
  it('is not known far from every point: then the byte of the time itself stands for it', () => {
    expect([keyFrameAt(indexed, 73), isKeyFrameKnown(indexed, 73)]).toEqual([byteAt(indexed, 73), false])
    expect(isKeyFrameKnown(linearTimeMap(100, 100_000), 45)).toBe(false)
  })
})

describe('the bitrate around a time', () => {
  it('is that of the seconds that follow', () => {
    expect(bitrateAround(uneven, 0, 10)).toBeCloseTo(250_000)
    expect(bitrateAround(uneven, 50, 10)).toBeCloseTo(62_500)
  })

  it('near the end is that of the last seconds', () => {
    expect(bitrateAround(uneven, 99.9, 10)).toBeCloseTo(62_500)
    expect(bitrateAround(uneven, 1000, 10)).toBeCloseTo(62_500)
  })

  it('of a film shorter than the span is its mean', () => {
    expect(bitrateAround(linearTimeMap(5, 500), 1, 30)).toBeCloseTo(100)
  })

  it('is never negative, endless or unknown', () => {
    fc.assert(fc.property(anyMap, fc.double({ min: -100, max: 1000, noNaN: true }), fc.double({ min: 0.1, max: 1000, noNaN: true }), (map, from, span) => {
      const rate = bitrateAround(map, from, span)
      expect(Number.isFinite(rate) && rate >= 0).toBe(true)
    }))
  })
})
