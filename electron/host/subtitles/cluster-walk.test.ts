import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Interval } from '../../../shared/interval.ts'
import { mergeAll, intersect, isEmpty, sizeOf } from '../../../shared/interval.ts'
import { ID } from '../../../shared/subtitles/matroska-ids.ts'
import { element, uint } from '../../../shared/window/testing/film-index.ts'
import { createClusterWalk } from './cluster-walk.ts'
import type { FilmBytes } from './film-bytes.ts'

const PICTURE = 1
const WORDS = 2

/** A block group of words with a duration, or a simple block of noise. */
const words = (ticks: number, text: string) => element(ID.blockGroup, element(ID.block, [0x80 | WORDS], uint(ticks, 2), [0], [...Buffer.from(text)]), element(ID.blockDuration, uint(100, 2)))
const picture = (bytes: number) => element(ID.simpleBlock, [0x80 | PICTURE, 0, 0, 0x80], Array.from({ length: bytes }, (_, i) => (i * 31) & 255))
const cluster = (ticks: number, ...body: readonly (readonly number[])[]) => element(ID.cluster, element(ID.timestamp, uint(ticks, 4)), ...body)

/** Clusters of one word each between pictures, behind some bytes of head; the words say when. */
function makeFilm(pictures: readonly number[]): Uint8Array {
  const clusters = pictures.flatMap((bytes, i) => cluster(i * 1000, picture(bytes), words(10, `word ${String(i)}`), picture(30)))
  return Uint8Array.from([...Array.from({ length: 50 }, () => 7), ...clusters])
}

function openFilm(bytes: Uint8Array): { readonly film: FilmBytes; readonly add: (part: Interval) => void; readonly readBytes: () => number } {
  let parts: Interval[] = []
  let readBytes = 0
  const film: FilmBytes = {
    lengthBytes: bytes.length,
    here: () => parts,
    version: () => parts.reduce((sum, part) => sum + sizeOf(part), 0),
    read: (wanted) => {
      const run = parts.find(({ begin, end }) => begin <= wanted.begin && wanted.begin < end)
      const part = run ? intersect(run, wanted) : { begin: 0, end: 0 }
      readBytes += sizeOf(part)
      return Promise.resolve(bytes.slice(part.begin, part.end))
    },
    arrived: () => null,
    readArrived: () => Promise.resolve(new Uint8Array(0)),
    readingAt: () => null, playheadMs: () => null, want: () => undefined,
  }
  return { film, add: (part) => { parts = mergeAll([...parts, part]) }, readBytes: () => readBytes }
}

function follow(film: FilmBytes) {
  const found: string[] = []
  const walk = createClusterWalk({ film, mediaBegin: 50, wanted: new Set([WORDS]), onBlock: ({ ticks, durationTicks, bytes }) => { found.push(`${String(ticks)}+${String(durationTicks)} ${Buffer.from(bytes).toString()}`) } })
  return { walk, found }
}

const expected = (count: number) => Array.from({ length: count }, (_, i) => `${String(i * 1000 + 10)}+100 word ${String(i)}`)

describe('walking through clusters', () => {
  it('finds every word of a film that is here, in order', async () => {
    const { film, add } = openFilm(makeFilm([40, 400_000, 0, 300]))
    const { walk, found } = follow(film)
    add({ begin: 0, end: film.lengthBytes })
    while (await walk.advance(0));
    expect(found).toEqual(expected(4))
    expect(walk.isComplete()).toBe(true)
  })

  it('finds the words around a jump although everything before is missing', async () => {
    const bytes = makeFilm(Array.from({ length: 20 }, () => 1000))
    const { film, add } = openFilm(bytes)
    const { walk, found } = follow(film)
    add({ begin: 12_000, end: 16_000 })
    while (await walk.advance(0));
    expect(found).toEqual(expected(20).slice(11, 14))
    expect(walk.isComplete()).toBe(false)
  })

  it('steps over pictures without reading them', async () => {
    const { film, add, readBytes } = openFilm(makeFilm([1_000_000, 1_000_000]))
    const { walk, found } = follow(film)
    add({ begin: 0, end: film.lengthBytes })
    while (await walk.advance(0));
    expect(found).toEqual(expected(2))
    expect(readBytes()).toBeLessThan(600_000)
  })

  it('finds each word once, in whatever order the parts of the film come', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(900), { minLength: 1, maxLength: 12 }), fc.infiniteStream(fc.nat()), fc.integer({ min: 20, max: 700 }), async (pictures, order, pieceBytes) => {
      const bytes = makeFilm(pictures)
      const { film, add } = openFilm(bytes)
      const { walk, found } = follow(film)
      const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, i) => ({ begin: i * pieceBytes, end: Math.min(bytes.length, (i + 1) * pieceBytes) }))
      while (pieces.length > 0) {
        const [piece] = pieces.splice((order.next().value ?? 0) % pieces.length, 1)
        if (piece && !isEmpty(piece)) add(piece)
        while (await walk.advance(0));
      }
      expect([...found].sort()).toEqual([...expected(pictures.length)].sort())
      expect(walk.isComplete()).toBe(true)
    }), { numRuns: 100 })
  })

  it('goes on behind bytes that are no elements', async () => {
    const damaged = Uint8Array.from([...makeFilm([10]), ...Array.from({ length: 300 }, () => 0), ...makeFilm([10, 10]).slice(50)])
    const { film, add } = openFilm(damaged)
    const { walk, found } = follow(film)
    add({ begin: 0, end: damaged.length })
    while (await walk.advance(0));
    expect(found).toEqual([...expected(1), ...expected(2)])
  })

  it('ends, whatever the bytes are', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), fc.nat(600), async (noise, cut) => {
      const bytes = Uint8Array.from([...makeFilm([20]).slice(0, 50 + (cut % 200)), ...noise, ...makeFilm([20]).slice(50)])
      const { film, add } = openFilm(bytes)
      const { walk } = follow(film)
      add({ begin: 0, end: bytes.length })
      let turns = 0
      while (await walk.advance(0)) expect(turns++).toBeLessThan(100)
    }), { numRuns: 200 })
  })
})
