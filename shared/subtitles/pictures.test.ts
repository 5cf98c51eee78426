import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../ipc/schema.ts'
import { uint } from '../window/testing/film-index.ts'
import type { Cue } from './cue.ts'
import { cueSchema, shownTogether } from './cue.ts'
import { createPictureCueReader } from './picture-cues.ts'
import type { IndexedPicture } from './picture.ts'
import { pgsComposition as composition, PGS_END as END, pgsObject as object, PGS_PALETTE as PALETTE } from './testing/pgs-segments.ts'

/** Entries as letters: `.` is seen through. */
function draw(picture: IndexedPicture | null): string[] {
  if (!picture) return []
  const letter = (entry: number) => (picture.palette[entry * 4 + 3] === 0 ? '.' : String(entry))
  return Array.from({ length: picture.height }, (_, y) => [...picture.pixels.subarray(y * picture.width, (y + 1) * picture.width)].map(letter).join(''))
}

const shown = (cue: Cue | null) => (cue ? `${String(cue.startMs)}-${String(cue.endMs)} ${cue.picture?.name ?? '?'}` : 'none')

describe('the pictures of Blu-ray', () => {
  const pgs = createPictureCueReader('pgs', new Uint8Array(0))
  const runs = [1, 1, 0, 0x02, 0, 0, /**/ 0, 0x84, 2, 0, 0, /**/ 0, 0x40, 1, 3, 0, 0xc0, 3, 1]
  const set = Uint8Array.from([...composition([[0, 960, 900]]), ...PALETTE, ...object(0, 4, 3, runs), ...END])

  it('are drawn from their runs', () => {
    expect(draw(pgs.draw(set))).toEqual(['11..', '2222', '.311'])
    expect(pgs.draw(set)?.palette.slice(4, 16)).toEqual(Uint8Array.from([255, 255, 255, 255, 255, 1, 0, 255, 0, 0, 0, 128]))
  })
  it('have a place on a screen of square dots, and end with an empty one', () => {
    const cue = pgs.cue(set, '5', 1000, null)
    expect(cue?.picture).toEqual({ name: '5', x: 0.5, y: 900 / 1080, width: 4 / 1920, height: 3 / 1080, aspect: 16 / 9 })
    const clear = pgs.cue(Uint8Array.from([...composition([]), ...END]), '6', 3000, null)
    expect([shown(cue), shown(clear)]).toEqual(['1000-16000 5', '3000-18000 '])
    expect(shownTogether([cue, clear].flatMap((each) => each ?? []))).toEqual([])
    expect(shownTogether([cue].flatMap((each) => each ?? []))).toEqual([cue])
  })
  it('of two objects are one picture around both', () => {
    const two = Uint8Array.from([...composition([[0, 10, 10], [1, 12, 11]]), ...PALETTE, ...object(0, 1, 1, [1, 0, 0]), ...object(1, 1, 1, [2, 0, 0]), ...END])
    expect(draw(pgs.draw(two))).toEqual(['1..', '..2'])
  })
  it('that only change colours, or lie outside the screen, show nothing of their own', () => {
    expect(pgs.cue(Uint8Array.from([...composition([[0, 10, 10]]), ...PALETTE, ...END]), '0', 0, null)).toBeNull()
    expect(pgs.cue(Uint8Array.from([...composition([[0, 1919, 10]]), ...PALETTE, ...object(0, 4, 3, runs), ...END]), '0', 0, null)).toBeNull()
  })
})

describe('the pictures of DVD', () => {
  const HEAD = Uint8Array.from([...'size: 720x576\npalette: 000000, ffffff, ff0000, 00ff00\n'].map((letter) => letter.charCodeAt(0)))
  const vobsub = createPictureCueReader('vobsub', HEAD)
  // Two lines of four dots: 2 of colour 1 and the rest 0; 4 of colour 2.
  const fields = [0x90, 0x00, 0x00, /**/ 0x12]
  const controlAt = 4 + fields.length
  const control = [
    ...uint(9, 2), ...uint(controlAt + 24, 2), 0x01, 0x03, 0x32, 0x10, 0x04, 0xff, 0xf0, 0x05, 0x0a, 0x00, 0xa3, 0x20, 0x02, 0x01, 0x06, ...uint(4, 2), ...uint(7, 2), 0xff,
    ...uint(90, 2), ...uint(controlAt + 24, 2), 0x02, 0xff,
  ]
  const block = Uint8Array.from([...uint(controlAt + control.length, 2), ...uint(controlAt, 2), ...fields, ...control])

  it('are drawn from their two fields', () => {
    const picture = vobsub.draw(block)
    expect(picture && [picture.width, picture.height]).toEqual([4, 2])
    expect(draw(picture)).toEqual(['11..', '2222'])
    expect(picture?.palette.slice(4, 12)).toEqual(Uint8Array.from([255, 255, 255, 255, 255, 0, 0, 255]))
  })
  it('say when they come and go', () => {
    expect(shown(vobsub.cue(block, '0', 1000, null))).toBe('1102-2024 0')
    expect(vobsub.cue(block, '0', 1000, null)?.picture?.x).toBeCloseTo(160 / 720)
  })
})

describe('the pictures of broadcasts', () => {
  const dvb = createPictureCueReader('dvb', new Uint8Array(0))
  const part = (type: number, body: readonly number[]) => [0x0f, type, ...uint(1, 2), ...uint(body.length, 2), ...body]
  const page = (timeOutSec: number, ...regions: readonly (readonly [id: number, x: number, y: number])[]) => part(0x10, [timeOutSec, 0, ...regions.flatMap(([id, x, y]) => [id, 0, ...uint(x, 2), ...uint(y, 2)])])
  const region = (id: number, width: number, height: number, depth: 1 | 2 | 3, object: number) => part(0x11, [id, 0x08, ...uint(width, 2), ...uint(height, 2), depth << 2, 5, 0, 0, ...uint(object, 2), 0, 0, 0, 0])
  /** Entry 1 opaque white, entry 2 half of red, entry 3 written short. */
  const COLOURS = part(0x12, [5, 0, 1, 0x21, 235, 128, 128, 0, 2, 0x21, 81, 240, 90, 127, 3, 0x20, 0xfe, 0x20])
  const pixels = (id: number, top: readonly number[], bottom: readonly number[]) => part(0x13, [...uint(id, 2), 0, ...uint(top.length, 2), ...uint(bottom.length, 2), ...top, ...bottom])
  const set = (...parts: readonly (readonly number[])[]) => Uint8Array.from([0x20, 0, ...parts.flat(), ...part(0x80, []), 0xff])
  // Of four bits: 1, 2, a run of five 2, the end; then 3 twice, three 0, the end.
  const top = [0x11, 0x12, 0x09, 0x20, 0x00, 0xf0]
  const bottom = [0x11, 0x33, 0x01, 0x00, 0xf0]

  it('are drawn from their two fields, each line in runs', () => {
    const picture = dvb.draw(set(page(7, [0, 100, 500]), COLOURS, region(0, 8, 2, 2, 9), pixels(9, top, bottom)))
    expect(draw(picture)).toEqual(['1222222.', '33......'])
    expect([...picture?.palette.slice(4, 12) ?? []]).toEqual([255, 255, 255, 255, 254, 0, 0, 128])
  })

  it('are drawn of codes of two and of eight bits as well, and the second field is the first where there is none', () => {
    // 1, a run of four 2; the end.
    expect(draw(dvb.draw(set(page(7, [0, 0, 0]), COLOURS, region(0, 6, 2, 1, 9), pixels(9, [0x10, 0b01_00_1_001, 0b10_00_0_0_00, 0, 0xf0], []))))).toEqual(['12222.', '12222.'])
    expect(draw(dvb.draw(set(page(7, [0, 0, 0]), COLOURS, region(0, 6, 1, 3, 9), pixels(9, [0x12, 1, 0, 0x83, 2, 0, 0x01, 3, 0, 0, 0xf0], [0xf0]))))).toEqual(['1222.3'])
  })

  it('of two regions are one picture around both, each with colours of its own', () => {
    const picture = dvb.draw(set(page(7, [0, 10, 10], [1, 12, 12]), COLOURS, region(0, 2, 1, 2, 8), region(1, 2, 1, 2, 9), pixels(8, [0x11, 0x11, 0x00, 0xf0], []), pixels(9, [0x11, 0x22, 0x00, 0xf0], [])))
    expect(draw(picture)).toEqual(['11..', '....', '..1818'])
  })

  it('are shown until they time out, and taken off by an empty page', () => {
    const cue = dvb.cue(set(page(7, [0, 360, 288]), COLOURS, region(0, 72, 2, 2, 9), pixels(9, top, bottom)), '4', 1000, null)
    expect([shown(cue), cue?.picture]).toEqual(['1000-8000 4', { name: '4', x: 0.5, y: 0.5, width: 0.1, height: 2 / 576, aspect: null }])
    expect(shown(dvb.cue(set(page(7)), '5', 3000, null))).toBe('3000-18000 ')
    expect([dvb.cue(set(page(7, [3, 0, 0])), '6', 0, null), dvb.cue(set(page(7, [0, 700, 0]), region(0, 72, 2, 2, 9)), '7', 0, null)]).toEqual([null, null])
  })
})

describe('damaged pictures', () => {
  it('of broadcasts are no pictures, and nothing fails, whichever bytes are wrong', () => {
    const sound = [0x20, 0, 0x0f, 0x10, 0, 1, 0, 8, 7, 0, 0, 0, 0, 100, 0, 100, 0x0f, 0x12, 0, 1, 0, 8, 5, 0, 1, 0x21, 235, 128, 128, 0, 0x0f, 0x11, 0, 1, 0, 16, 0, 8, 0, 8, 0, 2, 8, 5, 0, 0, 0, 9, 0, 0, 0, 0, 0x0f, 0x13, 0, 1, 0, 12, 0, 9, 0, 0, 5, 0, 0, 0x11, 0x11, 0x12, 0, 0xf0, 0x0f, 0x80, 0, 1, 0, 0]
    const dvb = createPictureCueReader('dvb', new Uint8Array(0))
    expect(draw(dvb.draw(Uint8Array.from(sound)))).toEqual(['1112....', '1112....'].map((line) => line.replaceAll('2', '.')))
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat({ max: sound.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 }), (wrong) => {
      const block = Uint8Array.from(sound)
      for (const [at, byte] of wrong) block[at] = byte
      dvb.draw(block)
      const cue = dvb.cue(block, '1', 0, null)
      return cue === null || check(cueSchema, cue).ok
    }), { numRuns: 500 })
  })

  it.each(['pgs', 'vobsub', 'dvb'])('of %s are no pictures, and nothing fails', (format) => {
    const reader = createPictureCueReader(format, new Uint8Array(0))
    const part = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(Uint8Array.from(composition([[0, 0, 0]])), Uint8Array.from(PALETTE), Uint8Array.from(object(0, 4000, 1000, [0, 0x7f, 0xff]))))
    fc.assert(fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const block = Uint8Array.from(parts.flatMap((bytes) => [...bytes]))
      reader.draw(block)
      const cue = reader.cue(block, '1', 0, 1000)
      return cue === null || check(cueSchema, cue).ok
    }), { numRuns: 200 })
  })
})
