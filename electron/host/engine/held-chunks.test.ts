import { describe, expect, it } from 'vitest'
import type { WantedRange } from '../../../shared/window/pick-blocks.ts'
import { createHeldChunks } from './held-chunks.ts'
import type { WatchedPart } from './held-chunks.ts'

const CHUNK = 1_000_000
const range = (tier: WantedRange['tier'], begin: number, end: number): WantedRange => ({ tier, begin: begin * CHUNK, end: end * CHUNK, deadlineMs: 0 })

/** A film of 20 chunks that is watched at chunk 8; its index lies in the last one. */
function film(wish: Partial<WatchedPart> = {}): WatchedPart {
  return { file: { begin: 0, end: 20 * CHUNK }, start: 8.5 * CHUNK, reads: [], ranges: [range('urgent', 8.5, 8.7), range('ahead', 8.5, 12), range('edges', 19.5, 20), range('fill', 0, 20)], ...wish }
}

describe('the chunks of a film', () => {
  it('may all be fetched while there is room for them', () => {
    const held = createHeldChunks(CHUNK, () => 20, () => 0)
    expect(held.plan([film()])).toBeNull()
    expect(held.urgencyOf(3)).toBe('must')
  })

  it('are the window, the index and the film onwards while there is not, in whole chunks', () => {
    const held = createHeldChunks(CHUNK, () => 8, () => 0)
    expect(held.plan([film()])).toEqual([{ begin: 8 * CHUNK, end: 15 * CHUNK }, { begin: 19 * CHUNK, end: 20 * CHUNK }])
    expect([7, 8, 11, 13, 15, 19].map(held.urgencyOf)).toEqual(['other', 'must', 'must', 'held', 'other', 'must'])
    expect(held.demand()).toMatchObject({ chunks: 20, idleMs: 0, starts: [8] })
  })

  it('are needed where something else reads, wherever that is', () => {
    const held = createHeldChunks(CHUNK, () => 8, () => 0)
    held.plan([film({ reads: [{ at: 2.9 * CHUNK, waiting: false }] })])
    expect([1, 2, 3, 4].map(held.urgencyOf)).toEqual(['other', 'must', 'must', 'other'])
  })

  it('are those that reads wait for, even without room for them', () => {
    const held = createHeldChunks(CHUNK, () => 1, () => 0)
    const reads = [{ at: 8.5 * CHUNK, waiting: false }, { at: 2.5 * CHUNK, waiting: true }, { at: 19.5 * CHUNK, waiting: true }]
    expect(held.plan([film({ reads })])).toEqual([{ begin: 2 * CHUNK, end: 3 * CHUNK }, { begin: 19 * CHUNK, end: 20 * CHUNK }])
    expect([2, 8, 19].map(held.urgencyOf)).toEqual(['must', 'other', 'must'])
  })

  it('are not wanted any more when nobody watches, and the time since then is known', () => {
    let nowMs = 100
    const held = createHeldChunks(CHUNK, () => 8, () => nowMs)
    held.plan([film()])
    nowMs = 350
    expect(held.demand().idleMs).toBe(0)
    held.plan([])
    expect(held.demand()).toEqual({ chunks: 0, idleMs: 250, starts: [], must: [], hold: [] })
    expect(held.urgencyOf(9)).toBe('other')
  })
})
