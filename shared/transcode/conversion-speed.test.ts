import { describe, expect, it } from 'vitest'
import { conversionSpeed } from './conversion-speed.ts'

const made = [{ endSec: 10, atMs: 5000 }, { endSec: 12, atMs: 6000 }, { endSec: 16, atMs: 7000 }]

describe('the speed of a conversion', () => {
  it.each([
    ['is that of the last cells', { made, cellSec: 2, spentMs: 100 }, 3],
    ['is unknown before the second cell', { made: made.slice(0, 1), cellSec: 2, spentMs: 1900 }, null],
    ['is unknown before anything', { made: [], cellSec: 2, spentMs: 0 }, null],
    ['is seen to be too low before the first cell is done', { made: [], cellSec: 2, spentMs: 10_000 }, 0.2],
    ['falls while one cell takes long', { made, cellSec: 2, spentMs: 4000 }, 0.5],
  ] as const)('%s', (_title, facts, speed) => {
    expect(conversionSpeed(facts)).toBe(speed)
  })
})
