import { describe, expect, it } from 'vitest'
import type { WantedRange } from '../window/pick-blocks.ts'
import { clipRanges } from './clip-ranges.ts'

const range = (tier: WantedRange['tier'], begin: number, end: number): WantedRange => ({ tier, begin, end, deadlineMs: 0 })

describe('what is fetched while space is limited', () => {
  const held = [{ begin: 10, end: 20 }, { begin: 30, end: 40 }]

  it('is the part of the film that may be held, in the order in which it is wanted', () => {
    expect(clipRanges([range('ahead', 15, 35), range('fill', 0, 12), range('warm', 20, 30)], held)).toEqual([range('ahead', 15, 20), range('ahead', 30, 35), range('fill', 10, 12)])
  })

  it('is no more of what is urgent or of the index either: it would be thrown away and fetched again', () => {
    expect(clipRanges([range('urgent', 5, 15), range('edges', 45, 50)], held)).toEqual([range('urgent', 10, 15)])
  })
})
