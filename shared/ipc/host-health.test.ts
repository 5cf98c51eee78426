import { describe, expect, it } from 'vitest'
import { judgeHeartbeat, planRestart } from './host-health.ts'

const limits = { tickMs: 1000, hungAfterMs: 3000 }

describe('the heartbeat', () => {
  it.each([
    ['is alive when heard within the limit', { nowMs: 10_000, lastTickMs: 9000, lastHeardMs: 7000, cpu: null }, 'alive'],
    ['is hung after a longer silence', { nowMs: 10_000, lastTickMs: 9000, lastHeardMs: 6999, cpu: null }, 'hung'],
    ['is hung when it was silent and had the processor', { nowMs: 10_000, lastTickMs: 9000, lastHeardMs: 6999, cpu: { usedMs: 1200, idleMs: 0 } }, 'hung'],
    ['is hung when it was silent and has not moved since', { nowMs: 10_000, lastTickMs: 9000, lastHeardMs: 6999, cpu: { usedMs: 300, idleMs: 2500 } }, 'hung'],
    ['is starved when it worked and hardly had the processor', { nowMs: 10_000, lastTickMs: 9000, lastHeardMs: 6999, cpu: { usedMs: 300, idleMs: 400 } }, 'starved'],
    ['is not starved for ever', { nowMs: 20_000, lastTickMs: 19_000, lastHeardMs: 9999, cpu: { usedMs: 300, idleMs: 400 } }, 'hung'],
    ['says nothing when the watcher itself came late', { nowMs: 310_000, lastTickMs: 9000, lastHeardMs: 9000, cpu: null }, 'slept'],
  ] as const)('%s', (_title, facts, verdict) => {
    expect(judgeHeartbeat(facts, limits)).toBe(verdict)
  })
})

describe('a crashed host', () => {
  it('is started again at once the first time', () => {
    expect(planRestart([500], 500)).toEqual({ kind: 'restart', delayMs: 0 })
  })
  it('is started again a little later the second time within a minute', () => {
    expect(planRestart([500, 30_000], 30_000)).toEqual({ kind: 'restart', delayMs: 1000 })
  })
  it('is given up after the third crash within a minute', () => {
    expect(planRestart([500, 30_000, 60_000], 60_000)).toEqual({ kind: 'giveUp', crashes: 3 })
  })
  it('is forgiven crashes older than a minute', () => {
    expect(planRestart([500, 30_000, 60_500], 60_500)).toEqual({ kind: 'restart', delayMs: 1000 })
  })
})
