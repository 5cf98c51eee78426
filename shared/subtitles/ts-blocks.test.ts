import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packets, stamped } from '../transcode/scan/testing/ts-film.ts'
import { pgsComposition, PGS_END, pgsObject, PGS_PALETTE } from './testing/pgs-segments.ts'
import { createTsBlockReader } from './ts-blocks.ts'
import type { TsBlock } from './ts-blocks.ts'
import { tsSubtitles } from './ts-subtitles.ts'

const WORDS = 0x1200
const OTHER = 0x1011
const DISC_BYTES = 192

const picture = [pgsComposition([[0, 10, 10]]), PGS_PALETTE, pgsObject(0, 400, 2, [...Array.from({ length: 700 }, () => 1), 0, 0]), PGS_END]
const empty = [pgsComposition([]), PGS_END]
const pes = (sec: number, body: readonly number[]) => packets(WORDS, stamped(sec, body, { stream: 0xbd, sized: true }))
/** As a disc has it: each segment a PES packet. */
const bySegment = (sec: number, set: readonly (readonly number[])[]) => set.flatMap((segment) => pes(sec, segment))
const film = (...parts: readonly (readonly number[][])[]) => Uint8Array.from(parts.flat().flatMap((packet) => [1, 2, 3, 4, ...packet]))
const pictures = (count: number) => packets(OTHER, stamped(1, Array.from({ length: count * 184 - 20 }, (_, i) => 1 + (i % 200))))

/** Read from the first packet on, `chunk` bytes at a time. */
function blocksOf(bytes: Uint8Array, chunk = bytes.length): TsBlock[] {
  const found: TsBlock[] = []
  const reader = createTsBlockReader(new Map([[WORDS, { format: 'pgs' }]]), DISC_BYTES, (block) => { found.push(block) })
  for (let at = 4; at + 188 <= bytes.length;) at += reader.push(bytes.slice(at, at + Math.max(188, chunk)), at)
  return found
}

describe('the sets of pictures in a transport stream', () => {
  it('are put together of packets with others between them, and say where they lie', () => {
    const bytes = film(pictures(2), pes(1.5, picture[0] ?? []), pictures(3), ...picture.slice(1).map((segment) => pes(1.5, segment)), pictures(1), bySegment(3, empty))
    const [first, second, ...more] = blocksOf(bytes)
    expect([first?.shownSec, first?.place.begin, [...first?.bytes ?? []]]).toEqual([1.5, 4 + 2 * DISC_BYTES, picture.flat()])
    expect([second?.shownSec, [...second?.bytes ?? []], more]).toEqual([3, empty.flat(), []])
    // What lies at the place is enough to have the set again.
    expect(blocksOf(Uint8Array.from([1, 2, 3, 4, ...bytes.slice(first?.place.begin, first?.place.end)])).map((block) => [...block.bytes])).toEqual([picture.flat()])
  })

  it('may be one packet each', () => {
    expect(blocksOf(film(pes(2, picture.flat()), pictures(1))).map(({ bytes }) => [...bytes])).toEqual([picture.flat()])
  })

  it('are the same in whatever parts the bytes come', () => {
    const bytes = film(pictures(1), bySegment(1, picture), pictures(2), bySegment(2, empty))
    const whole = blocksOf(bytes)
    fc.assert(fc.property(fc.integer({ min: 1, max: 3000 }), (chunk) => { expect(blocksOf(bytes, chunk)).toEqual(whole) }), { numRuns: 30 })
    expect(whole).toHaveLength(2)
  })

  it('that begin before the bytes, or have a gap, are left out, and the next one is whole', () => {
    const bytes = film(bySegment(1, picture), bySegment(2, picture))
    const cut = bytes.slice(DISC_BYTES)
    expect(blocksOf(cut).map(({ shownSec }) => shownSec)).toEqual([2])
    bytes.fill(0, DISC_BYTES, DISC_BYTES * 2)
    expect(blocksOf(bytes).map(({ shownSec }) => shownSec)).toEqual([2])
  })

  it('come to no harm by bytes of any kind', () => {
    const part = fc.oneof(fc.uint8Array({ maxLength: 300 }).map((bytes) => [...bytes]), fc.constantFrom(...bySegment(1, picture)), fc.constantFrom(...pes(2, PGS_END)))
    fc.assert(fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const bytes = Uint8Array.from(parts.flat())
      return createTsBlockReader(new Map([[WORDS, { format: 'pgs' }]]), 188, () => undefined).push(bytes, 0) > bytes.length - 188
    }), { numRuns: 200 })
  })
})

describe('the subtitles among the streams of a transport stream', () => {
  const stream = (type: number, ...descriptors: readonly number[]) => ({ pid: type, type, descriptors: Uint8Array.from(descriptors) })
  const german = [...'ger'].map((letter) => letter.charCodeAt(0))
  it('are told by their type or descriptor, with their language', () => {
    const found = tsSubtitles([stream(0x1b), stream(0x90, 0x0a, 4, ...german, 0), stream(0x90), stream(0x06, 0x52, 1, 7, 0x59, 8, ...german, 0x10, 0, 1, 0, 1), stream(0x06, 0x56, 5, ...german, 0x10, 0x88), stream(0x06)])
    expect(found.map(({ kind, format, language }) => `${kind} ${format} ${language}`)).toEqual(['pictures pgs ger', 'pictures pgs ', 'pictures dvb ger', 'unsupported dvb_teletext ger'])
  })
  it('come to no harm by descriptors of any kind', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (descriptors) => tsSubtitles([{ pid: 1, type: 0x06, descriptors }]).length <= 1))
  })
})
