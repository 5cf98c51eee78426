import { describe, expect, it } from 'vitest'
import type { Interval } from '../../../shared/interval.ts'
import { openEntry } from '../../../shared/transcode/entry/open-entry.ts'
import { FLV_HEAD, FLV_PARAMETERS, flvPicture } from '../../../shared/transcode/scan/testing/flv-film.ts'
import { findEntry } from './find-entry.ts'

const BEGIN_SEC = 0.5

/** Pictures of a fifth of a second; each has as many bytes as `rate` says for its second. */
function makeFilm(seconds: number, keyEverySec: number, rate: (sec: number) => number) {
  const pictures = Array.from({ length: seconds * 5 }, (_, i) => Uint8Array.from(flvPicture(BEGIN_SEC * 1000 + i * 200, i % (keyEverySec * 5) === 0, 0, 7, rate(i / 5))))
  const bytes = new Uint8Array(Buffer.concat([Uint8Array.from(FLV_HEAD), Uint8Array.from(FLV_PARAMETERS), ...pictures]))
  const format = openEntry(['flv'], bytes, bytes.length)
  if (format === null || format === 'needsMore') throw new Error('the film was not understood')
  const reads: Interval[] = []
  const find = (sec: number) => findEntry({
    format, lengthBytes: bytes.length, film: { beginSec: BEGIN_SEC, endSec: BEGIN_SEC + seconds }, targetSec: BEGIN_SEC + sec,
    read: (part) => {
      reads.push(part)
      return Promise.resolve(bytes.slice(part.begin, part.end))
    },
  })
  /** The time of the picture at a byte, on the film's time line. */
  const secAt = (at: number | null) => (at === null ? null : ((bytes[at + 7] ?? 0) * 2 ** 24 + (bytes[at + 4] ?? 0) * 65_536 + (bytes[at + 5] ?? 0) * 256 + (bytes[at + 6] ?? 0)) / 1000 - BEGIN_SEC)
  const readBytes = () => reads.reduce((sum, { begin, end }) => sum + end - begin, 0)
  return { bytes, find, secAt, readBytes }
}

describe('where a film without an index is entered', () => {
  it.each([
    ['of an even rate', makeFilm(1000, 2, () => 2000)],
    ['whose rate is three times as high in its middle', makeFilm(1000, 2, (sec) => (sec > 300 && sec < 600 ? 3000 : 1000))],
    ['with a slow beginning', makeFilm(1000, 2, (sec) => (sec < 400 ? 100 : 3000))],
    ['whose key frames lie ten seconds apart', makeFilm(1000, 10, (sec) => 1000 + (sec % 7) * 300)],
  ])('is shortly before the place, at a key frame, in one %s, and little of it is read', async (_title, { bytes, find, secAt, readBytes }) => {
    for (const sec of [702, 333, 20, 998]) {
      const before = readBytes()
      const found = secAt(await find(sec))
      expect(found).toBeLessThanOrEqual(sec)
      expect(found).toBeGreaterThanOrEqual(sec - 15)
      expect(readBytes() - before).toBeLessThan(bytes.length / 10)
    }
  })

  it('is the best there is where key frames lie far apart', async () => {
    const { find, secAt } = makeFilm(600, 60, () => 2000)
    expect(secAt(await find(350))).toBe(300)
    expect(secAt(await find(30))).toBe(0)
  })

  it('is not found in bytes that are no film', async () => {
    const film = makeFilm(300, 2, () => 1000)
    film.bytes.fill(1, 100)
    expect(await film.find(200)).toBeNull()
  })
})
