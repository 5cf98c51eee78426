import { describe, expect, it } from 'vitest'
import { fillingOf, shouldRest } from './fill-pause.ts'
import type { FillFacts } from './fill-pause.ts'

const RATE = 1_000_000
const slow = { reason: 'slowerThanBitrate', downloadBytesPerSec: RATE / 2, bitrateBytesPerSec: RATE, pauseSec: 40 } as const
const facts = (status: Partial<NonNullable<FillFacts['status']>> = {}, more: Partial<FillFacts> = {}): FillFacts => ({
  isDry: true, leftSec: 600, status: { cushionSec: 0, complete: false, downloadBytesPerSec: RATE / 2, bitrateBytesPerSec: RATE, stall: slow, ...status }, ...more,
})

describe('a film that runs dry', () => {
  it('rests when what comes is less than what it needs', () => {
    expect(shouldRest(facts())).toBe(true)
  })

  it('waits for the next part alone when the line is quick enough, or nobody knows', () => {
    expect(shouldRest(facts({ stall: { reason: 'buffering', haveBytes: 1, needBytes: 2, etaSec: 1, missingPieces: 1, peers: 3 } }))).toBe(false)
    expect(shouldRest(facts({ stall: null }))).toBe(false)
    expect(shouldRest({ ...facts(), status: null })).toBe(false)
  })

  it('does not rest while it moves', () => {
    expect(shouldRest(facts({}, { isDry: false }))).toBe(false)
  })
})

describe('a resting film', () => {
  it('goes on with half a minute in hand', () => {
    expect(fillingOf(facts({ cushionSec: 10 }))).toEqual({ haveSec: 10, needSec: 30, etaSec: 40 })
    expect(fillingOf(facts({ cushionSec: 30 }))).toBe(null)
  })

  it('goes on sooner near its end: with what makes it play through, at least five seconds', () => {
    expect(fillingOf(facts({}, { leftSec: 40 }))?.needSec).toBe(20)
    expect(fillingOf(facts({ downloadBytesPerSec: RATE * 0.99 }, { leftSec: 40 }))?.needSec).toBe(5)
    expect(fillingOf(facts({}, { leftSec: 3 }))?.needSec).toBe(3)
  })

  it.each([
    ['everything to the end is here', { complete: true }],
    ['the line has become quicker than the film', { downloadBytesPerSec: RATE }],
    ['nobody knows what the film needs', { bitrateBytesPerSec: null }],
  ])('goes on when %s', (_why, status) => {
    expect(fillingOf(facts(status))).toBe(null)
  })

  it('waits without a promise while nothing comes', () => {
    expect(fillingOf(facts({ downloadBytesPerSec: 0 }))?.etaSec).toBe(null)
  })
})
