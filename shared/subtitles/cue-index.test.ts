import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cue } from './cue.ts'
import { FOOT, PLAIN, inOrder, plainText } from './cue.ts'
import { createCueIndex } from './cue-index.ts'

const cue = (startMs: number, endMs: number, text = `${String(startMs)}`): Cue => ({ startMs, endMs, runs: [{ ...PLAIN, text }], place: FOOT, picture: null })
const texts = (cues: readonly Cue[]) => cues.map(plainText)

describe('the cues on the screen', () => {
  const index = createCueIndex([cue(0, 100_000, 'long'), cue(1000, 2000, 'a'), cue(1500, 2500, 'b'), cue(5000, 6000, 'c')])
  it.each([[0, ['long']], [1000, ['long', 'a']], [1999, ['long', 'a', 'b']], [2000, ['long', 'b']], [5500, ['long', 'c']], [200_000, []]])('at %d ms', (ms, expected) => {
    expect(texts(index.at(ms))).toEqual(expected)
  })
  it('change next at the earliest end or beginning', () => {
    expect([0, 1600, 2600, 7000, 100_000].map(index.nextChange)).toEqual([1000, 2000, 5000, 100_000, null])
  })
  it('are found by the moment they are nearest to', () => {
    expect([0, 1200, 1300, 3900, 99_000].map((ms) => texts([index.nearest(ms) ?? cue(0, 1)])[0])).toEqual(['long', 'a', 'b', 'c', 'c'])
    expect(createCueIndex([]).nearest(5)).toBeNull()
  })
  it('are the same as by looking at every cue', () => {
    const some = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 30 })), { maxLength: 30 })
    fc.assert(fc.property(some, fc.integer({ min: 0, max: 90 }), (spans, ms) => {
      const cues = inOrder(spans.map(([start, length]) => cue(start, start + length)))
      const shown = cues.filter(({ startMs, endMs }) => startMs <= ms && ms < endMs)
      expect(createCueIndex(cues).at(ms)).toEqual(shown)
    }))
  })
})
