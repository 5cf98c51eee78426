import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFragmentSplitter } from './fragments.ts'
import type { FragmentPart } from './fragments.ts'

const u32 = (...values: readonly number[]) => values.flatMap((value) => [value >>> 24 & 255, value >>> 16 & 255, value >>> 8 & 255, value & 255])
const u64 = (value: bigint) => u32(Number(value >> 32n), Number(value & 0xffffffffn))
const letters = (name: string) => [...name].map((letter) => letter.charCodeAt(0))
const box = (name: string, ...bodies: readonly (readonly number[])[]): number[] => {
  const body = bodies.flat()
  return [...u32(body.length + 8), ...letters(name), ...body]
}

/** A track of a `moov`: id, timescale, kind, ticks cut off by its edit list. */
const trak = (id: number, timescale: number, kind: 'vide' | 'soun', cut: number) => box('trak',
  box('tkhd', u32(0, 0, 0, id, 0, 0)),
  box('edts', box('elst', u32(0, 1, 0, cut, 0x10000))),
  box('mdia', box('mdhd', u32(0, 0, 0, timescale, 0, 0)), box('hdlr', u32(0, 0), letters(kind), u32(0, 0, 0))))
const INIT = [...box('ftyp', letters('iso5')), ...box('moov', box('mvhd', u32(0)), trak(1, 48_000, 'soun', 0), trak(2, 12_800, 'vide', 1024), box('mvex', box('trex', u32(0, 2, 1, 512, 0, 0))))]

/** A fragment: sound from soundTicks, and `count` pictures of 512 ticks from ticks on, the first shown 1024 ticks later than decoded. */
function fragment(ticks: number, count: number, soundTicks = 0n, { isKey = true, offset = 1024 } = {}): number[] {
  const sound = box('traf', box('tfhd', u32(0x020000, 1)), box('tfdt', u32(0x01000000), u64(soundTicks)))
  const offsets = Array.from({ length: count }, () => u32(offset)).flat()
  const pictures = box('traf', box('tfhd', u32(0x020000, 2)), box('tfdt', u32(0x01000000), u64(BigInt(ticks))), box('trun', u32(0x000805, count, 0, isKey ? 0x02000000 : 0x01010000), offsets))
  return [...box('moof', box('mfhd', u32(0, 1)), sound, pictures), ...box('mdat', [1, 2, 3])]
}

function split(bytes: readonly number[], cuts: readonly number[] = []): FragmentPart[] {
  const splitter = createFragmentSplitter()
  const all = Uint8Array.from(bytes)
  const places = [0, ...[...cuts].sort((a, b) => a - b), all.length]
  return places.slice(1).flatMap((end, i) => splitter.push(all.slice(places[i], end)))
}

describe('a stream of fragments', () => {
  it('is cut into its beginning and its fragments, each with the time its pictures are seen', () => {
    const parts = split([...INIT, ...fragment(0, 50), ...fragment(25_600, 25)])
    expect(parts.map((part) => (part.kind === 'init' ? part.bytes.length : [part.startSec, part.endSec]))).toEqual([INIT.length, [0, 2], [2, 3]])
    expect(Buffer.concat(parts.map(({ bytes }) => bytes))).toEqual(Buffer.from([...INIT, ...fragment(0, 50), ...fragment(25_600, 25)]))
  })

  it('is the same however it arrives', () => {
    const bytes = [...INIT, ...fragment(0, 3), ...box('free', [0]), ...fragment(1536, 2), ...box('mfra', [])]
    const whole = split(bytes)
    fc.assert(fc.property(fc.array(fc.nat(bytes.length)), (cuts) => { expect(split(bytes, cuts)).toEqual(whole) }))
    expect(split(bytes, bytes.map((_, i) => i))).toEqual(whole)
  })

  it('has sound that begins before zero begin at zero', () => {
    const [, first] = split([...INIT, ...fragment(0, 2, 2n ** 64n - 1024n)])
    expect(first && Buffer.from(first.bytes)).toEqual(Buffer.from(fragment(0, 2, 0n)))
  })

  it('goes on between its key frames, whatever the order of the pictures', () => {
    const parts = split([...INIT, ...fragment(0, 25), ...fragment(12_800, 25, 0n, { isKey: false, offset: 2560 }), ...fragment(25_600, 25)])
    expect(parts.slice(1).map((part) => (part.kind === 'fragment' ? [part.startSec, part.endSec, part.isKey] : part.kind))).toEqual([[0, 1, true], [1, 2, false], [2, 3, true]])
  })

  it('keeps sound that comes without a picture, with the pictures before it', () => {
    const sound = [...box('moof', box('mfhd', u32(0, 1)), box('traf', box('tfhd', u32(0x020000, 1)), box('tfdt', u32(0x01000000), u64(48_000n)))), ...box('mdat', [9])]
    expect(split([...INIT, ...sound]).length).toBe(1)
    const [, , last] = split([...INIT, ...fragment(0, 25), ...sound])
    expect(last).toMatchObject({ kind: 'fragment', startSec: 1, endSec: 1, isKey: false })
    expect(last && [...last.bytes]).toEqual(sound)
  })

  it('needs its whole fragment', () => {
    expect(split([...INIT, ...fragment(0, 2).slice(0, -1)]).map(({ kind }) => kind)).toEqual(['init'])
  })

  it.each([['text', letters('this is not a film at all')], ['a box without an end', [...u32(0), ...letters('mdat'), ...u32(0, 0)]], ['a box of an exabyte', [...u32(1), ...letters('mdat'), ...u64(2n ** 60n)]]])('is not %s', (_title, bytes) => {
    expect(() => split(bytes)).toThrow(RangeError)
  })

  it('may be any nonsense inside', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      expect(split([...box('moov', [...noise]), ...box('moof', [...noise]), ...box('mdat', [...noise])]).length).toBeLessThanOrEqual(2)
    }))
  })
})
