import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bitrateNear, cushionSec, forecast, isCompleteFrom, jumpSec, pictureNeeds } from './forecast.ts'
import type { ForecastInput } from './forecast.ts'
import { linearTimeMap, timeMapThrough } from './time-map.ts'

/** A film of 100 s at 1000 bytes a second: a byte position is a time in milliseconds. */
const film = linearTimeMap(100, 100_000)
const given = (wish: Partial<ForecastInput>): ForecastInput => ({ timeMap: film, timeSec: 0, rate: 1, downloadBytesPerSec: 0, verified: [], ...wish })

describe('the cushion', () => {
  it('is what is verified after the playhead without a gap', () => {
    const verified = [{ begin: 0, end: 5000 }, { begin: 10_000, end: 30_000 }]
    expect(cushionSec(film, verified, 2)).toBeCloseTo(3)
    expect(cushionSec(film, verified, 12)).toBeCloseTo(18)
  })

  it('is nothing where the playhead stands on a missing byte', () => {
    expect(cushionSec(film, [{ begin: 0, end: 5000 }], 5)).toBe(0)
    expect(cushionSec(film, [], 0)).toBe(0)
  })

  it('counts seconds of film, not shares of its bytes', () => {
    const heavyStart = timeMapThrough(100, 100_000, [{ timeSec: 10, byte: 90_000 }])
    expect(cushionSec(heavyStart, [{ begin: 0, end: 90_000 }], 0)).toBeCloseTo(10)
  })
})

describe('a film is complete from a time on', () => {
  it('when nothing after it is missing, whatever is missing before', () => {
    expect(isCompleteFrom(film, [{ begin: 50_000, end: 100_000 }], 60)).toBe(true)
    expect(isCompleteFrom(film, [{ begin: 50_000, end: 100_000 }], 40)).toBe(false)
    expect(isCompleteFrom(film, [{ begin: 50_000, end: 99_000 }], 60)).toBe(false)
  })
})

describe('the forecast', () => {
  it.each([
    ['all is here', given({ verified: [{ begin: 0, end: 100_000 }] }), { kind: 'playsThrough' }],
    ['bytes come faster than they play', given({ verified: [{ begin: 0, end: 5000 }], downloadBytesPerSec: 1100 }), { kind: 'playsThrough' }],
    ['nothing comes any more', given({ verified: [{ begin: 0, end: 5000 }] }), { kind: 'willPause', inSec: 5 }],
    ['nothing comes and it plays twice as fast', given({ verified: [{ begin: 0, end: 5000 }], rate: 2 }), { kind: 'willPause', inSec: 2.5 }],
  ] as const)('when %s', (_, input, expected) => {
    expect(forecast(input)).toEqual(expected)
  })

  it('looks at each verified part a few times, however many there are', () => {
    let looked = 0
    const parts = Array.from({ length: 25_000 }, (_, i) => ({ get begin() { looked += 1; return i * 4 }, end: i * 4 + 2 }))
    forecast(given({ verified: parts, downloadBytesPerSec: 510 }))
    expect(looked).toBeLessThan(8 * parts.length)
  })

  it('finds the moment to a fraction of a second', () => {
    const found = forecast(given({ verified: [{ begin: 0, end: 2300 }], downloadBytesPerSec: 1 }))
    expect(found.kind === 'willPause' ? found.inSec : 0).toBeCloseTo(2.3, 1)
  })

  it('finds the second at which playing overtakes loading', () => {
    // 10 s here, then half the film's rate: after t seconds t*1000 are needed, 10 000 + t*500 are here
    const found = forecast(given({ verified: [{ begin: 0, end: 10_000 }], downloadBytesPerSec: 500 }))
    expect(found.kind).toBe('willPause')
    expect(found.kind === 'willPause' && Math.abs(found.inSec - 20)).toBeLessThanOrEqual(1)
  })

  it('lets a slow swarm play through when what is missing is little enough', () => {
    expect(forecast(given({ verified: [{ begin: 0, end: 90_000 }], downloadBytesPerSec: 150 }))).toEqual({ kind: 'playsThrough' })
  })

  it('sees a part that is much heavier than the rest', () => {
    const heavyMiddle = timeMapThrough(100, 100_000, [{ timeSec: 50, byte: 10_000 }, { timeSec: 60, byte: 90_000 }])
    const found = forecast(given({ timeMap: heavyMiddle, downloadBytesPerSec: 1000, verified: [] }))
    expect(found.kind === 'willPause' && found.inSec > 50 && found.inSec < 60).toBe(true)
  })

  it('a faster swarm never brings the pause nearer', () => {
    const anyParts = fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 20 })), { maxLength: 4 })
      .map((parts) => parts.map(([begin, size]) => ({ begin: begin * 1000, end: Math.min(100, begin + size) * 1000 })).sort((a, b) => a.begin - b.begin).filter((part, i, all) => i === 0 || part.begin > (all[i - 1]?.end ?? 0)))
    fc.assert(fc.property(anyParts, fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 0, max: 1000 }), (verified, timeSec, slow, more) => {
      const end = (rate: number) => {
        const found = forecast(given({ verified, timeSec, downloadBytesPerSec: rate }))
        return found.kind === 'willPause' ? found.inSec : Infinity
      }
      expect(end(slow + more)).toBeGreaterThanOrEqual(end(slow))
    }))
  })
})

describe('a jump', () => {
  /** Key frames every two seconds. */
  const keyed = timeMapThrough(100, 100_000, Array.from({ length: 49 }, (_, i) => ({ timeSec: 2 * (i + 1), byte: 2000 * (i + 1) })))

  it('needs the film from the key frame before it to a little behind it', () => {
    expect(pictureNeeds(keyed, 51)).toEqual({ begin: 50_000, end: 51_300 })
    expect(pictureNeeds(keyed, 50)).toEqual({ begin: 50_000, end: 50_300 })
  })

  it('takes the time in which what is missing of that comes, and its own', () => {
    const rate = { timeMap: keyed, downloadBytesPerSec: 500 }
    expect(jumpSec({ ...rate, verified: [] }, 51)).toBeCloseTo(2.6 + 0.25)
    expect(jumpSec({ ...rate, verified: [{ begin: 50_300, end: 51_000 }] }, 51)).toBeCloseTo(1.2 + 0.25)
  })

  it('is taken to begin a second earlier where the index has not told the key frame', () => {
    const straight = linearTimeMap(100, 100_000)
    expect(jumpSec({ timeMap: straight, downloadBytesPerSec: 500, verified: [] }, 51)).toBeCloseTo(2.6 + 0.25)
  })

  it('takes no time where all is here, and nobody knows how long where nothing comes', () => {
    expect(jumpSec({ timeMap: keyed, downloadBytesPerSec: 0, verified: [{ begin: 50_000, end: 60_000 }] }, 51)).toBe(0)
    expect(jumpSec({ timeMap: keyed, downloadBytesPerSec: 0, verified: [] }, 51)).toBeNull()
  })
})

describe('the bitrate near a time', () => {
  it('is the film\'s own there', () => {
    expect(bitrateNear(film, 10)).toBeCloseTo(1000)
  })
})
