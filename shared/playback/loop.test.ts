import { describe, expect, it } from 'vitest'
import type { Loop } from './loop.ts'
import { endsWithFilm, stepLoop, untilLoop } from './loop.ts'

describe('repeating a part', () => {
  it.each<[string, Loop | null, number, Loop | null]>([
    ['begins where it was asked for', null, 7, { fromSec: 7, toSec: null }],
    ['ends at the second press', { fromSec: 7, toSec: null }, 12, { fromSec: 7, toSec: 12 }],
    ['may be marked from its end', { fromSec: 12, toSec: null }, 7, { fromSec: 7, toSec: 12 }],
    ['is given up at the third press', { fromSec: 7, toSec: 12 }, 9, null],
    ['is given up when it would be no part', { fromSec: 7, toSec: null }, 7.2, null],
  ])('%s', (_name, loop, nowSec, expected) => {
    expect(stepLoop(loop, nowSec)).toEqual(expected)
  })

  it.each([[9, 3], [7, 5], [12, null], [30, null], [2, null]])('at second %d has %s seconds left', (nowSec, expected) => {
    expect(untilLoop({ fromSec: 7, toSec: 12 }, nowSec)).toBe(expected)
  })

  it('has no end to wait for before one is set', () => {
    expect(untilLoop({ fromSec: 7, toSec: null }, 9)).toBeNull()
  })

  it.each([[12, true], [12.3, true], [14, false], [null, false]])('of a film of %s seconds reaches its end: %s', (durationSec, expected) => {
    expect(endsWithFilm({ fromSec: 7, toSec: 12 }, durationSec)).toBe(expected)
  })
})
