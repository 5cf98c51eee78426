import { describe, expect, it } from 'vitest'
import { hasNoWayToUs, isRefusedUnread } from './unfetched.ts'

describe('a device that took a film', () => {
  it('has no way to us when it asks for nothing within eight seconds of its player running', () => {
    expect([hasNoWayToUs('loading', 7999), hasNoWayToUs('loading', 8000)]).toEqual([false, true])
    expect(hasNoWayToUs('connecting', 60_000)).toBe(false)
    expect(hasNoWayToUs('buffering', null)).toBe(false)
  })

  it.each([
    ['at once', 500, 'cannotPlay', false, false], ['at once, and again', 500, 'cannotPlay', true, true], ['after a while', 4000, 'cannotPlay', false, true],
    ['as a form it does not take', 4000, 'formRefused', true, false], ['after it read', null, 'cannotPlay', true, false],
  ] as const)('and refuses it %s: that it could not read it', (_title, unfetchedMs, reason, refusedBefore, expected) => {
    expect(isRefusedUnread({ unfetchedMs, reason, refusedBefore })).toBe(expected)
  })
})
