import { describe, expect, it } from 'vitest'
import { chooseLane, isLeft } from './choose-lane.ts'
import { evenGrid } from './grid.ts'

/** Cells of two seconds. */
const GRID = evenGrid(7200)
const at = (asked: number | null, askedMs = 0, has = false) => ({ asked, askedMs, has })

describe('a cell of a film that several may watch', () => {
  it.each([
    ['the first place there is', [], 500, { lane: 0, isJump: true }],
    ['a place that is nobody\'s yet', [at(null)], 500, { lane: 0, isJump: false }],
    ['the place it is near to, behind or before', [at(100), at(500)], 529, { lane: 1, isJump: false }],
    ['the nearer of two', [at(100), at(140)], 125, { lane: 1, isJump: false }],
    ['the place where it is made, however far', [at(100, 0, true), at(900)], 500, { lane: 0, isJump: false }],
    ['a place of its own', [at(100)], 500, { lane: 1, isJump: true }],
    ['the place that was left longest ago', [at(100, 9), at(500, 5)], 900, { lane: 1, isJump: true }],
  ] as const)('is made at %s', (_title, lanes, cell, choice) => {
    expect(chooseLane(lanes, GRID, cell)).toEqual(choice)
  })
})

describe('a place in a film', () => {
  it('is left when somebody jumped away from it, until it is asked for again, and when nobody asks for long while another is', () => {
    expect(isLeft(1000, { jumpedMs: 1500, askedMs: 2000 })).toBe(true)
    expect(isLeft(1900, { jumpedMs: 1500, askedMs: 2000 })).toBe(false)
    expect(isLeft(1900, { jumpedMs: 1500, askedMs: 12_000 })).toBe(true)
  })
})
