import { describe, expect, it } from 'vitest'
import { timeMapThrough } from '../../../shared/window/time-map.ts'
import { createCursorSet } from './cursors.ts'
import { readsUpTo } from './reads-up-to.ts'

const MB = 1e6
/** A film of 100 s and 100 MB whose player waits at second 70 and reads at a byte. */
function film({ readingAt = 20 * MB, playerWaits = true, isKnown = true }) {
  const cursors = createCursorSet(0, () => 0, () => undefined)
  cursors.open({ offsetBytes: readingAt, endBytes: 100 * MB, early: true })
  return readsUpTo({ cursors, timeMap: () => (isKnown ? timeMapThrough(100, 100 * MB, []) : null), playhead: () => ({ timeSec: 70, rate: 1, paused: false }), playerWaits: () => playerWaits }, 0)
}

describe('a player that does not know where a time lies', () => {
  it('is one that waits for a place far ahead of what it reads', () => {
    expect(film({})).toBe(true)
    expect(film({ readingAt: 60 * MB })).toBe(false)
    expect(film({ readingAt: 99 * MB })).toBe(false)
    expect(film({ playerWaits: false })).toBe(false)
    expect(film({ isKnown: false })).toBe(false)
  })
})
