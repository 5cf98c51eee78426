import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveRange } from './range.ts'

const LENGTH = 1000
const part = (begin: number, end: number) => ({ kind: 'part', bytes: { begin, end } })
const full = { kind: 'full' }
const unsatisfiable = { kind: 'unsatisfiable' }

const table: readonly (readonly [string | null, object])[] = [
  // no range at all
  [null, full],
  ['', full],
  ['items=0-1', full],
  ['bytes', full],
  // one range
  ['bytes=0-0', part(0, 1)],
  ['bytes=0-99', part(0, 100)],
  ['bytes=0-', part(0, 1000)],
  ['bytes=999-', part(999, 1000)],
  ['bytes=999-999', part(999, 1000)],
  ['bytes=500-500', part(500, 501)],
  ['bytes=0-999', part(0, 1000)],
  ['bytes=0-1000', part(0, 1000)],
  ['bytes=990-99999999999999999999', part(990, 1000)],
  ['bytes=007-009', part(7, 10)],
  ['BYTES=1-2', part(1, 3)],
  ['bytes=1-2,', part(1, 3)],
  ['bytes=, ,1-2', part(1, 3)],
  ['bytes=1-2 ', part(1, 3)],
  // a suffix
  ['bytes=-1', part(999, 1000)],
  ['bytes=-1000', part(0, 1000)],
  ['bytes=-5000', part(0, 1000)],
  // nothing to send
  ['bytes=1000-', unsatisfiable],
  ['bytes=1000-1001', unsatisfiable],
  ['bytes=99999999999999999999-', unsatisfiable],
  ['bytes=-0', unsatisfiable],
  ['bytes=-000', unsatisfiable],
  // malformed, so ignored
  ['bytes=', full],
  ['bytes=,', full],
  ['bytes=-', full],
  ['bytes=5-2', full],
  ['bytes=a-b', full],
  ['bytes=1', full],
  ['bytes=1-2-3', full],
  ['bytes=--1', full],
  ['bytes=-1-', full],
  ['bytes=+1-2', full],
  ['bytes=1.0-2', full],
  ['bytes=0x1-2', full],
  ['bytes=1 -2', full],
  ['bytes= 1-2', full],
  ['bytes =1-2', full],
  [' bytes=1-2', full],
  ['bytes:1-2', full],
  ['bytes=١-٢', full],
  ['bytes=1-2;3-4', full],
  ['bytes=1-2, bytes=3-4', full],
  // several ranges are answered with the whole
  ['bytes=0-0,1-1', full],
  ['bytes=0-0, -1', full],
  ['bytes=0-0,99999-', full],
  ['bytes=99999-,88888-', full],
]

describe('a Range header', () => {
  it.each(table)('%j resolves to %j', (header, expected) => {
    expect(resolveRange(header, LENGTH)).toEqual(expected)
  })

  it('finds nothing in an empty file but its whole', () => {
    expect(resolveRange('bytes=0-', 0)).toEqual(unsatisfiable)
    expect(resolveRange('bytes=-1', 0)).toEqual(full)
    expect(resolveRange(null, 0)).toEqual(full)
  })

  it('with many thousands of ranges is read in one pass', () => {
    expect(resolveRange(`bytes=${'0-0,'.repeat(100_000)}`, LENGTH)).toEqual(full)
    expect(resolveRange(`bytes=${','.repeat(100_000)}0-0`, LENGTH)).toEqual(part(0, 1))
    expect(resolveRange(`bytes=0${' '.repeat(100_000)}-0`, LENGTH)).toEqual(full)
  })

  it('never leads outside the file and never to nothing', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-,= bytes') }), fc.nat(2000), (text, lengthBytes) => {
      const choice = resolveRange(`bytes=${text}`, lengthBytes)
      if (choice.kind !== 'part') return
      expect(choice.bytes.begin).toBeGreaterThanOrEqual(0)
      expect(choice.bytes.end).toBeLessThanOrEqual(lengthBytes)
      expect(choice.bytes.end).toBeGreaterThan(choice.bytes.begin)
    }))
  })

  it('a-b holds exactly the positions from a to b that exist', () => {
    fc.assert(fc.property(fc.nat(1500), fc.nat(1500), fc.nat(1500), (a, b, position) => {
      const choice = resolveRange(`bytes=${String(a)}-${String(b)}`, LENGTH)
      const inside = choice.kind === 'part' && position >= choice.bytes.begin && position < choice.bytes.end
      expect(inside).toBe(position >= a && position <= b && position < LENGTH)
    }))
  })

  it('-n holds exactly the last n positions', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1500 }), fc.nat(LENGTH - 1), (n, position) => {
      const choice = resolveRange(`bytes=-${String(n)}`, LENGTH)
      const inside = choice.kind === 'part' && position >= choice.bytes.begin && position < choice.bytes.end
      expect(inside).toBe(position >= LENGTH - n)
    }))
  })
})
