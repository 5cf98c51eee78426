import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../ipc/schema.ts'
import { uint } from '../window/testing/film-index.ts'
import type { Cue } from './cue.ts'
import { cueSchema, shownTogether } from './cue.ts'
import { createPictureCueReader } from './picture-cues.ts'
import type { IndexedPicture } from './picture.ts'

const segment = (type: number, body: readonly number[]) => [type, ...uint(body.length, 2), ...body]
const composition = (objects: readonly (readonly [id: number, x: number, y: number])[]) => segment(0x16, [...uint(1920, 2), ...uint(1080, 2), 0x10, 0, 1, 0x80, 0, 7, objects.length, ...objects.flatMap(([id, x, y]) => [...uint(id, 2), 0, 0, ...uint(x, 2), ...uint(y, 2)])])
/** White, red, and an entry that is half seen through. */
const PALETTE = segment(0x14, [7, 0, 1, 235, 128, 128, 255, 2, 63, 240, 102, 255, 3, 16, 128, 128, 128])
const object = (id: number, width: number, height: number, runs: readonly number[]) => segment(0x15, [...uint(id, 2), 0, 0xc0, ...uint(runs.length + 4, 3), ...uint(width, 2), ...uint(height, 2), ...runs])
const END = segment(0x80, [])

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

describe('damaged pictures', () => {
  it.each(['pgs', 'vobsub'])('of %s are no pictures, and nothing fails', (format) => {
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
