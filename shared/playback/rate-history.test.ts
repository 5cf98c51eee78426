import { describe, expect, it } from 'vitest'
import { addSample, highestRate, rateLine } from './rate-history.ts'
import type { RateSample } from './rate-history.ts'

const at = (sec: number, down: number, up = 0): RateSample => ({ atMs: sec * 1000, downBytesPerSec: down, upBytesPerSec: up })

describe('the rates of the last two minutes', () => {
  it('forget what is older', () => {
    const kept = [0, 60, 119, 121].map((sec) => at(sec, sec)).reduce(addSample, [])
    expect(kept.map(({ atMs }) => atMs / 1000)).toEqual([60, 119, 121])
  })

  it('are never more than are drawn', () => {
    const many = Array.from({ length: 1000 }, (_, i) => at(i / 100, i)).reduce<readonly RateSample[]>(addSample, [])
    expect(many).toHaveLength(300)
  })

  it('are a line with the newest at the right', () => {
    const field = { nowMs: 120_000, most: 100, width: 240, height: 40 }
    expect(rateLine([at(60, 50), at(120, 100)], ({ downBytesPerSec }) => downBytesPerSec, field)).toBe('M120.0 20.0L240.0 0.0')
    expect(rateLine([at(60, 50)], ({ downBytesPerSec }) => downBytesPerSec, field)).toBe('')
  })

  it.each([[[at(1, 3, 9), at(2, 5)], 9], [[], 0]] as const)('have a highest one', (samples, expected) => {
    expect(highestRate(samples)).toBe(expected)
  })
})
