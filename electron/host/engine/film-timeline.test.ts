import { describe, expect, it } from 'vitest'
import { byteAt, durationOf } from '../../../shared/window/time-map.ts'
import { createFilmTimeline } from './film-timeline.ts'

const LENGTH = 10_000_000
const DURATION = 100

function makeTimeline() {
  const clock = { nowMs: 0 }
  const timeline = createFilmTimeline(LENGTH, () => clock.nowMs)
  const report = (currentTimeSec: number, seeking = false, durationSec: number | null = DURATION) => {
    timeline.reported({ currentTimeSec, durationSec, seeking })
  }
  const read = (byte: number, waits = true) => {
    timeline.readOpened(byte)
    if (waits) timeline.readWaits()
  }
  const at = (timeSec: number) => {
    const map = timeline.map()
    return map && byteAt(map, timeSec)
  }
  return { clock, timeline, report, read, at }
}

describe('the timeline of a film', () => {
  it('is unknown until somebody knows the duration, then straight', () => {
    const { report, at } = makeTimeline()
    report(0, false, null)
    expect(at(50)).toBeNull()
    report(0)
    expect(at(50)).toBe(5_000_000)
  })

  it('is that of the index, before the player says a word', () => {
    const { timeline, at } = makeTimeline()
    timeline.indexRead({ durationSec: DURATION, points: [{ timeSec: 50, byte: 8_000_000 }] })
    expect(at(50)).toBe(8_000_000)
  })

  it('runs by the duration the player tells, through the points of the index', () => {
    const { timeline, report, at } = makeTimeline()
    timeline.indexRead({ durationSec: DURATION, points: [{ timeSec: 50, byte: 8_000_000 }] })
    report(0, false, 120)
    expect(at(50)).toBe(8_000_000)
    const map = timeline.map()
    expect(map && durationOf(map)).toBe(120)
  })
})

describe('a jump that lands', () => {
  it('teaches where its second lies when there is no index', () => {
    const { report, read, at } = makeTimeline()
    report(10)
    report(50, true)
    read(8_000_000)
    report(50)
    expect(at(50)).toBe(8_000_000)
  })

  it('may have its read opened a little before the player tells of it', () => {
    const { clock, report, read, at } = makeTimeline()
    report(10)
    read(8_000_000)
    clock.nowMs = 300
    report(50, true)
    report(50.2)
    expect(at(50)).toBe(8_000_000)
  })

  it('is the last read opened: the ones before were looking for the place', () => {
    const { report, read, at } = makeTimeline()
    report(50, true)
    read(9_900_000)
    read(8_000_000)
    report(50)
    expect(at(50)).toBe(8_000_000)
  })

  it('is the last second asked for, when another came before it landed', () => {
    const { clock, report, read, at } = makeTimeline()
    report(20, true)
    clock.nowMs = 5000
    report(50, true)
    read(8_000_000)
    clock.nowMs = 30_000
    report(50)
    expect(at(50)).toBe(8_000_000)
    expect(at(20)).toBe(3_200_000)
  })

  it('teaches nothing by a read that had nothing to wait for, or that opened much later', () => {
    const { clock, report, read, at } = makeTimeline()
    report(50, true)
    read(8_000_000, false)
    report(50)
    report(60, true)
    clock.nowMs = 1500
    read(9_000_000)
    report(60)
    expect([at(50), at(60)]).toEqual([5_000_000, 6_000_000])
  })

  it('teaches nothing once the index is read', () => {
    const { timeline, report, read, at } = makeTimeline()
    timeline.indexRead({ durationSec: DURATION, points: [{ timeSec: 50, byte: 8_000_000 }] })
    report(50, true)
    read(3_000_000)
    report(50)
    expect(at(50)).toBe(8_000_000)
  })

  it('is kept when the player finds the film longer, and given up for the index', () => {
    const { timeline, report, read, at } = makeTimeline()
    report(50, true)
    read(8_000_000)
    report(50)
    report(51, false, 120)
    expect(at(50)).toBe(8_000_000)
    timeline.indexRead({ durationSec: 120, points: [{ timeSec: 50, byte: 7_000_000 }] })
    expect(at(50)).toBe(7_000_000)
  })

  it('teaches nothing when the page left before', () => {
    const { timeline, report, read, at } = makeTimeline()
    report(50, true)
    read(8_000_000)
    timeline.left()
    report(50)
    expect(at(50)).toBe(5_000_000)
  })
})
