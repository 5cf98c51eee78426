import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_POINTS } from './index-points.ts'
import { isobmffPoints } from './isobmff-points.ts'
import { box, moov, stsz, table, uint } from './testing/film-index.ts'

/** Twelve frames of 40 ms, the fifth and the ninth of them (from 0: 4 and 8) begin chunks at bytes 1010 and 1026. */
const SIZES = [1, 2, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5]
const placesOf = (bytes: Uint8Array) => isobmffPoints(bytes)?.points.map(({ timeSec, byte }) => [Math.round(timeSec * 1000), byte])
/** A track of n frames of one size, with the tables it is given instead. */
const trackOf = (...tables: readonly (readonly number[])[]) => moov(1000, { tables })

describe('the points of a movie box', () => {
  it('are the key frames, each with its chunk and the frames before it in the chunk', () => {
    const tables = [table('stts', [[12, 1]]), table('stsc', [[1, 4, 1]]), stsz(SIZES), table('stco', [[1000], [1010], [1026]]), table('stss', [[1], [6], [9]])]
    expect(placesOf(moov(480, { tables }))).toEqual([[0, 1000], [200, 1014], [320, 1026]])
  })

  it('are all frames where none is marked', () => {
    expect(placesOf(moov(480, { sizes: SIZES }))?.slice(0, 5)).toEqual([[0, 1000], [40, 1001], [80, 1003], [120, 1006], [160, 1010]])
  })

  it('come with the duration of the movie', () => {
    expect(isobmffPoints(moov(480, { sizes: SIZES }))?.durationSec).toBe(0.48)
    expect(isobmffPoints(moov(0, { sizes: SIZES }))?.durationSec).toBeNull()
    expect(isobmffPoints(moov(0xffffffff, { sizes: SIZES }))?.durationSec).toBeNull()
  })

  it('follow chunks of changing length, frames of changing duration and places beyond 4 GB', () => {
    const far = 5_000_000_000
    const co64 = box('co64', uint(0, 4), uint(3, 4), uint(far, 8), uint(far + 100, 8), uint(far + 200, 8))
    expect(placesOf(trackOf(table('stts', [[2, 25], [2, 50]]), table('stsc', [[1, 1, 1], [3, 2, 1]]), stsz([7, 7, 7, 7]), co64))).toEqual([[0, far], [1000, far + 100], [2000, far + 200], [4000, far + 207]])
  })

  it('are right for frames of one size, and for sizes in two bytes, one, or half of one', () => {
    const rest = [table('stts', [[4, 25]]), table('stsc', [[1, 4, 1]]), table('stco', [[100]])]
    const expected = [[0, 100], [1000, 103], [2000, 106], [3000, 109]]
    const stz2 = (bits: number, sizes: readonly number[]) => box('stz2', uint(0, 7), [bits], uint(4, 4), sizes)
    expect(placesOf(trackOf(...rest, box('stsz', uint(0, 4), uint(3, 4), uint(4, 4))))).toEqual(expected)
    expect(placesOf(trackOf(...rest, stz2(16, [0, 3, 0, 3, 0, 3, 0, 3])))).toEqual(expected)
    expect(placesOf(trackOf(...rest, stz2(8, [3, 3, 3, 3])))).toEqual(expected)
    expect(placesOf(trackOf(...rest, stz2(4, [0x33, 0x33])))).toEqual(expected)
  })

  it('are moved as the edit list says: pushed back by an empty edit, forward by what is cut', () => {
    expect(placesOf(moov(480, { sizes: [1], edits: [[2000, -1], [480, 5]] }))).toEqual([[1800, 1000]])
  })

  it('are shown as much later than decoded as the first one is', () => {
    const tables = [table('stts', [[2, 25]]), table('stsc', [[1, 2, 1]]), stsz([3, 3]), table('stco', [[100]]), table('ctts', [[1, 50], [1, 25]])]
    expect(placesOf(moov(480, { tables }))).toEqual([[2000, 100], [3000, 103]])
    expect(placesOf(moov(480, { tables, edits: [[480, 50]] }))).toEqual([[0, 100], [1000, 103]])
  })

  it('are those of the longest picture, not of a cover or the sound', () => {
    const cover = { sizes: [9] }
    const sound = { handler: 'soun', sizes: [...SIZES, ...SIZES] }
    expect(placesOf(moov(480, cover, sound, { sizes: SIZES }))).toHaveLength(SIZES.length)
    expect(placesOf(moov(480, sound))).toHaveLength(SIZES.length * 2)
  })

  it('are none in a fragmented file', () => {
    expect(isobmffPoints(moov(9000, {}))).toEqual({ durationSec: 9, points: [] })
  })

  it('are at most 4000, from all over the film', () => {
    const points = isobmffPoints(moov(400_000, { sizes: Array.from({ length: 10_000 }, () => 3) }))?.points ?? []
    expect(points).toHaveLength(MAX_POINTS)
    expect(points.at(-1)?.timeSec).toBeGreaterThan(399)
  })
})

describe('a movie box that lies', () => {
  const entries = 2 ** 32 - 1
  const honest = { stts: table('stts', [[4, 25]]), stsc: table('stsc', [[1, 4, 1]]), stsz: stsz([3, 3, 3, 3]), stco: table('stco', [[100]]) }
  const pointsWith = (lie: Partial<typeof honest>) => isobmffPoints(trackOf(...Object.values({ ...honest, ...lie })))?.points.length

  it.each([
    ['about the count of its tables', { stts: table('stts', [[4, 25]], entries), stsc: table('stsc', [[1, 4, 1]], entries), stsz: stsz([3, 3, 3, 3], entries), stco: table('stco', [[100]], entries) }, 4],
    ['about the frames in a chunk', { stsc: table('stsc', [[1, entries, 1]]) }, 4],
    ['with chunks without frames', { stsc: table('stsc', [[1, 0, 1]]) }, 0],
    ['with chunks that go backwards', { stsc: table('stsc', [[5, 1, 1], [2, 1, 1]]) }, 0],
    ['with more frames than times', { stts: table('stts', [[2, 25]]) }, 2],
    ['with more frames than chunks', { stsc: table('stsc', [[1, 1, 1]]) }, 1],
  ])('%s gives what is really there', (_title, lie, points) => {
    expect(pointsWith(lie)).toBe(points)
  })

  it('with four thousand million frames of one size is read in no time', () => {
    const same = box('stsz', uint(0, 4), uint(1, 4), uint(entries, 4))
    expect(isobmffPoints(trackOf(table('stts', [[entries, 1]]), table('stsc', [[1, entries, 1]]), same, table('stco', [[100]])))?.points).toHaveLength(MAX_POINTS)
  })

  it('with key frames in disorder is read forwards only', () => {
    const bytes = trackOf(...Object.values(honest), table('stss', [[3], [1], [0], [4], [4], [77]]))
    expect(placesOf(bytes)).toEqual([[2000, 106], [3000, 109]])
  })

  it('of millions of empty boxes is not walked through', () => {
    const empty = Uint8Array.from([0, 0, 0, 8, 0x66, 0x72, 0x65, 0x65])
    const bytes = new Uint8Array(8_000_008)
    for (let at = 0; at + 8 <= bytes.length; at += 8) bytes.set(empty, at)
    expect(isobmffPoints(bytes)).toBeNull()
  })

  it('anywhere gives no throw and no point that is not a number', () => {
    const bytes = moov(480, { sizes: SIZES, edits: [[2000, -1], [480, 5]] }, { handler: 'soun', sizes: SIZES })
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 30 }), fc.nat(bytes.length), (flips, length) => {
      const bent = Uint8Array.from(bytes)
      for (const [at, value] of flips) bent[at] = value
      for (const { timeSec, byte } of isobmffPoints(bent.subarray(0, length))?.points ?? []) expect(Number.isFinite(timeSec + byte)).toBe(true)
    }), { numRuns: 2000 })
  })
})
