import { describe, expect, it } from 'vitest'
import { makeFilm } from '../lab/media.ts'
import { byteAt, readLayout, secAt } from './bench-film.ts'
import { drawPicture } from './draw-picture.ts'
import { advanceClock, startClock } from './media-clock.ts'
import { tableOf } from './print-table.ts'
import { PROGRAMS } from './programs.ts'
import { runBench } from './run-bench.ts'
import type { Scenario } from './scenarios.ts'
import { median, ratioToBest, summarize } from './summarize.ts'
import type { Figures } from './summarize.ts'

const FILM = { seconds: 10, bytesPerSec: 250_000 }
/** A swarm that is twice as fast as the film, a jump that is waited for and one that is not. */
const SHORT: Scenario = {
  name: 'oneFast', title: 'short', films: 2, pieceLengthBytes: 65_536,
  peers: [{ count: 1, bytesPerSec: 1_000_000, roundTripMs: [10, 10] }, { count: 1, bytesPerSec: 200_000, roundTripMs: [20, 20], silent: { afterBytes: 100_000 } }],
  steps: [{ kind: 'play', sec: 0.3 }, { kind: 'jump', toShare: 0.3, giveUpAfterSec: 0.2 }, { kind: 'jump', toShare: 0.7 }, { kind: 'play', sec: 0.3 }],
}
const LIMIT_MS = 60_000

it('a short bench of our own program gives every figure, the right bytes and no stall', async () => {
  const { signal } = new AbortController()
  const programs = PROGRAMS.filter(({ name }) => name === 'ours')
  const results = await runBench({ scenarios: [SHORT], programs, runs: 1, film: FILM, onRun: () => undefined, onScenario: () => undefined, signal })
  const ours = results.scenarios[0]?.programs[0]
  expect(ours?.failures).toEqual([])
  const { cpuSecPer100MB, peakRssBytes, ...timed } = ours?.summary ?? summarize([])
  expect(Object.entries(timed).filter(([, value]) => value === null || !Number.isFinite(value))).toEqual([])
  if (process.platform === 'linux') expect([cpuSecPer100MB, peakRssBytes].every((value) => value !== null && value > 0)).toBe(true)
  expect(timed).toMatchObject({ wrongSlices: 0, gaveUp: 0, stalls: 0 })
  expect(timed.firstByteSec).toBeLessThan(timed.canPlaySec ?? 0)
  expect(timed.bytesBeforePlay).toBeGreaterThan(2 * 2 * FILM.bytesPerSec)
}, LIMIT_MS)

describe('the film', () => {
  it('a second and its byte name the same place, and the index lies outside the pictures', async () => {
    const layout = await readLayout(await makeFilm({ kind: 'mp4IndexAtEnd', ...FILM }), FILM.seconds)
    for (const sec of [0, 2.5, 9.9, 10]) expect(secAt(layout, byteAt(layout, sec))).toBeCloseTo(sec, 4)
    expect(layout.index.begin).toBeGreaterThanOrEqual(layout.pictures.end)
  })
})

describe('the clock', () => {
  const at = (positionSec: number) => startClock(positionSec, 100)
  it('runs with the wall while there is something to show', () => {
    expect(advanceClock(at(5), 101, 9, 60)).toMatchObject({ positionSec: 6, playing: true, stalls: 0 })
  })
  it('stands still at the end of what is there, and that is a stall from the moment it ran out', () => {
    expect(advanceClock(at(5), 102, 6, 60)).toEqual({ positionSec: 6, playing: false, wallSec: 102, stalls: 1, stalledSec: 1 })
  })
  it('goes on when a second of film is there, and the wait is counted', () => {
    const stalled = advanceClock(at(5), 102, 6, 60)
    expect(advanceClock(stalled, 103, 6.9, 60)).toMatchObject({ playing: false, stalledSec: 2 })
    expect(advanceClock(stalled, 103, 7, 60)).toMatchObject({ playing: true, stalls: 1 })
  })
  it('the end of the film is no stall', () => {
    expect(advanceClock(at(59), 105, 60, 60)).toMatchObject({ positionSec: 60, stalls: 0 })
  })
})

describe('figures of several runs', () => {
  const run = (canPlaySec: number, stalls: number): Figures => ({ ...summarize([]), canPlaySec, stalls })
  it('waits count by their median, what must not happen by the worst run', () => {
    expect(summarize([run(1, 0), run(9, 1), run(2, 0)])).toMatchObject({ canPlaySec: 2, stalls: 1, firstByteSec: null })
  })
  it.each([[[], null], [[3], 3], [[4, 1], 2.5], [[9, 1, null, 2], 2]])('the median of %j is %j', (values, middle) => {
    expect(median(values)).toBe(middle)
  })
  it.each([[1, [4, 2, null], 0.5], [null, [4], null], [1, [], null], [1, [0], null]])('%j against %j is %j', (ours, peers, ratio) => {
    expect(ratioToBest(ours, peers)).toBe(ratio)
  })
})

describe('what is shown', () => {
  const program = (name: 'ours' | 'wt3', canPlaySec: number) => ({ name, title: name, summary: { ...summarize([]), canPlaySec }, runs: [], failures: name === 'wt3' ? ['no port'] : [] })
  const scenario = (ours: number) => ({ name: 'eightSlow' as const, title: 'eight slow', programs: [program('ours', ours), program('wt3', 2)] })
  it.each([[1.2, /can play +1\.20 s +2\.00 s +0\.60 {2}within 0\.65/], [1.6, /0\.80 {2}ABOVE 0\.65/]])('with %j s against 2 s the table says %s', (ours, line) => {
    expect(tableOf(scenario(ours))).toMatch(line)
    expect(tableOf(scenario(ours))).toMatch(/wt3 failed: no port/)
  })
  it.each<[Partial<Figures>, RegExp]>([
    [{ wastedShare: 0.02 }, /wasted +2\.0 % +- +within 2\.0 %/],
    [{ wastedShare: 0.021 }, /wasted +2\.1 % +- +ABOVE 2\.0 %/],
    [{ swarmUsedShare: 0.94 }, /swarm used +94\.0 % +- +BELOW 95\.0 %/],
    [{ swarmUsedShare: 0.96 }, /swarm used +96\.0 % +- +within 95\.0 %/],
    [{ stalls: 1 }, /stalls +1 +- +ABOVE 0/],
  ])('of %j the table says whether it keeps to its bound', (figures, line) => {
    const { programs: [ours, peer], ...rest } = scenario(1)
    const programs = [{ ...(ours ?? program('ours', 1)), summary: { ...summarize([]), ...figures } }, peer ?? program('wt3', 2)]
    expect(tableOf({ ...rest, programs })).toMatch(line)
  })
  it('the longest bar of a row is the slowest program', () => {
    // The row at 12 is the legend.
    const widths = [...drawPicture({ runs: 3, scenarios: [scenario(1)] }).matchAll(/class="(ours|wt3)" x="120" y="(?!12")\d+" width="([\d.]+)"/g)].map(([, name, width]) => ({ name, width: Number(width) }))
    expect(widths).toEqual([{ name: 'ours', width: 144 }, { name: 'wt3', width: 288 }])
  })
})
