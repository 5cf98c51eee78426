import { expect, it } from 'vitest'
import { rebaseFragments, timescalesOf } from './rebase-fragments.ts'

const u32 = (...values: number[]) => values.flatMap((value) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255])
const box = (type: string, ...content: readonly number[][]): number[] => {
  const inner = content.flat()
  return [...u32(inner.length + 8), ...[...type].map((letter) => letter.charCodeAt(0)), ...inner]
}
const track = (id: number, timescale: number) => box('trak', box('tkhd', u32(0, 0, 0, id, 0)), box('mdia', box('mdhd', u32(0, 0, 0, timescale, 0))))
const INIT = Uint8Array.from([...box('ftyp', u32(0)), ...box('moov', track(1, 12_800), track(2, 48_000))])
const traf = (id: number, tfdt: readonly number[]) => box('traf', box('tfhd', u32(0, id)), box('tfdt', [...tfdt]))
const moof = (...trafs: readonly number[][]) => [...box('moof', ...trafs), ...box('mdat', [1, 2, 3])]
const WIDE = 0x01000000

it('each track has its own ticks a second', () => {
  expect([...timescalesOf(INIT)]).toEqual([[1, 12_800], [2, 48_000]])
  expect(timescalesOf(Uint8Array.of(1, 2, 3)).size).toBe(0)
})

it('a stream from the middle of a film begins at 0, in the ticks of each track', () => {
  const bytes = Uint8Array.from([...moof(traf(1, u32(0, 128_000)), traf(2, u32(WIDE, 0, 480_100))), ...moof(traf(1, u32(0, 140_800)))])
  const expected = Uint8Array.from([...moof(traf(1, u32(0, 0)), traf(2, u32(WIDE, 0, 100))), ...moof(traf(1, u32(0, 12_800)))])
  expect(rebaseFragments(bytes, timescalesOf(INIT), 10)).toEqual(expected)
})

it('sound that begins a little before begins at 0, and unknown tracks stay', () => {
  const bytes = Uint8Array.from(moof(traf(2, u32(WIDE, 0, 479_000)), traf(9, u32(0, 7))))
  expect(rebaseFragments(bytes, timescalesOf(INIT), 10)).toEqual(Uint8Array.from(moof(traf(2, u32(WIDE, 0, 0)), traf(9, u32(0, 7)))))
})

it('the bytes given are not changed', () => {
  const bytes = Uint8Array.from(moof(traf(1, u32(0, 128_000))))
  const before = bytes.slice()
  rebaseFragments(bytes, timescalesOf(INIT), 10)
  expect(bytes).toEqual(before)
})
