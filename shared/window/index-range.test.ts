import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { INDEX_HEADER_BYTES, locateIndex, settleIndex } from './index-range.ts'
import type { IndexLocation } from './index-range.ts'

const FILE_BYTES = 10_000_000

// -- ISO BMFF

function uint(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** (bytes - 1 - i)) % 256)
}

function letters(name: string): number[] {
  return [...name].map((letter) => letter.charCodeAt(0))
}

/** A box header; `size` is that of the whole box, 0 and 1 have their meanings of 14496-12. */
const box = (name: string, size: number, large?: number) => [...uint(size, 4), ...letters(name), ...(large === undefined ? [] : uint(large, 8))]
const ftyp = [...box('ftyp', 24), ...letters('isom'), ...uint(0, 4), ...letters('isommp42')]
const head = (...parts: readonly (readonly number[])[]) => Uint8Array.from([...parts.flat(), ...Array.from({ length: 32 }, () => 0)])

describe('the index of an MP4 file', () => {
  it('in front of the media is the head alone', () => {
    expect(locateIndex(head(ftyp, box('moov', 5000)), FILE_BYTES)).toEqual({ kind: 'found', ranges: [{ begin: 0, end: 5024 }] })
  })

  it('behind the media begins where the media ends', () => {
    expect(locateIndex(head(ftyp, box('free', 8), box('mdat', 9_000_000)), FILE_BYTES)).toEqual({ kind: 'found', ranges: [{ begin: 0, end: 4096 }, { begin: 9_000_032, end: FILE_BYTES }] })
  })

  it('behind media of 64-bit length is found as well', () => {
    const large = 5_000_000_000
    expect(locateIndex(head(ftyp, box('mdat', 1, large)), large + 10_000)).toEqual({ kind: 'found', ranges: [{ begin: 0, end: 4096 }, { begin: large + 24, end: large + 10_000 }] })
  })

  it('is unknown when the media goes on to the end of the file', () => {
    expect(locateIndex(head(ftyp, box('mdat', 0)), FILE_BYTES)).toEqual({ kind: 'unknown' })
    expect(locateIndex(head(ftyp, box('mdat', FILE_BYTES)), FILE_BYTES)).toEqual({ kind: 'unknown' })
  })

  it('behind a large box in front needs the head up to there', () => {
    expect(locateIndex(head(ftyp, box('free', 100_000)), FILE_BYTES)).toEqual({ kind: 'needsMore', headBytes: 100_040 })
  })

  it('is not looked for behind a megabyte of other boxes', () => {
    expect(locateIndex(head(ftyp, box('free', 2_000_000)), FILE_BYTES)).toEqual({ kind: 'unknown' })
  })

  it('of a box too small to be one is unknown', () => {
    expect(locateIndex(head(ftyp, box('free', 7)), FILE_BYTES)).toEqual({ kind: 'unknown' })
  })

  it('does not reach past the end of a file that was cut', () => {
    expect(locateIndex(head(ftyp, box('moov', 50_000_000)), FILE_BYTES)).toEqual({ kind: 'found', ranges: [{ begin: 0, end: FILE_BYTES }] })
  })
})

// -- Matroska

/** An element with its size in eight bytes, as muxers write it. */
const element = (id: readonly number[], body: readonly number[], size = body.length) => [...id, 0x01, ...uint(size, 7), ...body]
const EBML = [0x1a, 0x45, 0xdf, 0xa3]
const SEGMENT = [0x18, 0x53, 0x80, 0x67]
const SEEK_HEAD = [0x11, 0x4d, 0x9b, 0x74]
const CUES = [0x1c, 0x53, 0xbb, 0x6b]
const INFO = [0x15, 0x49, 0xa9, 0x66]
const CLUSTER = [0x1f, 0x43, 0xb6, 0x75]
const header = element(EBML, element([0x42, 0x82], letters('matroska')))
const seekTo = (id: readonly number[], position: number) => element([0x4d, 0xbb], [...element([0x53, 0xab], id), ...element([0x53, 0xac], uint(position, 8))])
const segment = (size: number, ...children: readonly (readonly number[])[]) => [...header, ...element(SEGMENT, children.flat(), size)]
/** First byte of the segment's content. */
const CONTENT = header.length + 12

describe('the index of a Matroska file', () => {
  it('is where the SeekHead says', () => {
    const bytes = head(segment(FILE_BYTES, element(SEEK_HEAD, [...seekTo(INFO, 100), ...seekTo(CUES, 9_900_000)])))
    expect(locateIndex(bytes, FILE_BYTES)).toEqual({ kind: 'found', ranges: [{ begin: 0, end: 4096 }, { begin: CONTENT + 9_900_000, end: FILE_BYTES }] })
  })

  it('is taken for half a megabyte when its length is not known yet', () => {
    const bytes = head(segment(FILE_BYTES, element(SEEK_HEAD, seekTo(CUES, 1_000_000))))
    expect(locateIndex(bytes, FILE_BYTES)).toMatchObject({ kind: 'found', ranges: [{}, { begin: CONTENT + 1_000_000, end: CONTENT + 1_000_000 + 524_288 }] })
  })

  it('in front of the clusters is the head up to its end', () => {
    const bytes = head(segment(FILE_BYTES, element(INFO, [1, 2, 3]), element(CUES, [], 700)))
    expect(locateIndex(bytes, FILE_BYTES)).toEqual({ kind: 'found', ranges: [{ begin: 0, end: CONTENT + 15 + 12 + 700 }] })
  })

  it('of a file without Cues is the head up to the first cluster', () => {
    const bytes = head(segment(FILE_BYTES, element(SEEK_HEAD, seekTo(INFO, 40)), element(INFO, [1, 2, 3]), element(CLUSTER, [], 50_000)))
    const result = locateIndex(bytes, FILE_BYTES)
    expect(result.kind === 'found' && result.ranges).toHaveLength(1)
  })

  it('of a live file with a segment of unknown size is found the same way', () => {
    const bytes = head([...header, ...SEGMENT, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], element(CLUSTER, [], 50_000))
    expect(locateIndex(bytes, FILE_BYTES)).toEqual({ kind: 'found', ranges: [{ begin: 0, end: CONTENT }] })
  })

  it('behind the film leaves Info and Tracks in the head, however far they reach, and no more of it', () => {
    const front = segment(FILE_BYTES, element(SEEK_HEAD, seekTo(CUES, 9_000_000)), element([0xec], Array.from({ length: 5000 }, () => 0)), element(INFO, [1, 2, 3]))
    const attachments = element([0x19, 0x41, 0xa4, 0x69], [], 500_000)
    expect(locateIndex(head(front, attachments), FILE_BYTES)).toMatchObject({ kind: 'found', ranges: [{ begin: 0, end: front.length }, {}] })
  })

  it('that is said to lie behind the end of the file is unknown', () => {
    expect(locateIndex(head(segment(FILE_BYTES, element(SEEK_HEAD, seekTo(CUES, FILE_BYTES)))), FILE_BYTES)).toEqual({ kind: 'unknown' })
  })
})

describe('an index behind the film', () => {
  const guess = [{ begin: 0, end: 4096 }, { begin: 9_000_000, end: 9_524_288 }]
  const start = (bytes: readonly number[]) => Uint8Array.from([...bytes, ...Array.from({ length: INDEX_HEADER_BYTES }, () => 0)]).subarray(0, INDEX_HEADER_BYTES)

  it('is as long as it says once its first bytes are here', () => {
    expect(settleIndex(guess, start(element(CUES, [], 700)), FILE_BYTES)).toEqual([guess[0], { begin: 9_000_000, end: 9_000_712 }])
    expect(settleIndex(guess, start(element(CUES, [], 900_000)), FILE_BYTES)).toEqual([guess[0], { begin: 9_000_000, end: 9_900_012 }])
    expect(settleIndex(guess, start(box('moov', 5000)), FILE_BYTES)).toEqual([guess[0], { begin: 9_000_000, end: 9_005_000 }])
  })

  it('does not reach past the end of the file', () => {
    expect(settleIndex(guess, start(element(CUES, [], 60_000_000)), FILE_BYTES)).toEqual([guess[0], { begin: 9_000_000, end: FILE_BYTES }])
  })

  it('stays a guess where something else lies, or where it claims to be longer than any', () => {
    for (const other of [element(CLUSTER, [], 700), box('free', 8), [], element(CUES, [], 1e9)]) expect(settleIndex(guess, start(other), 1e10)).toEqual(guess)
  })
})

describe('whatever the bytes are', () => {
  const anyHead = fc.uint8Array({ maxLength: 400 })
  const startings = [head(ftyp).slice(0, 24), Uint8Array.from(header), Uint8Array.from(segment(FILE_BYTES)), Uint8Array.from([...ftyp, ...box('free', 16)])]
  const anyStarted = fc.tuple(fc.constantFrom(...startings), anyHead).map(([start, rest]) => Uint8Array.from([...start, ...rest]))
  const anyBoxes = fc.array(fc.tuple(fc.constantFrom('free', 'mdat', 'moov', 'wide', 'abcd'), fc.integer({ min: 0, max: 60 })), { maxLength: 8 })
    .map((boxes) => Uint8Array.from([...ftyp, ...boxes.flatMap(([name, size]) => [...box(name, size), ...Array.from({ length: Math.max(0, size - 8) }, () => 0)])]))
  const anyElements = fc.array(fc.tuple(fc.constantFrom(SEEK_HEAD, CUES, CLUSTER, INFO, [0xec]), fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 0, max: 200 })), { maxLength: 8 })
    .map((elements) => Uint8Array.from(segment(FILE_BYTES, ...elements.map(([id, body, size]) => element(id, [...body], size)))))
  const anything = fc.oneof(anyHead, anyStarted, anyBoxes, anyElements)

  it('what is found lies inside the file', () => {
    fc.assert(fc.property(anything, fc.integer({ min: 0, max: 100_000 }), (bytes, behind) => {
      const found: IndexLocation = locateIndex(bytes, bytes.length + behind)
      if (found.kind !== 'found') return
      expect(found.ranges.length).toBeGreaterThan(0)
      for (const { begin, end } of found.ranges) {
        expect(begin).toBeGreaterThanOrEqual(0)
        expect(end).toBeLessThanOrEqual(bytes.length + behind)
        expect(end).toBeGreaterThanOrEqual(begin)
      }
    }), { numRuns: 1000 })
  })

  it('more is only asked for where there is more, and never more than a megabyte', () => {
    fc.assert(fc.property(anything, fc.integer({ min: 0, max: 10_000_000 }), (bytes, behind) => {
      const found = locateIndex(bytes, bytes.length + behind)
      if (found.kind !== 'needsMore') return
      expect(found.headBytes).toBeGreaterThan(bytes.length)
      expect(found.headBytes).toBeLessThanOrEqual(Math.min(bytes.length + behind, 1024 * 1024))
    }), { numRuns: 1000 })
  })

  it('a thousand boxes or elements of nothing are walked through once', () => {
    const boxes = Uint8Array.from([...ftyp, ...Array.from({ length: 1000 }, () => box('free', 8)).flat()])
    expect(locateIndex(boxes, FILE_BYTES).kind).toBe('needsMore')
    const elements = Uint8Array.from(segment(FILE_BYTES, ...Array.from({ length: 1000 }, () => element([0xec], []))))
    expect(locateIndex(elements, FILE_BYTES).kind).toBe('needsMore')
  })
})
