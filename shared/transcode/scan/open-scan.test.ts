import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ID } from '../../subtitles/matroska-ids.ts'
import { box, element, uint } from '../../window/testing/film-index.ts'
import { openScan, placeKeyframes } from './open-scan.ts'
import { driveScan } from './testing/drive-scan.ts'

function scanned(containers: readonly string[], film: Uint8Array) {
  const scan = openScan({ containers, lengthBytes: film.length, durationSec: 100 })
  const read = scan ? driveScan(scan, film, 64) : 0
  return { state: scan?.state() ?? null, times: scan?.timesSec() ?? [], read }
}

describe('the key frames of a Matroska film without Cues', () => {
  const head = [...element(0x1a45dfa3), 0x18, 0x53, 0x80, 0x67, 0x01, ...uint(1e12, 7), ...element(ID.tracks, element(ID.trackEntry, element(ID.trackNumber, [1]), element(ID.trackType, [2])), element(ID.trackEntry, element(ID.trackNumber, [2]), element(ID.trackType, [1])))]
  const simple = (track: number, ticks: number, flags: number, bytes = 3000) => element(ID.simpleBlock, [0x80 | track, ...uint(ticks, 2), flags], Array.from({ length: bytes }, () => 1))
  const group = (track: number, ticks: number, ...more: readonly (readonly number[])[]) => element(ID.blockGroup, element(ID.block, [0x80 | track, ...uint(ticks, 2), 0, 1, 2, 3]), ...more)
  const cluster = (ticks: number, ...body: readonly (readonly number[])[]) => element(ID.cluster, element(ID.timestamp, uint(ticks, 4)), ...body)
  const film = Uint8Array.from([...head, ...cluster(1000, simple(2, 20, 0x80), simple(1, 20, 0x80), simple(2, 60, 0)), ...cluster(3000, group(2, 0), group(2, 40, element(ID.referenceBlock, [1])), simple(2, 2000, 0x80))])

  it('are the blocks of its picture that say so, and groups that refer to no others; what they hold is not read', () => {
    const found = scanned(['matroska', 'webm'], film)
    expect(found).toMatchObject({ state: 'complete', times: [1.02, 3, 5] })
    // The head is asked for as one.
    expect(found.read).toBeLessThan(film.length + 2000)
  })

  it('are not known of a file that is no film', () => {
    expect(scanned(['matroska'], Uint8Array.from(head.slice(0, 40))).state).toBe('hopeless')
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
      expect(scanned(['matroska'], Uint8Array.from([...head, ...bytes])).state).not.toBe('scanning')
    }), { numRuns: 200 })
  })
})

describe('the key frames of a fragmented MP4', () => {
  const mvhd = box('mvhd', uint(0, 12), uint(1000, 4), uint(0, 4))
  const elst = (...edits: readonly (readonly [number, number])[]) => box('edts', box('elst', uint(0, 4), uint(edits.length, 4), ...edits.map(([length, time]) => [...uint(length, 4), ...uint(time < 0 ? time + 2 ** 32 : time, 4), 0, 1, 0, 0])))
  const trak = box('trak', box('tkhd', uint(0, 12), uint(1, 4), uint(0, 8)), elst([500, -1], [0, 2]), box('mdia', box('mdhd', uint(0, 12), uint(25, 4), uint(0, 4)), box('hdlr', uint(0, 8), [...'vide'].map((letter) => letter.charCodeAt(0)), uint(0, 12))))
  const head = [...box('ftyp', uint(0, 8)), ...box('moov', mvhd, trak, box('mvex', box('trex', uint(0, 4), uint(1, 4), uint(1, 4), uint(1, 4), uint(0, 4), uint(0, 4))))]
  const moof = (ticks: number, isKey: boolean) => box('moof', box('mfhd', uint(0, 8)), box('traf', box('tfhd', uint(0, 4), uint(1, 4)), box('tfdt', uint(0, 4), uint(ticks, 4)), box('trun', uint(0x804, 4), uint(1, 4), uint(isKey ? 0x2000000 : 0x10000, 4), uint(2, 4))))
  const fragment = (ticks: number, isKey = true) => [...moof(ticks, isKey), ...box('mdat', Array.from({ length: 5000 }, () => 0))]
  const film = Uint8Array.from([...head, ...fragment(0), ...fragment(25, false), ...fragment(50), ...fragment(100)])

  it('are the beginnings of its fragments, with all edits of the track counted; what they hold is not read', () => {
    const found = scanned(['mov', 'mp4'], film)
    expect(found).toMatchObject({ state: 'complete', times: [0.5, 2.5, 4.5] })
    expect(found.read).toBeLessThan(3000)
  })

  it('come to no harm by bytes of any kind', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), fc.nat({ max: head.length - 1 }), (bytes, at) => {
      const given = film.slice()
      given.set(bytes.subarray(0, given.length - at), at)
      expect(scanned(['mp4'], given).state).not.toBe('scanning')
    }), { numRuns: 200 })
  })
})

describe('key frames on the line of the film', () => {
  it('are counted from its beginning, before which none lies', () => {
    expect(placeKeyframes([1.4, 3.4, 5.4], 1.4, 6)).toEqual([0, 2, 4])
    expect(placeKeyframes([1.3, 3.4], 1.4, 6)).toEqual([0, 2])
  })

  it('are those of a film whose stamps begin anew, though its beginning is told as less than 0', () => {
    expect(placeKeyframes([95_443.7, 95_445.7], -0.02, 6).map((sec) => Math.round(sec * 10) / 10)).toEqual([0, 2])
  })

  it('are not believed where they leave out a minute of the film', () => {
    expect(placeKeyframes([0, 2, 70], 0, 72)).toEqual([])
    expect(placeKeyframes([0, 2, 4], 0, 100)).toEqual([])
    expect(placeKeyframes([], 0, 100)).toEqual([])
  })

  it('are looked for in no container of which nothing is known', () => {
    expect(openScan({ containers: ['avi'], lengthBytes: 10, durationSec: 1 })).toBeNull()
  })
})
