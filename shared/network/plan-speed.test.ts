import { describe, expect, it } from 'vitest'
import { FIRST_SPEED, lowerLimit, planSpeed } from './plan-speed.ts'
import type { SpeedFacts, SpeedPlan } from './plan-speed.ts'

const film = (cushionSec: number, bitrateBytesPerSec: number | null = 500_000, complete = false) => ({ cushionSec, bitrateBytesPerSec, complete })
/** A line of 4 MB/s that was measured for long enough. */
const KNOWN: SpeedPlan = { ...FIRST_SPEED, phase: 'filling', lineBytesPerSec: 4_000_000, spans: 12, atMs: 1500 }
const SHARING: SpeedPlan = { ...KNOWN, phase: 'sharing' }
const now = (films: SpeedFacts['films'], downBytesPerSec = 1_000_000): SpeedFacts => ({ nowMs: 1500, downBytesPerSec, films })

/** What is planned after so many seconds of so many megabytes a second each. */
function runOn(first: SpeedPlan, megabytesPerSec: readonly number[], films: SpeedFacts['films'] = [film(0)]): SpeedPlan {
  return megabytesPerSec.reduce((plan, rate) => planSpeed(plan, { nowMs: plan.atMs + 1000, downBytesPerSec: rate * 1_000_000, films }), first)
}

const lineAfter = (...of: Parameters<typeof runOn>) => {
  const line = runOn(...of).lineBytesPerSec
  return line === null ? null : line / 1_000_000
}

describe('the automatic speed', () => {
  it.each<[string, SpeedPlan, SpeedFacts, SpeedPlan['phase'], number | null]>([
    ['has no limit while a film is not safe', KNOWN, now([film(20)]), 'filling', null],
    ['goes on without one until the film is safe for a minute', KNOWN, now([film(59)]), 'filling', null],
    ['leaves half of the line once it is', KNOWN, now([film(60)]), 'sharing', 2_000_000],
    ['keeps sharing while the cushion only sinks a little', SHARING, now([film(31)]), 'sharing', 2_000_000],
    ['gives everything again before a pause is near', SHARING, now([film(29)]), 'filling', null],
    ['gives everything at a jump', SHARING, now([film(0)]), 'filling', null],
    ['looks at the film that needs it most', SHARING, now([film(500), film(3)]), 'filling', null],
    ['leaves a film that needs more than half what it needs, and a third more', SHARING, now([film(100, 2_500_000)]), 'sharing', 3_250_000],
    ['adds up what several films need', SHARING, now([film(100, 1_000_000), film(100, 1_500_000)]), 'sharing', 3_250_000],
    ['asks nothing for a film that is all here', SHARING, now([film(10, 2_500_000, true)]), 'sharing', 2_000_000],
    ['gives everything to a film nobody knows the length of', SHARING, now([film(100, null)]), 'filling', null],
    ['shares when nobody watches', KNOWN, now([]), 'sharing', 2_000_000],
    ['measures before it shares', { ...KNOWN, spans: 1 }, now([]), 'measuring', null],
    ['never starves the protocol', { ...SHARING, lineBytesPerSec: 20_000 }, now([]), 'sharing', 50_000],
  ])('%s', (_what, last, facts, phase, down) => {
    expect(planSpeed(last, facts)).toMatchObject({ phase, downBytesPerSec: down })
  })

  it.each([[null, 50_000], [4_000_000, 200_000], [100_000, 50_000]])('of a line of %j, %d is given to others at most', (lineBytesPerSec, up) => {
    expect(planSpeed({ ...KNOWN, lineBytesPerSec }, now([film(0)])).upBytesPerSec).toBe(up)
  })

  it('takes the line for what came without a limit, and what comes with one for nothing', () => {
    expect(lineAfter(KNOWN, [6, 6, 6, 6, 6])).toBeCloseTo(6)
    expect(lineAfter(SHARING, [6, 6, 6, 6, 6], [])).toBe(4)
  })

  it('takes a burst for what it is: a line keeps it up for five seconds', () => {
    expect(lineAfter({ ...FIRST_SPEED, atMs: 1500 }, [5, 2, 1, 1, 1, 2, 2, 2, 2, 2])).toBeCloseTo(2)
  })

  it('knows no line before the first five seconds, and shares none before the next five', () => {
    expect(lineAfter({ ...FIRST_SPEED, atMs: 1500 }, [2, 2, 2, 2])).toBeNull()
    expect(runOn({ ...FIRST_SPEED, atMs: 1500 }, [2, 2, 2, 2, 2, 2, 2, 2, 2], []).phase).toBe('measuring')
    expect(runOn({ ...FIRST_SPEED, atMs: 1500 }, [2, 2, 2, 2, 2, 2, 2, 2, 2, 2], []).phase).toBe('sharing')
  })

  it('believes after a while that the line got slower', () => {
    const later = planSpeed(KNOWN, { nowMs: 1500 + 10 * 60_000, downBytesPerSec: 500_000, films: [film(0)] })
    expect(later.lineBytesPerSec).toBeCloseTo(2_000_000)
  })

  it('counts only the time in which something came', () => {
    expect(planSpeed(KNOWN, { nowMs: 9000, downBytesPerSec: 0, films: [] })).toMatchObject({ spans: 12, spanMs: 0 })
    expect(planSpeed({ ...FIRST_SPEED, atMs: 1000 }, { nowMs: 9000, downBytesPerSec: 1, films: [] })).toMatchObject({ spans: 1, spanMs: 0 })
  })

  it('stands back where the person’s own limit is lower', () => {
    expect([lowerLimit(null, null), lowerLimit(5, null), lowerLimit(null, 5), lowerLimit(5, 3)]).toEqual([null, 5, 5, 3])
  })
})
