import { describe, expect, it } from 'vitest'
import { createRequestPace } from './request-pace.ts'

const GAP_MS = 40

/** When requests go out after a first one at 1000 that each wait for their turn and then for a timer that is so much late. */
function sentAtMs(count: number, lateMs: number): readonly number[] {
  const pace = createRequestPace()
  pace.sent(1000 - GAP_MS, GAP_MS)
  pace.sent(1000, GAP_MS)
  return Array.from({ length: count }, () => {
    const nowMs = pace.nextAtMs() + lateMs
    pace.sent(nowMs, GAP_MS)
    return nowMs
  })
}

describe('the turns of requests', () => {
  it('are evenly spaced', () => {
    expect(sentAtMs(3, 0)).toEqual([1000, 1040, 1080])
  })

  it('are not pushed back by a timer that is a little late each time', () => {
    expect(sentAtMs(4, 15)).toEqual([1015, 1055, 1095, 1135])
  })

  it('that were missed are made up for once, not in one gulp', () => {
    const pace = createRequestPace()
    pace.sent(1000, GAP_MS)
    pace.sent(9000, GAP_MS)
    expect(pace.nextAtMs()).toBe(9000)
    pace.sent(9000, GAP_MS)
    expect(pace.nextAtMs()).toBe(9000 + GAP_MS)
  })

  it('do not exist without a gap', () => {
    const pace = createRequestPace()
    for (let request = 0; request < 5; request++) pace.sent(1000, 0)
    expect(pace.nextAtMs()).toBe(1000)
  })
})
