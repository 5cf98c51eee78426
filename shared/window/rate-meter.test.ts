import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRateMeter } from './rate-meter.ts'

/** 1000 bytes every 10 ms from fromMs on: 100 kB/s. */
function flow(meter: ReturnType<typeof createRateMeter>, fromMs: number, forMs: number): void {
  for (let at = fromMs; at < fromMs + forMs; at += 10) meter.add(1000, at)
}

describe('a rate meter', () => {
  it('without a sample reads nothing', () => {
    expect(createRateMeter(5000).over(1000, 12_345)).toBe(0)
  })

  it('reads the mean of a steady flow, whatever span is asked for', () => {
    const meter = createRateMeter(5000)
    flow(meter, 100_000, 10_000)
    for (const span of [100, 300, 1000, 5000, 60_000]) expect(meter.over(span, 109_999) / 100_000).toBeCloseTo(1, 1)
  })

  it('does not take the time before its first sample for silence', () => {
    const meter = createRateMeter(5000)
    flow(meter, 100_000, 1000)
    expect(meter.over(5000, 101_000)).toBeCloseTo(100_000, -4)
  })

  it('forgets what is older than its span', () => {
    const meter = createRateMeter(2000)
    flow(meter, 100_000, 1000)
    expect(meter.over(2000, 102_000)).toBeGreaterThan(0)
    expect(meter.over(2000, 103_500)).toBe(0)
  })

  it('reads nothing after the clock jumped forward, then what flows there', () => {
    const meter = createRateMeter(5000)
    flow(meter, 100_000, 5000)
    expect(meter.over(5000, 90_000_000)).toBe(0)
    flow(meter, 90_000_000, 10_000)
    expect(meter.over(5000, 90_010_000)).toBeCloseTo(100_000, -4)
  })

  it('reads what flows after the clock jumped far back', () => {
    const meter = createRateMeter(5000)
    flow(meter, 900_000, 5000)
    flow(meter, 100_000, 10_000)
    expect(meter.over(5000, 109_990)).toBeCloseTo(100_000, -4)
  })

  it('does not make one second after a jump back look like ten times its bytes', () => {
    const meter = createRateMeter(5000)
    flow(meter, 900_000, 5000)
    flow(meter, 100_000, 1000)
    expect(meter.over(5000, 101_000)).toBeLessThan(150_000)
  })

  it('survives a clock that stands still or trembles', () => {
    const meter = createRateMeter(5000)
    for (let i = 0; i < 100; i++) meter.add(1000, 50_000 - (i % 7))
    expect(meter.over(5000, 50_000)).toBeLessThanOrEqual(100_000 * 10)
    expect(meter.over(5000, 50_000)).toBeGreaterThan(0)
  })

  it('is never negative, endless or unknown, whatever the clock does', () => {
    const anyStep = fc.tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 10_000_000 }))
    fc.assert(fc.property(fc.array(anyStep), fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 20_000 }), (steps, spanMs, windowMs) => {
      const meter = createRateMeter(spanMs)
      const total = steps.reduce((sum, [bytes]) => sum + bytes, 0)
      for (const [bytes, nowMs] of steps) {
        meter.add(bytes, nowMs)
        const rate = meter.over(windowMs, nowMs)
        expect(rate).toBeGreaterThanOrEqual(0)
        expect(rate).toBeLessThanOrEqual(total * 10)
      }
    }))
  })
})
