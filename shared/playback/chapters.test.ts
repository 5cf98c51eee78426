import { describe, expect, it } from 'vitest'
import { chapterAt, chapterJump } from './chapters.ts'

const CHAPTERS = [0, 60, 120].map((startSec) => ({ startSec, title: '' }))

describe('chapters', () => {
  it.each([[0, 0], [59.9, 0], [60, 1], [500, 2]])('second %d lies in chapter %d', (sec, place) => {
    expect(chapterAt(CHAPTERS, sec)).toBe(place)
  })
  it.each([
    ['on from the first', 5, 1, 60], ['on from the last', 130, 1, null], ['back to the start of this one', 70, -1, 60], ['back to the one before', 61, -1, 0],
    ['back in the first', 30, -1, 0],
  ] as const)('a key leads %s', (_what, sec, direction, target) => {
    expect(chapterJump(CHAPTERS, sec, direction)).toBe(target)
  })
  it('before the first chapter, back is the beginning', () => {
    expect(chapterJump([{ startSec: 60, title: '' }], 30, -1)).toBe(0)
    expect(chapterJump([], 0, 1)).toBeNull()
  })
})
