import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLOCK_BYTES } from './blocks.ts'
import { createPeerEstimate } from './peer-estimate.ts'
import type { PeerEstimate } from './peer-estimate.ts'

const START_MS = 100_000

/** A peer that answers one request every `everyMs`, each `latencyMs` after it was sent, for `forMs`; returns the end. */
function exchange(peer: PeerEstimate, { fromMs = START_MS, forMs, everyMs, latencyMs }: { fromMs?: number; forMs: number; everyMs: number; latencyMs: number }): number {
  const events = Array.from({ length: Math.floor(forMs / everyMs) }, (_, i) => fromMs + i * everyMs)
  const all = [...events.map((at) => ({ at, sentAt: null })), ...events.map((at) => ({ at: at + latencyMs, sentAt: at }))].sort((a, b) => a.at - b.at)
  for (const { at, sentAt } of all) {
    if (sentAt === null) peer.sent(at)
    else peer.received(BLOCK_BYTES, sentAt, at)
  }
  return fromMs + forMs + latencyMs
}

/** A peer known for five seconds, with as many requests open as given, so that it is never found empty, and a block at the returned moment. */
function settledPeer({ handshakeMs, everyMs, latencyMs, open }: { handshakeMs: number | null; everyMs: number; latencyMs: number; open: number }) {
  const peer = createPeerEstimate(handshakeMs)
  for (let request = 0; request < open; request++) peer.sent(START_MS)
  const end = exchange(peer, { forMs: 5000, everyMs, latencyMs })
  peer.sent(end - 10_000)
  peer.received(BLOCK_BYTES, end - 10_000, end) // ends the ramp: one answer that waited
  return { peer, nowMs: end }
}

describe('a peer that has not answered yet', () => {
  it('is given four requests and taken for middling', () => {
    const peer = createPeerEstimate()
    expect(peer.depth(START_MS, 250)).toBe(4)
    expect(peer.proven()).toBe(false)
    expect(peer.etaMs(START_MS, 0)).toBeGreaterThan(300)
    expect(peer.etaMs(START_MS, 0)).toBeLessThan(1000)
  })

  it('is given no more than it says it takes', () => {
    expect(createPeerEstimate().depth(START_MS, 2)).toBe(2)
  })

  it('is expected ever later the longer it says nothing', () => {
    const peer = createPeerEstimate()
    peer.sent(START_MS)
    expect(peer.etaMs(START_MS + 900, 0)).toBeLessThan(2000)
    expect(peer.etaMs(START_MS + 1100, 0)).toBeGreaterThan(10_000)
  })

  it('is as before once its requests have ended without an answer', () => {
    const peer = createPeerEstimate()
    const before = peer.etaMs(START_MS, 0)
    peer.sent(START_MS)
    peer.ended(START_MS)
    expect(peer.inFlight()).toBe(0)
    expect(peer.silentMs(START_MS + 60_000)).toBe(0)
    expect(peer.etaMs(START_MS + 60_000, 0)).toBe(before)
  })
})

describe('the queue of a peer', () => {
  /** Depths after each of some answers, all asked for in good time, so that one is not there when the peer has answered. */
  const depthsAfter = (arrivals: readonly number[], latencyMs: number) => {
    const peer = createPeerEstimate()
    peer.sent(START_MS)
    return arrivals.map((atMs) => {
      peer.sent(START_MS + atMs - latencyMs)
      peer.received(BLOCK_BYTES, START_MS + atMs - latencyMs, START_MS + atMs)
      return peer.depth(START_MS + atMs, 250)
    })
  }

  it('grows by one with every block while its answers stay quick', () => {
    const depths = depthsAfter([50, 51, 52, 53, 54], 50)
    expect(depths.slice(1).every((depth, i) => depth > (depths[i] ?? 0))).toBe(true)
  })

  it('stays what it was at first where blocks come slowly, one by one or in gulps of three', () => {
    expect(depthsAfter([100, 140, 180, 220, 260, 300, 340], 100).at(-1)).toBe(4)
    expect(depthsAfter([100, 220, 220, 220, 340, 340, 340], 100).at(-1)).toBe(4)
  })

  it('stops growing when answers wait behind each other', () => {
    const peer = createPeerEstimate()
    peer.sent(START_MS)
    peer.received(BLOCK_BYTES, START_MS, START_MS + 50)
    peer.sent(START_MS)
    peer.received(BLOCK_BYTES, START_MS, START_MS + 500)
    for (let i = 0; i < 10; i++) {
      peer.sent(START_MS + 500)
      peer.received(BLOCK_BYTES, START_MS, START_MS + 505)
    }
    expect(peer.depth(START_MS + 3000, 250)).toBeLessThan(10)
  })

  it.each([
    ['100 kB/s, 100 ms away: one on the line and one on its way', 164, 100, 2, 2],
    ['200 kB/s, 140 ms with the block itself: no more than that', 82, 140, 2, 2],
    ['200 kB/s, 180 ms', 82, 180, 3, 3],
    ['500 kB/s, 140 ms: little more than the line needs', 32.7, 140, 6, 6],
    ['600 kB/s, 140 ms: not suddenly twice that', 27.3, 140, 7, 8],
    ['1 MB/s, 50 ms away: a round trip and 150 ms, so that it never runs dry', 16.384, 50, 12, 18],
    ['1 MB/s, 200 ms away', 16.384, 200, 20, 28],
  ])('of %s', (_, everyMs, latencyMs, least, most) => {
    const { peer, nowMs } = settledPeer({ handshakeMs: null, everyMs, latencyMs, open: 1 })
    expect(peer.depth(nowMs, 250)).toBeGreaterThanOrEqual(least)
    expect(peer.depth(nowMs, 250)).toBeLessThanOrEqual(most)
  })

  it('has room for one more for a second after it was found empty', () => {
    const peer = createPeerEstimate()
    const end = exchange(peer, { forMs: 5000, everyMs: 82, latencyMs: 140 })
    peer.sent(end)
    peer.received(BLOCK_BYTES, end - 10_000, end) // ends the ramp
    expect(peer.inFlight()).toBe(0)
    expect(peer.depth(end + 900, 250)).toBe(3)
    expect(peer.depth(end + 1100, 250)).toBe(2)
  })

  it('is never longer than the peer allows, or than 400', () => {
    const peer = createPeerEstimate()
    exchange(peer, { forMs: 3000, everyMs: 1, latencyMs: 20 })
    expect(peer.depth(START_MS + 3020, 50)).toBe(50)
    expect(peer.depth(START_MS + 3020, 10_000)).toBe(400)
  })
})

describe('the queue of a peer whose handshake was timed', () => {
  it.each([
    ['200 kB/s, 60 ms away: two, whatever the quickest block held', 82, 60, 142, 2],
    ['200 kB/s, 100 ms away: the round trip, and the block that is on the line', 82, 100, 182, 3],
    ['400 kB/s, 60 ms away', 41, 60, 101, 3],
    ['400 kB/s, 100 ms away', 41, 100, 141, 4],
    ['400 kB/s, said to be 300 ms away by a handshake that was held up', 41, 300, 101, 4],
    ['1 MB/s, 50 ms away: a round trip and 150 ms, so that it never runs dry', 16.384, 50, 66, 13],
  ])('of %s', (_, everyMs, handshakeMs, latencyMs, depth) => {
    const { peer, nowMs } = settledPeer({ handshakeMs, everyMs, latencyMs, open: 2 })
    expect(peer.depth(nowMs, 250)).toBe(depth)
  })

  it('is cut after it only when the peer has been known for three seconds', () => {
    const peer = createPeerEstimate(20)
    peer.sent(START_MS)
    const end = exchange(peer, { forMs: 2000, everyMs: 41, latencyMs: 200 })
    peer.received(BLOCK_BYTES, end - 10_000, end)
    expect(peer.depth(end, 250)).toBeGreaterThan(5)
    peer.sent(end)
    const later = exchange(peer, { fromMs: end, forMs: 2000, everyMs: 41, latencyMs: 200 })
    expect(peer.depth(later, 250)).toBeLessThan(4)
  })

  it('grows as that of a fresh one when its answers wait for nothing any more', () => {
    const { peer, nowMs } = settledPeer({ handshakeMs: 60, everyMs: 41, latencyMs: 101, open: 2 })
    const before = peer.depth(nowMs, 250)
    const later = exchange(peer, { fromMs: nowMs, forMs: 300, everyMs: 10, latencyMs: 62 })
    expect(peer.depth(later, 250)).toBeGreaterThan(before + 10)
    expect(peer.readyAtMs(later)).toBe(0)
  })
})

describe('the turns of a peer', () => {
  it('are most of the time of a block apart where it is slow, so that a gulp of three is not asked for in one', () => {
    const { peer, nowMs } = settledPeer({ handshakeMs: null, everyMs: 41, latencyMs: 101, open: 2 })
    peer.sent(nowMs)
    peer.sent(nowMs)
    const turnMs = peer.readyAtMs(nowMs)
    expect(turnMs - nowMs).toBeGreaterThan(30)
    expect(turnMs - nowMs).toBeLessThan(50)
    peer.sent(turnMs)
    expect(peer.readyAtMs(turnMs) - turnMs).toBeGreaterThan(30)
  })

  it('come when part of the block on the line has come, where its queue is a part of a block shorter than the next would make it', () => {
    const { peer, nowMs } = settledPeer({ handshakeMs: 60, everyMs: 41, latencyMs: 101, open: 2 })
    const waitMs = peer.readyAtMs(nowMs) - nowMs // 1 + 70 / 41 = 2.7 blocks: the third goes out after 0.3 of a block
    expect(waitMs).toBeGreaterThan(8)
    expect(waitMs).toBeLessThan(17)
  })

  it.each([
    ['is fast', { handshakeMs: 20, everyMs: 4, latencyMs: 60, open: 20 }],
    ['has nothing to do', { handshakeMs: 60, everyMs: 41, latencyMs: 101, open: 0 }],
  ])('are at once where it %s', (_, how) => {
    const { peer, nowMs } = settledPeer(how)
    expect(peer.readyAtMs(nowMs)).toBe(0)
  })

  it('are at once where it is not known for long', () => {
    const peer = createPeerEstimate(60)
    const end = exchange(peer, { forMs: 2000, everyMs: 41, latencyMs: 101 })
    peer.sent(end)
    peer.sent(end)
    expect(peer.readyAtMs(end)).toBe(0)
  })
})

describe('the expected delivery', () => {
  it('is a round trip and the queue at the measured rate', () => {
    const peer = createPeerEstimate()
    const end = exchange(peer, { forMs: 5000, everyMs: 164, latencyMs: 100 })
    expect(peer.etaMs(end, 0)).toBeGreaterThan(200)
    expect(peer.etaMs(end, 0)).toBeLessThan(400)
    expect(peer.etaMs(end, 10) - peer.etaMs(end, 0)).toBeGreaterThan(1300)
  })

  it('is far off within a second after a proven peer fell silent', () => {
    const peer = createPeerEstimate()
    const end = exchange(peer, { forMs: 3000, everyMs: 20, latencyMs: 50 })
    peer.sent(end)
    expect(peer.etaMs(end + 1000, 0)).toBeGreaterThan(10_000)
    expect(peer.silentMs(end + 1000)).toBe(1000)
  })

  it('counts what comes after its request was called back', () => {
    const peer = createPeerEstimate()
    const end = exchange(peer, { forMs: 3000, everyMs: 20, latencyMs: 50 })
    peer.sent(end)
    for (let at = end; at < end + 2000; at += 20) peer.receivedLate(BLOCK_BYTES, at)
    expect(peer.silentMs(end + 2000)).toBeLessThan(100)
    expect(peer.rateBytesPerSec(end + 2000)).toBeGreaterThan(700_000)
  })

  it('is as far off when what a silent peer was asked for is called back at a jump, and soon when it says a word', () => {
    const peer = createPeerEstimate()
    const end = exchange(peer, { forMs: 3000, everyMs: 20, latencyMs: 50 })
    peer.sent(end)
    peer.ended(end + 3000)
    peer.sent(end + 8000)
    expect(peer.silentMs(end + 8000)).toBe(3000)
    expect(peer.etaMs(end + 8000, 0)).toBeGreaterThan(10_000)
    peer.heard()
    expect(peer.silentMs(end + 8010)).toBe(10)
    expect(peer.etaMs(end + 8010, 0)).toBeLessThan(1000)
  })

  it('is soon again with the first block after a silence', () => {
    const peer = createPeerEstimate()
    const end = exchange(peer, { forMs: 3000, everyMs: 20, latencyMs: 50 })
    peer.sent(end)
    peer.sent(end)
    peer.received(BLOCK_BYTES, end, end + 5000)
    expect(peer.etaMs(end + 5001, 0)).toBeLessThan(10_000)
  })

  it('of a peer that had nothing to do for a minute is what it was', () => {
    const peer = createPeerEstimate()
    const end = exchange(peer, { forMs: 5000, everyMs: 20, latencyMs: 50 })
    const then = peer.etaMs(end, 0)
    expect(peer.etaMs(end + 60_000, 0)).toBeLessThan(2 * then)
    expect(peer.rateBytesPerSec(end + 60_000)).toBeGreaterThan(400_000)
    peer.sent(end + 60_000)
    expect(peer.etaMs(end + 60_010, 1)).toBeLessThan(2 * then)
    expect(peer.depth(end + 60_010, 250)).toBeGreaterThan(4)
  })

  it('of a peer that became much faster follows within half a second', () => {
    const peer = createPeerEstimate()
    peer.sent(START_MS)
    const end = exchange(peer, { forMs: 5000, everyMs: 20, latencyMs: 400 })
    peer.received(BLOCK_BYTES, end - 10_000, end) // ends the ramp
    const later = exchange(peer, { fromMs: end, forMs: 600, everyMs: 2, latencyMs: 50 })
    expect(peer.rateBytesPerSec(later)).toBeGreaterThan(6_000_000)
  })

  it('of a peer that became slow while asked for much follows what it does now', () => {
    const peer = createPeerEstimate()
    const end = exchange(peer, { forMs: 5000, everyMs: 20, latencyMs: 50 })
    const later = exchange(peer, { fromMs: end, forMs: 6000, everyMs: 400, latencyMs: 500 })
    expect(peer.rateBytesPerSec(later)).toBeLessThan(80_000)
  })
})

describe('whatever happens to a peer', () => {
  const anyEvent = fc.tuple(fc.constantFrom('sent', 'received', 'ended'), fc.integer({ min: 0, max: 5000 }), fc.integer({ min: -100, max: 10_000 }), fc.integer({ min: 1, max: BLOCK_BYTES }))

  it('every estimate is a number and its queue has room for one', () => {
    fc.assert(fc.property(fc.array(anyEvent, { maxLength: 40 }), fc.integer({ min: 1, max: 500 }), (events, limit) => {
      const peer = createPeerEstimate()
      let nowMs = START_MS
      for (const [kind, passedMs, latencyMs, bytes] of events) {
        nowMs += passedMs
        if (kind === 'sent') peer.sent(nowMs)
        else if (kind === 'ended') peer.ended(nowMs)
        else peer.received(bytes, nowMs - latencyMs, nowMs)
        expect(peer.depth(nowMs, limit)).toBeGreaterThanOrEqual(1)
        expect(Number.isInteger(peer.depth(nowMs, limit))).toBe(true)
        expect(peer.etaMs(nowMs, 3) > 0 && Number.isFinite(peer.etaMs(nowMs, 3))).toBe(true)
        expect(peer.inFlight()).toBeGreaterThanOrEqual(0)
        expect(peer.rateBytesPerSec(nowMs)).toBeGreaterThan(0)
      }
    }))
  })
})
