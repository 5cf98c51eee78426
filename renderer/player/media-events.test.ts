import { describe, expect, it } from 'vitest'
import type { MediaFacts } from './media-events.ts'
import { toClockReading, toPlayheadReport } from './media-events.ts'

const ranges = (...pairs: readonly (readonly [number, number])[]): MediaFacts['buffered'] => ({ length: pairs.length, start: (index) => pairs[index]?.[0] ?? 0, end: (index) => pairs[index]?.[1] ?? 0 })
const media: MediaFacts = { currentTime: 12, duration: 60, playbackRate: 1, seeking: false, ended: false, readyState: 4, buffered: ranges([0, 20], [30, 40]) }
const wish = { paused: false, timeSec: 12 }

describe('what the element says', () => {
  it('becomes a report to the planner', () => {
    expect(toPlayheadReport(media, 's1', wish)).toEqual({ streamId: 's1', currentTimeSec: 12, durationSec: 60, rate: 1, paused: false, seeking: false, waiting: false, source: 'page' })
  })

  it.each([[Number.NaN], [Infinity], [0]])('a length of %d is not known', (duration) => {
    expect(toPlayheadReport({ ...media, duration }, 's1', wish).durationSec).toBeNull()
  })

  it('an element without data for the next moment waits, except at the end', () => {
    expect(toPlayheadReport({ ...media, readyState: 2 }, 's1', wish).waiting).toBe(true)
    expect(toPlayheadReport({ ...media, readyState: 2, ended: true }, 's1', wish).waiting).toBe(false)
  })

  it('the clock shows where the person wants to be and keeps the length while the film is loaded again', () => {
    expect(toClockReading({ ...media, duration: Number.NaN }, 50, 60)).toEqual({ currentTimeSec: 50, durationSec: 60, buffered: [{ begin: 0, end: 20 }, { begin: 30, end: 40 }] })
  })
})
