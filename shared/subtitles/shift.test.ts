import { describe, expect, it } from 'vitest'
import { IN_TIME, delayedBy, syncToPoint, syncToPoints, toCueMs, toFilmMs } from './shift.ts'

describe('the delay', () => {
  it('goes in steps and meets 0 again', () => {
    expect(delayedBy({ delayMs: 1234, speed: 1 }, 50).delayMs).toBe(1300)
    expect(delayedBy(delayedBy(IN_TIME, 50), -50)).toEqual(IN_TIME)
  })
  it('is the film\'s moment less the line\'s when a line is spoken now', () => {
    expect(syncToPoint(IN_TIME, { cueMs: 10_000, filmMs: 12_345 })).toEqual({ delayMs: 2345, speed: 1 })
  })
})

describe('two lines that are spoken at known moments', () => {
  it('give delay and speed', () => {
    const timing = syncToPoints({ cueMs: 60_000, filmMs: 61_000 }, { cueMs: 3_660_000, filmMs: 3_811_000 })
    expect(timing).toEqual({ ok: true, value: { speed: 3750 / 3600, delayMs: expect.closeTo(-1500) } })
    if (timing.ok) expect(toFilmMs(timing.value, toCueMs(timing.value, 123_456))).toBeCloseTo(123_456)
  })
  it.each([
    ['too close to each other', { cueMs: 0, filmMs: 0 }, { cueMs: 59_000, filmMs: 59_000 }],
    ['of another film', { cueMs: 0, filmMs: 0 }, { cueMs: 100_000, filmMs: 300_000 }],
    ['in the wrong order', { cueMs: 0, filmMs: 100_000 }, { cueMs: 100_000, filmMs: 0 }],
  ])('are refused when they are %s', (_what, first, second) => {
    expect(syncToPoints(first, second).ok).toBe(false)
  })
})
