import { describe, expect, it } from 'vitest'
import type { ReportedClock } from './report-due.ts'
import { isReportDue } from './report-due.ts'

const clock: ReportedClock = { streamId: 's1', currentTimeSec: 10, durationSec: 60, rate: 1, paused: false, seeking: false, waiting: false }
const last = { clock, sentMs: 1000 }

describe('when a playhead report is due', () => {
  it('the first one is', () => {
    expect(isReportDue(null, clock, 0)).toBe(true)
  })

  const table: readonly (readonly [string, Partial<ReportedClock>, number, boolean])[] = [
    ['time passing by is not, within half a second', { currentTimeSec: 10.25 }, 1250, false],
    ['time passing by is, after half a second', { currentTimeSec: 10.5 }, 1500, true],
    ['a clock that stands still is not repeated', {}, 9000, false],
    ['a pause is, at once', { paused: true }, 1010, true],
    ['a jump is, at once', { seeking: true, currentTimeSec: 50 }, 1010, true],
    ['a jump within a jump is, at once', { currentTimeSec: 20 }, 1010, true],
    ['a jump back is, at once', { currentTimeSec: 5 }, 1010, true],
    ['another speed is, at once', { rate: 2 }, 1010, true],
    ['running dry is, at once', { waiting: true }, 1010, true],
    ['another stream is, at once', { streamId: 's2' }, 1010, true],
  ]
  it.each(table)('%s', (_name, change, nowMs, expected) => {
    expect(isReportDue(last, { ...clock, ...change }, nowMs)).toBe(expected)
  })

  it('at four events a second two a second are sent', () => {
    let sent: { clock: ReportedClock; sentMs: number } | null = null
    let count = 0
    for (let ms = 0; ms <= 10_000; ms += 250) {
      const next = { ...clock, currentTimeSec: 10 + ms / 1000 }
      if (!isReportDue(sent, next, ms)) continue
      sent = { clock: next, sentMs: ms }
      count += 1
    }
    expect(count).toBe(21)
  })
})
