import Wire from 'bittorrent-protocol'
import { describe, expect, it } from 'vitest'
import { BLOCK_BYTES } from '../../../shared/window/blocks.ts'
import { createPeerLink } from './peer-link.ts'

/** A link to a peer that lets us ask, at a moment that the test moves. */
function openLink() {
  const now = { ms: 1000 }
  const wire = new Wire('tcpOutgoing')
  Object.assign(wire, { peerChoking: false })
  let questions = 0
  // What a peer accepts is asked for whenever its free places are worked out.
  Object.defineProperty(wire, 'peerExtendedHandshake', { get: () => {
    questions += 1
    return {}
  } })
  const link = createPeerLink(1, wire, () => now.ms, () => true, () => undefined)
  const send = (block: number) => { link.send({ piece: 0, block, count: 1, sentAtMs: now.ms, dueAtMs: now.ms + 100, lengthBytes: BLOCK_BYTES }, BLOCK_BYTES) }
  return { now, link, send, questions: () => questions }
}

describe('what is known of a peer', () => {
  it('is not worked out anew in every round while it neither gets nor does anything', () => {
    const { now, link, questions } = openLink()
    for (let round = 0; round < 10; round++) {
      link.facts(now.ms, 0)
      now.ms += 3
    }
    expect(questions()).toBe(1)
    now.ms += 50
    link.facts(now.ms, 0)
    expect(questions()).toBe(2)
  })

  it('changes at once when it is asked, answers, refuses or chokes', () => {
    const { now, link, send } = openLink()
    const free = () => link.facts(now.ms, 0).free
    expect(free()).toBe(4)
    for (let block = 0; block < 4; block++) send(block)
    expect(free()).toBe(0)
    link.arrived(0, 0, BLOCK_BYTES, now.ms)
    expect(free()).toBeGreaterThan(0)
    link.rejected(0, 1, now.ms)
    expect(free()).toBe(0)
    link.relent()
    expect(free()).toBeGreaterThan(0)
    Object.assign(link.wire, { peerChoking: true })
    expect(free()).toBe(0)
    Object.assign(link.wire, { peerChoking: false })
    link.releaseAll()
    expect(free()).toBeGreaterThan(1)
  })

  it('gives a slow peer its places one by one, each when its turn comes', () => {
    const { now, link, send } = openLink()
    const free = () => link.facts(now.ms, 0).free
    const answer = (block: number) => link.arrived(0, block, BLOCK_BYTES, now.ms)
    for (const block of [0, 1, 2]) send(block)
    for (let block = 0; block < 120; block++) { // 400 kB/s for five seconds
      now.ms += 41
      answer(block)
      send(block + 3)
    }
    now.ms += 123
    for (const block of [120, 121, 122]) answer(block) // a gulp of all that was open
    expect(link.turnMs(now.ms, 0)).toBe(Infinity)
    for (const block of [200, 201]) send(block)
    expect(free()).toBe(0)
    const turnMs = link.turnMs(now.ms, 0)
    expect(turnMs - now.ms).toBeLessThan(41)
    now.ms = turnMs
    expect(free()).toBe(1)
    expect(link.turnMs(now.ms, 0)).toBe(Infinity)
  })

  it('changes at once when a peer that held back lets us ask', () => {
    const { now, link } = openLink()
    const free = () => link.facts(now.ms, 0).free
    Object.assign(link.wire, { peerChoking: true })
    expect(free()).toBe(0)
    Object.assign(link.wire, { peerChoking: false })
    expect(free()).toBe(4)
  })
})
