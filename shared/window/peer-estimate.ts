import { BLOCK_BYTES } from './blocks.ts'
import { createRateMeter } from './rate-meter.ts'

/**
 * What is known of one peer's speed: how many requests to keep with it and when a block asked of it would arrive.
 * Every estimate has a default, so that a peer without a sample is tried, never forgotten.
 */
export interface PeerEstimate {
  /** A request went out. */
  sent(nowMs: number): void
  /** A block came, asked for at sentAtMs. */
  received(bytes: number, sentAtMs: number, nowMs: number): void
  /** A block came whose request had ended before. */
  receivedLate(bytes: number, nowMs: number): void
  /** A request ended without a block (cancelled, rejected, choked, closed). */
  ended(): void
  readonly inFlight: () => number
  readonly proven: () => boolean
  rateBytesPerSec(nowMs: number): number
  readonly rttMs: () => number
  /** Requests that may be open at once. */
  depth(nowMs: number, peerLimit: number): number
  /** Milliseconds until a block asked for now, behind `queued` others, would be here. */
  etaMs(nowMs: number, queued: number): number
  /** How long open requests have gone without any answer; 0 while something flows or nothing is open. */
  silentMs(nowMs: number): number
}

/** Requests on a peer that has not answered yet: more did not start faster, and cost two thirds more elsewhere. */
const FRESH_DEPTH = 4
/** Never more, whatever the peer says: 400 blocks are 6.5 MB. */
const MAX_DEPTH = 400
/**
 * Below this rate 10 ms of slack keep a peer busy and a jump quick, because the quickest answer ever seen holds the time of a
 * block on the line already; above it 150 ms are needed not to starve it.
 */
const FAST_BYTES_PER_SEC = 500_000
const SLOW_SLACK_MS = 10
const FAST_SLACK_MS = 150
/** One block on the line and one that is asked for meanwhile. */
const LEAST_DEPTH = 2
/**
 * A peer that has answered everything it was asked for stands idle for a round trip. For so long it gets one request more:
 * its answers, which had come together, come one by one again, and most peers then do with the shorter queue.
 */
const DRY_SPAN_MS = 1000
/** Assumed of a peer without a sample. */
const DEFAULT_RTT_MS = 300
const DEFAULT_RATE = 50_000
const RATE_SPAN_MS = 2000
const RAMP_SPAN_MS = 300
/** A peer that had nothing to do for this long is taken for what it was, until a whole span has been measured anew. */
const IDLE_MS = 500
/** A peer whose requests have been open this long without an answer will not answer the next either. */
const SILENT_ETA_MS = 10_000

export function createPeerEstimate(): PeerEstimate {
  const meter = createRateMeter(RATE_SPAN_MS)
  let inFlight = 0
  let minRttMs = Infinity
  let received = 0
  let ramping = true
  let rampDepth = FRESH_DEPTH
  let lastSignMs = 0
  let lastRate = 0 // when it was last busy
  let resumedAtMs = -Infinity
  let ranDryAtMs = -Infinity

  const rtt = () => (minRttMs === Infinity ? DEFAULT_RTT_MS : minRttMs)
  const measured = (nowMs: number) => Math.max(meter.over(RATE_SPAN_MS, nowMs), ramping ? meter.over(RAMP_SPAN_MS, nowMs) : 0)
  const wasIdle = (nowMs: number) => inFlight === 0 || nowMs - resumedAtMs < RATE_SPAN_MS
  const rate = (nowMs: number) => (received === 0 ? DEFAULT_RATE : Math.max(1, measured(nowMs), wasIdle(nowMs) ? lastRate : 0))
  const silent = (nowMs: number) => (inFlight > 0 ? Math.max(0, nowMs - lastSignMs) : 0)

  const steadyDepth = (nowMs: number) => {
    const blocksIn = (ms: number) => Math.ceil((rate(nowMs) * ms) / 1000 / BLOCK_BYTES)
    const spare = nowMs - ranDryAtMs < DRY_SPAN_MS ? 1 : 0
    return spare + (rate(nowMs) < FAST_BYTES_PER_SEC ? Math.max(LEAST_DEPTH, blocksIn(rtt() + SLOW_SLACK_MS)) : 2 + blocksIn(rtt() + FAST_SLACK_MS))
  }

  const endRampWhenQueued = (latencyMs: number) => {
    if (latencyMs > Math.max(3 * minRttMs, minRttMs + 300)) ramping = false
    else if (ramping) rampDepth += 1
  }

  return {
    sent: (nowMs) => {
      if (inFlight === 0) {
        if (nowMs - lastSignMs > IDLE_MS) resumedAtMs = nowMs
        lastSignMs = nowMs
      }
      inFlight += 1
    },
    received: (bytes, sentAtMs, nowMs) => {
      received += 1
      lastSignMs = nowMs
      meter.add(bytes, nowMs)
      lastRate = Math.max(measured(nowMs), wasIdle(nowMs) ? lastRate : 0)
      inFlight = Math.max(0, inFlight - 1)
      if (inFlight === 0) ranDryAtMs = nowMs
      const latencyMs = Math.max(1, nowMs - sentAtMs)
      minRttMs = Math.min(minRttMs, latencyMs)
      endRampWhenQueued(latencyMs)
    },
    receivedLate: (bytes, nowMs) => {
      lastSignMs = nowMs
      meter.add(bytes, nowMs)
    },
    ended: () => { inFlight = Math.max(0, inFlight - 1) },
    inFlight: () => inFlight,
    proven: () => received > 0,
    rateBytesPerSec: rate,
    rttMs: rtt,
    depth: (nowMs, peerLimit) => Math.min(peerLimit, MAX_DEPTH, received === 0 ? FRESH_DEPTH : Math.max(ramping ? rampDepth : 0, steadyDepth(nowMs))),
    etaMs: (nowMs, queued) => {
      const mute = silent(nowMs)
      if (mute > Math.max(500, 3 * rtt()) && received > 0) return SILENT_ETA_MS + mute
      if (mute > 2000) return SILENT_ETA_MS + mute
      return rtt() + ((queued + 1) * BLOCK_BYTES * 1000) / rate(nowMs)
    },
    silentMs: silent,
  }
}
