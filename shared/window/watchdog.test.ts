import { describe, expect, it } from 'vitest'
import { excuseOf, watchReads } from './watchdog.ts'
import type { Claim, Kick, WantedPiece, WatchFacts, WatchState } from './watchdog.ts'

const open: Claim = { chokes: false, unansweredMs: null }
const choking: Claim = { chokes: true, unansweredMs: null }
const silent = (unansweredMs: number): Claim => ({ chokes: false, unansweredMs })
const waited = (wish: Partial<WantedPiece> = {}): WantedPiece => ({ piece: 7, read: { asked: false }, checking: false, receivedBlocks: 0, claims: [open], ...wish })
const facts = (wanted: WantedPiece, wish: Partial<WatchFacts> = {}): WatchFacts => ({ peers: 3, diskStopped: false, wanted: [wanted], ...wish })

/** What came of watching for so many seconds, a step a second: seconds of kicks, and from when on the part was gone. */
function watch(seconds: number, factsAt: (second: number) => WatchFacts): { kicks: number[]; again: number[]; goneAt: number[] } {
  let state: WatchState = new Map()
  const kicks: (Kick & { second: number })[] = []
  const goneAt: number[] = []
  for (let second = 0; second <= seconds; second++) {
    const step = watchReads(state, factsAt(second), 1000 * second)
    state = step.state
    kicks.push(...step.kicks.map((kick) => ({ ...kick, second })))
    if (step.gone.has(7)) goneAt.push(second)
  }
  return { kicks: kicks.filter(({ again }) => !again).map(({ second }) => second), again: kicks.filter(({ again }) => again).map(({ second }) => second), goneAt }
}

describe('a waiting read', () => {
  it('with a request open at a peer that answers is left alone', () => {
    expect(watch(10, () => facts(waited({ read: { asked: true } })))).toEqual({ kicks: [], again: [], goneAt: [] })
  })

  it('that nobody was asked for, without a reason, is kicked after two seconds and every two seconds until it is', () => {
    expect(watch(7, () => facts(waited()))).toEqual({ kicks: [2], again: [4, 6], goneAt: [] })
  })

  it('is kicked anew when the invariant breaks a second time', () => {
    expect(watch(8, (second) => facts(waited({ read: { asked: second === 4 } })))).toMatchObject({ kicks: [2, 7], again: [] })
  })

  it('that was asked for a moment within the two seconds is not kicked', () => {
    expect(watch(8, (second) => facts(waited({ read: { asked: second % 2 === 0 } })))).toMatchObject({ kicks: [] })
  })

  it.each<[string, Partial<WantedPiece>, Partial<WatchFacts>]>([
    ['no peer is connected', { claims: [] }, { peers: 0 }],
    ['nobody has the piece', { claims: [] }, {}],
    ['all that have it choke', { claims: [choking, choking] }, {}],
    ['the disk takes nothing', {}, { diskStopped: true }],
    ['its hash is being taken', { checking: true }, {}],
  ])('is not kicked while %s', (_title, wanted, world) => {
    expect(watch(10, () => facts(waited(wanted), world)).kicks).toEqual([])
  })

  it('is kicked when one that has the piece does not choke', () => {
    expect(watch(3, () => facts(waited({ claims: [choking, open] }))).kicks).toEqual([2])
  })

  it('says why nothing is under way, the nearest cause first', () => {
    expect(excuseOf({ peers: 0, diskStopped: true }, { checking: true, claims: [] })).toBe('disk')
    expect(excuseOf({ peers: 0, diskStopped: false }, { checking: true, claims: [] })).toBe('checking')
    expect(excuseOf({ peers: 0, diskStopped: false }, { checking: false, claims: [] })).toBe('noPeers')
    expect(excuseOf({ peers: 2, diskStopped: false }, { checking: false, claims: [] })).toBe('nobodyHas')
    expect(excuseOf({ peers: 2, diskStopped: false }, { checking: false, claims: [choking] })).toBe('peersChoke')
    expect(excuseOf({ peers: 2, diskStopped: false }, { checking: false, claims: [choking, open] })).toBeNull()
  })
})

describe('a part nobody has', () => {
  const firstGone = (seconds: number, factsAt: (second: number) => WatchFacts) => watch(seconds, factsAt).goneAt[0] ?? null

  it('is called so after three seconds, because peers tell late what they have', () => {
    expect(firstGone(10, () => facts(waited({ claims: [] })))).toBe(3)
    expect(firstGone(10, (second) => facts(waited({ claims: second < 2 ? [] : [open] })))).toBeNull()
  })

  it('is not called so while no peer is connected: then that is said', () => {
    expect(firstGone(40, () => facts(waited({ claims: [] }), { peers: 0 }))).toBeNull()
  })

  it('gets its three seconds anew when peers come back', () => {
    expect(firstGone(10, (second) => facts(waited({ claims: [] }), { peers: second < 5 ? 0 : 1 }))).toBe(8)
  })

  it('is called so within thirty seconds when peers that say they have it come and go', () => {
    expect(firstGone(40, (second) => facts(waited({ claims: second % 3 === 0 ? [silent(0)] : [] })))).toBeLessThan(30)
  })

  it('is called so within thirty seconds when everybody who says he has it was asked and sent nothing', () => {
    const at = firstGone(40, (second) => facts(waited({ read: { asked: true }, claims: [silent(1000 * second), silent(4000)] })))
    expect(at).toBeGreaterThan(20)
    expect(at).toBeLessThan(30)
  })

  it.each<[string, Claim]>([['was not asked yet', open], ['was asked a moment ago', silent(1000)], ['does not let us ask', choking]])('is not called so while one who has it %s', (_title, other) => {
    expect(firstGone(60, () => facts(waited({ read: { asked: true }, claims: [silent(60_000), other] })))).toBeNull()
  })

  it('is not called so while blocks of it come, however slowly', () => {
    expect(firstGone(120, (second) => facts(waited({ read: { asked: true }, receivedBlocks: Math.floor(second / 20), claims: [silent(20_000)] })))).toBeNull()
  })

  it('is a part like any other once a peer that has it comes', () => {
    expect(watch(6, (second) => facts(waited({ claims: second < 5 ? [] : [open] }))).goneAt).toEqual([3, 4])
  })

  it('is noticed before a read waits for it', () => {
    expect(firstGone(5, () => facts(waited({ read: null, claims: [] })))).toBe(3)
    expect(watch(10, () => facts(waited({ read: null }))).kicks).toEqual([])
  })

  it('is forgotten when it is not wanted any more', () => {
    const step = watchReads(new Map([[7, { receivedBlocks: 0, stuckSinceMs: 0, absentSinceMs: 0, brokenSinceMs: 0, kickedAtMs: null }]]), { peers: 1, diskStopped: false, wanted: [] }, 60_000)
    expect(step).toEqual({ state: new Map(), kicks: [], gone: new Set() })
  })
})
