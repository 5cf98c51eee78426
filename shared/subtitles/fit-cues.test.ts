import { describe, expect, it } from 'vitest'
import { fitCues } from './fit-cues.ts'
import { toFilmMs } from './shift.ts'

/** The same numbers at every run (a linear congruential generator, Numerical Recipes). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32
}

interface Line { readonly startMs: number; readonly endMs: number }

/** Talk: lines of one to four seconds with pauses, now and then a long one. */
function talk(minutes: number, seed = 1): Line[] {
  const random = createRandom(seed)
  const lines: Line[] = []
  for (let at = 5000; at < minutes * 60_000;) {
    const lengthMs = 1000 + random() * 3000
    lines.push({ startMs: Math.round(at), endMs: Math.round(at + lengthMs) })
    at += lengthMs + 100 + random() * (random() < 0.1 ? 30_000 : 2000)
  }
  return lines
}

/** As another language has it: a fifth of the lines joined to the one before, each begun up to `slipMs` off. */
function translated(lines: readonly Line[], slipMs = 100, seed = 2): Line[] {
  const random = createRandom(seed)
  return lines.flatMap(({ startMs, endMs }) => {
    const offMs = Math.round((random() * 2 - 1) * slipMs)
    return random() < 0.2 ? [] : [{ startMs: startMs + offMs, endMs: endMs + offMs }]
  })
}

const moved = (lines: readonly Line[], speed: number, delayMs: number) => lines.map(({ startMs, endMs }) => ({ startMs: (startMs - delayMs) / speed, endMs: (endMs - delayMs) / speed })).filter(({ startMs }) => startMs >= 0)
const PAL = 24_000 / 1001 / 25

describe('subtitles beside others that are in time', () => {
  it.each([
    ['in time', 1, 0], ['2.3 s late', 1, -2300], ['a minute early', 1, 60_000], ['made for 25 pictures a second and 2.3 s off', 1 / PAL, 2300], ['made for 23.976 pictures a second', PAL, 0],
    ['made for 24 pictures a second and 40 s off', 24 / 25, -40_000],
  ])('that are %s are right to a fifth of a second all along', (_title, speed, delayMs) => {
    const film = talk(90)
    const fitted = fitCues(moved(translated(film), speed, delayMs), film)
    if (!fitted.ok) throw new Error(fitted.error.message)
    for (const { startMs } of moved(film, speed, delayMs)) expect(Math.abs(toFilmMs(fitted.value, startMs) - (startMs * speed + delayMs))).toBeLessThan(200)
  })

  it('are found from the few minutes that are here', () => {
    const film = talk(90)
    const fitted = fitCues(moved(translated(film), 1, -7400), film.filter(({ startMs }) => startMs > 600_000 && startMs < 900_000))
    expect(fitted).toMatchObject({ ok: true, value: { speed: 1 } })
    expect(fitted.ok && Math.abs(fitted.value.delayMs + 7400)).toBeLessThan(100)
  })

  it.each<readonly [string, readonly Line[], readonly Line[]]>([
    ...[77, 78, 79, 80, 81].map((seed) => ['of another film', translated(talk(90, seed)), talk(90)] as const),
    ['of another film, of which little is here', translated(talk(90, 82)), talk(4)],
    ['that are too few', translated(talk(90)).slice(0, 15), talk(90)],
    ['beside too few', translated(talk(90)), talk(90).slice(0, 15)],
    ['with a line each second, which fit anywhere', Array.from({ length: 100 }, (_, i) => ({ startMs: i * 1000, endMs: i * 1000 + 900 })), Array.from({ length: 100 }, (_, i) => ({ startMs: i * 1000 + 300, endMs: i * 1000 + 900 }))],
    ['that are none', [], []],
  ])('%s are left alone', (_title, cues, reference) => {
    expect(fitCues(cues, reference)).toMatchObject({ ok: false, error: { code: 'subtitleUnreadable' } })
  })
})
