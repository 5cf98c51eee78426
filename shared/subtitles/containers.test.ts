import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { box, element, table, uint } from '../window/testing/film-index.ts'
import { plainText } from './cue.ts'
import { parseMatroskaChapters } from './matroska-chapters.ts'
import { viewOf } from './matroska-elements.ts'
import { ID } from './matroska-ids.ts'
import { parseMatroskaHead } from './matroska-tracks.ts'
import { findCluster, scanClusters } from './scan-clusters.ts'
import { parseTextTracks, readTextSample } from './timed-text.ts'

const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0))
const EBML = element(0x1a45dfa3, [])

/** A track of a Matroska file. */
const entry = (number: number, type: number, ...more: readonly (readonly number[])[]) => element(ID.trackEntry, element(ID.trackNumber, [number]), element(ID.trackType, [type]), element(ID.codecId, letters('S_TEXT/UTF8')), ...more)

describe('the head of a Matroska file', () => {
  const tracks = element(ID.tracks, entry(1, 1), entry(3, 0x11, element(ID.language, letters('ger')), element(ID.name, letters('Full')), element(ID.flagForced, [1]), element(ID.flagDefault, [0]), element(ID.encodings, element(ID.encoding, element(ID.compression, element(ID.compressionAlgo, [0]))))))
  const cluster = element(ID.cluster, element(ID.timestamp, [0]))

  it('tells its subtitle tracks and where the film begins', () => {
    const head = [...EBML, ...element(ID.segment, element(ID.info, element(ID.timestampScale, uint(500_000, 4))), tracks, cluster)]
    const parsed = parseMatroskaHead(Uint8Array.from(head), head.length)
    expect(parsed).toMatchObject({ scaleNs: 500_000, mediaBegin: head.length - cluster.length, tracksAt: null, tracks: [{ number: 3, codec: 'S_TEXT/UTF8', language: 'ger', name: 'Full', forced: true, isDefault: false, packing: { kind: 'zlib' } }] })
  })
  it('wants more while the tracks are not here whole', () => {
    const head = [...EBML, ...element(ID.segment, tracks, cluster)]
    expect(parseMatroskaHead(Uint8Array.from(head.slice(0, 60)), head.length)).toBe('needsMore')
    expect(parseMatroskaHead(Uint8Array.from(letters('<html>'.repeat(20))), 1000)).toBeNull()
  })
  it('tells the chapters of its first edition that is not hidden', () => {
    const atom = (sec: number, title: string) => element(ID.atom, element(ID.atomStart, uint(sec * 1e9, 7)), element(ID.atomDisplay, element(ID.atomString, letters(title))))
    const chapters = element(ID.chapters, element(ID.edition, element(ID.editionHidden, [1]), atom(1, 'no')), element(ID.edition, atom(60, 'Two'), atom(0, 'One')))
    const view = viewOf(Uint8Array.from(chapters))
    expect(parseMatroskaChapters(view, { begin: 12, end: chapters.length })).toEqual([{ startSec: 0, title: 'One' }, { startSec: 60, title: 'Two' }])
  })
})

describe('the timed text of a movie', () => {
  const sample = (text: string, ...boxes: readonly (readonly number[])[]) => Uint8Array.from([...uint(text.length, 2), ...letters(text), ...boxes.flat()])
  const at = { begin: 0, end: 0, startMs: 1000, endMs: 2000 }

  it('is found by its handler and coding', () => {
    const sizes = [10, 2, 12]
    const stbl = box('stbl', box('stsd', uint(0, 4), uint(1, 4), box('tx3g', uint(0, 8), uint(0x80000000, 4))), table('stts', [[3, 500]]), table('stsc', [[1, 3, 1]]), box('stsz', uint(0, 8), uint(3, 4), ...sizes.map((size) => uint(size, 4))), table('stco', [[5000]]))
    const mdia = box('mdia', box('mdhd', uint(0, 12), uint(1000, 4), uint(0, 4), uint(0x10b2, 2), uint(0, 2)), box('hdlr', uint(0, 8), letters('sbtl'), uint(0, 12)), box('minf', stbl))
    const trak = box('trak', box('tkhd', uint(1, 4), uint(0, 8), uint(7, 4), uint(0, 68)), mdia, box('udta', box('name', letters('Signs'))))
    expect(parseTextTracks(Uint8Array.from(box('moov', trak)))).toEqual([{
      number: 7, language: 'der', title: 'Signs', format: 'tx3g', isDefault: true, forced: true,
      samples: [{ begin: 5000, end: 5010, startMs: 0, endMs: 500 }, { begin: 5012, end: 5024, startMs: 1000, endMs: 1500 + 4500 }],
    }])
  })
  it('keeps its slant, and loses what is no text', () => {
    const styl = box('styl', uint(1, 2), uint(4, 2), uint(8, 2), uint(1, 2), [2, 18], uint(0, 4))
    const cue = readTextSample(sample('one two', styl), at)
    expect(cue?.runs.map(({ text, italic }) => [text, italic])).toEqual([['one ', false], ['two', true]])
    expect(cue && plainText(cue)).toBe('one two')
    expect(readTextSample(Uint8Array.of(0, 0), at)).toBeNull()
  })
})

describe('bytes of any kind', () => {
  it('end every reading', () => {
    const heads = [EBML, [...EBML, ...element(ID.segment, element(ID.tracks))], element(ID.cluster, element(ID.timestamp, [1])), box('moov', box('trak')), box('stsz', uint(0xffffffff, 4))]
    fc.assert(fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 120 }), (head, noise) => {
      const bytes = Uint8Array.from([...head, ...noise])
      parseMatroskaHead(bytes, 1e9)
      parseTextTracks(bytes)
      readTextSample(bytes, { begin: 0, end: 0, startMs: 0, endMs: 1 })
      findCluster(bytes)
      scanClusters(bytes, 0, { at: 0, cluster: { ticks: 0, end: 1e9 } }, { whole: new Set([1, 2]), heads: 3 }, 1e9)
    }), { numRuns: 300 })
  })
})
