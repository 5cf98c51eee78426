import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ID } from '../../subtitles/matroska-ids.ts'
import { element, uint } from '../../window/testing/film-index.ts'
import { FLV_HEAD, FLV_PARAMETERS, flvPicture, flvSound, flvTag } from '../scan/testing/flv-film.ts'
import { openEntry, readsThrough } from './open-entry.ts'

const SCRIPT = flvTag(18, 0, [2, 0, 1, 65])
const SOUND_PARAMETERS = flvTag(8, 0, [0xaf, 0, 0x12, 0x10])
const seconds = (from: number, to: number, keyEverySec = 2) => Array.from({ length: to - from }, (_, i) => [...flvPicture((from + i) * 1000, (from + i) % keyEverySec === 0, 80, 7, 300), ...flvSound((from + i) * 1000 + 10)])

describe('a Flash video that is entered', () => {
  const front = [...FLV_HEAD, ...SCRIPT, ...FLV_PARAMETERS]
  const film = Uint8Array.from([...front, ...flvPicture(0, true, 80), ...SOUND_PARAMETERS, ...seconds(1, 60).flat()])
  const format = openEntry(['flv'], film, film.length)
  if (format === null || format === 'needsMore') throw new Error('the film was not understood')

  it('begins with what its decoders must be told, though that may come among the first pictures', () => {
    const sound = front.length + flvPicture(0, true).length
    expect(format.head).toEqual([{ begin: 0, end: front.length }, { begin: sound, end: sound + SOUND_PARAMETERS.length }])
    expect(format.mediaBegin).toBe(front.length)
    expect(openEntry(['flv'], film.slice(0, 60), film.length)).toBe('needsMore')
  })

  it('tells where in time some bytes of it lie, and the key frame in them', () => {
    const at = Math.floor(film.length / 2)
    const found = format.look(film.slice(at, at + 3000), at)
    expect(found.firstSec).toBeGreaterThan(28)
    expect(found.firstSec).toBeLessThan(33)
    expect(((found.key?.sec ?? 0) - 0.08) % 2).toBeCloseTo(0)
    expect([...film.slice(found.key?.at, (found.key?.at ?? 0) + 12)]).toEqual(flvPicture(Math.round(((found.key?.sec ?? 0) - 0.08) * 1000), true, 80, 7, 300).slice(0, 12))
    expect(format.look(film.slice(at + 20, at + 200), at + 20)).toEqual({ firstSec: null, lastSec: null, key: null })
  })
})

describe('a Matroska film that is entered', () => {
  const head = [...element(0x1a45dfa3), 0x18, 0x53, 0x80, 0x67, 0x01, ...uint(1e12, 7), ...element(ID.tracks, element(ID.trackEntry, element(ID.trackNumber, [2]), element(ID.trackType, [1])))]
  const block = (ticks: number, flags: number) => element(ID.simpleBlock, [0x82, ...uint(ticks, 2), flags], Array.from({ length: 500 }, () => 1))
  const cluster = (ticks: number, flags: number) => element(ID.cluster, element(ID.timestamp, uint(ticks, 4)), block(20, flags), block(520, 0))
  const clusters = Array.from({ length: 20 }, (_, i) => cluster(i * 1000, i % 2 === 0 ? 0x80 : 0))
  const film = Uint8Array.from([...head, ...clusters.flat()])

  it('begins with what stands before its clusters, and goes on with the one that a key frame follows', () => {
    const format = openEntry(['matroska', 'webm'], film, film.length)
    if (format === null || format === 'needsMore') throw new Error('the film was not understood')
    expect(format.head).toEqual([{ begin: 0, end: head.length }])
    const seventh = head.length + clusters.slice(0, 7).flat().length
    const { firstSec, key } = format.look(film.slice(seventh - 100, seventh + 3000), seventh - 100)
    expect([firstSec, key?.sec].map((sec) => Math.round((sec ?? 0) * 1000))).toEqual([7020, 8020])
    expect(key?.at).toBe(seventh)
    expect(openEntry(['matroska'], film.slice(0, head.length + 4), film.length)).toBe('needsMore')
  })
})

describe('films that are entered', () => {
  it('are those that would be read from their beginning', () => {
    expect([readsThrough(['flv'], null), readsThrough(['matroska'], false), readsThrough(['matroska'], true), readsThrough(['matroska'], null), readsThrough(['avi'], false)]).toEqual([true, true, false, false, false])
    expect(openEntry(['avi'], new Uint8Array(100), 100)).toBeNull()
  })

  it('come to no harm by bytes of any kind', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), fc.constantFrom('flv', 'matroska'), (bytes, container) => {
      const given = Uint8Array.from([...(container === 'flv' ? FLV_HEAD : [0x1a, 0x45, 0xdf, 0xa3, 0x80]), ...bytes])
      const format = openEntry([container], given, given.length)
      return format === null || format === 'needsMore' || format.look(bytes, 7).lastSec !== undefined
    }), { numRuns: 300 })
  })
})
