import { describe, expect, it } from 'vitest'
import { nextStage, planNext } from './plan-next.ts'

const MB = 1_000_000
const PLAYING = { complete: false, cushionSec: 20, readWaits: false }

describe('the file that follows the one that plays', () => {
  it.each([
    ['waits while little of the film is in hand', PLAYING, 'nothing'],
    ['is begun when the film is safe', { ...PLAYING, cushionSec: 60 }, 'edges'],
    ['is begun when nothing is missing to the end, and something before', { ...PLAYING, cushionSec: Infinity }, 'edges'],
    ['is fetched when all of the film is here', { ...PLAYING, complete: true }, 'whole'],
    ['waits while a read of the film does', { complete: true, cushionSec: Infinity, readWaits: true }, 'nothing'],
  ] as const)('%s', (_title, film, stage) => { expect(nextStage(film)).toBe(stage) })

  it('gets its head and end first, where an index not located yet may be', () => {
    expect(planNext('edges', 50 * MB, null)).toEqual([
      { tier: 'warm', deadlineMs: 60_000, begin: 0, end: MB },
      { tier: 'warm', deadlineMs: 60_000, begin: 50 * MB - 262_144, end: 50 * MB },
    ])
  })

  it('gets its index where it lies', () => {
    const index = [{ begin: 0, end: 4096 }, { begin: 49 * MB, end: 49 * MB + 500_000 }]
    expect(planNext('edges', 50 * MB, index).map(({ begin, end }) => ({ begin, end }))).toEqual([{ begin: 0, end: MB }, ...index])
  })

  it('stays within itself, however short it is', () => {
    expect(planNext('edges', 1000, null)).toEqual([{ tier: 'warm', deadlineMs: 60_000, begin: 0, end: 1000 }, { tier: 'warm', deadlineMs: 60_000, begin: 0, end: 1000 }])
  })

  it('comes as a whole after its edges, in no hurry', () => {
    expect(planNext('whole', 50 * MB, null).at(-1)).toEqual({ tier: 'fill', deadlineMs: Infinity, begin: 0, end: 50 * MB })
    expect(planNext('nothing', 50 * MB, null)).toEqual([])
  })
})
