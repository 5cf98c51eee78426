import { describe, expect, it } from 'vitest'
import { drawWindow } from './picture.ts'
import type { PlannedRange } from './plan-window.ts'

const geometry = { lengthBytes: 1200, pieceLengthBytes: 100 }
const whole = { begin: 0, end: 1200 }
const range = (tier: PlannedRange['tier'], begin: number, end: number): PlannedRange => ({ tier, begin, end, deadlineMs: 0 })
const have = (...pieces: readonly number[]) => ({ get: (piece: number) => pieces.includes(piece) })

describe('the picture of a window', () => {
  it('shows one letter a piece, the most urgent one where ranges overlap', () => {
    const ranges = [range('fill', 0, 1200), range('edges', 0, 250), range('ahead', 200, 600), range('urgent', 350, 450)]
    expect(drawWindow(geometry, whole, have(), ranges, 100)).toBe('EEAUUA......')
  })

  it('shows what is verified whatever is planned there', () => {
    expect(drawWindow(geometry, whole, have(0, 3), [range('urgent', 0, 500)], 100)).toBe('#UU#U.......')
  })

  it('starts at the first piece of the file and ends with its last', () => {
    expect(drawWindow(geometry, { begin: 350, end: 720 }, have(3), [range('urgent', 0, 50)], 100)).toBe('#....')
    expect(drawWindow(geometry, { begin: 350, end: 720 }, have(3), [range('urgent', 50, 160)], 100)).toBe('#UU..')
  })

  it('groups the pieces of a long file and shows the most urgent missing one of each group', () => {
    const ranges = [range('ahead', 0, 1200), range('urgent', 500, 600)]
    expect(drawWindow(geometry, whole, have(0, 1, 2, 3), ranges, 3)).toBe('#UA')
    expect(drawWindow(geometry, whole, have(0, 1, 5), ranges, 6)).toBe('#AAAAA')
  })

  it('is never longer than asked for', () => {
    for (const chars of [1, 2, 5, 7, 11, 12, 13]) expect(drawWindow(geometry, whole, have(), [], chars).length).toBeLessThanOrEqual(chars)
  })
})
