import { BLOCK_BYTES } from './blocks.ts'
import { createRateMeter } from './rate-meter.ts'
import { createRequestPace } from './request-pace.ts'

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
  ended(nowMs: number): void
  /** The peer said something that is no block: it is not silent. */
  heard(): void
  readonly inFlight: () => number
  readonly proven: () => boolean
  rateBytesPerSec(nowMs: number): number
  readonly rttMs: () => number
  /** Requests that may be open at once. */
  depth(nowMs: number, peerLimit: number): number
  /** True of a slow peer that has been known for a while: its requests are spread. */
  takesTurns(nowMs: number): boolean
  /** When the next request may go out, as far as its queue has room; 0 where there are no turns or nothing is open. */
  readyAtMs(nowMs: number): number
  /** Milliseconds until a block asked for now, behind `queued` others, would be here. */
  etaMs(nowMs: number, queued: number): number
  /**
   * How long requests have been open without any answer; 0 while something flows. Time without open requests does not
   * count, but neither does calling them back make a silent peer a talking one.
   */
  silentMs(nowMs: number): number
}

/** Requests on a peer that has not answered yet: more did not start faster, and cost two thirds more elsewhere. */
const FRESH_DEPTH = 4
/** Never more, whatever the peer says: 400 blocks are 6.5 MB. */
const MAX_DEPTH = 400
/**
 * Below this rate 10 ms of slack keep a peer busy and a jump quick; 150 ms are needed from twice this rate on not to starve it.
 * In between it grows with the rate: with a step, two blocks in one gulp doubled a peer's queue.
 */
const FAST_BYTES_PER_SEC = 500_000
const SLOW_SLACK_MS = 10
const FAST_SLACK_MS = 150
/**
 * Without a clean round trip: one block more costs a jump the time of a block, little above this rate, and then a peer never
 * stands idle.
 */
const MIDDLING_BYTES_PER_SEC = 250_000
/**
 * Two requests to a slow peer are this share of the time of a block apart. Blocks that come in one gulp would be asked for anew in
 * one gulp and come in one again, and a queue that is never empty would have to be a block or two longer. Below 1 so that a peer that
 * becomes faster shows it; at 0.75 some gulps stay together.
 */
const PACE_SHARE = 0.85
/**
 * Only then is a peer's rate taken for its own: many begin by holding back, and a queue cut after what they did then, and requests
 * spread after it, would hold them there.
 */
const SETTLED_MS = 3000
/**
 * The queue of a fresh peer grows while its blocks come as quickly as a fast one's, by the last few of them: a seeder with a
 * cap sends two or three in one gulp. It grew for everybody once, to half a second of requests on peers of 400 kB/s.
 */
const QUICK_MS = (BLOCK_BYTES * 1000) / FAST_BYTES_PER_SEC
const RAMP_ARRIVALS = 4
/** An answer this close to a clean round trip waited for nothing. After four of them in a row the queue grows as a fresh peer's does. */
const AT_ONCE_MS = 10
/** An answer this much later than the quickest waited behind others: the queue of a fresh peer does not grow any more. */
const QUEUED_MS = 80
/** One block on the line and one that is asked for meanwhile. */
const LEAST_DEPTH = 2
/**
 * A peer that has answered everything it was asked for stands idle for a round trip. For so long it gets one request more:
 * its answers, which had come together, come one by one again, and most peers then do with the shorter queue.
 */
const DRY_SPAN_MS = 1000
/**
 * Assumed of a peer without a sample. A third of this rate made the end of every stranger's queue look so late that the next
 * one to connect was asked for it again: two thirds of what came twice, and a tenth of a second of the start.
 */
const DEFAULT_RTT_MS = 300
const DEFAULT_RATE = 150_000
const RATE_SPAN_MS = 2000
const RAMP_SPAN_MS = 300
/** A peer that has become so much faster in so short a time is believed at once: the mean would keep its queue short for seconds. */
const RISE = 1.5
const RISE_SPAN_MS = 500
/** A peer that had nothing to do for this long is taken for what it was, until a whole span has been measured anew. */
const IDLE_MS = 500
/** One that has never answered is given a round trip across the world and a slow disk. */
const STRANGER_MUTE_MS = 1000
/** A peer whose requests have been open this long without an answer will not answer the next either. */
const SILENT_ETA_MS = 10_000

/**
 * handshakeMs: how long the peer took to answer a handshake, null when that is not known. It is a round trip with nothing queued before
 * it. The quickest block is not: as a rule it holds its own time on the line as well, and now and then, when a peer had saved up some of
 * its rate, it does not, so that a queue cut after it is a block too long or too short.
 */
export function createPeerEstimate(handshakeMs: number | null = null): PeerEstimate {
  const meter = createRateMeter(RATE_SPAN_MS)
  let inFlight = 0
  let minRttMs = Infinity
  let received = 0
  let ramping = true
  let rampDepth = FRESH_DEPTH
  let queuedInARow = 0
  let atOnceInARow = 0
  let firstAtMs = Infinity
  let grownAtMs = -Infinity
  let arrivalsMs: readonly number[] = []
  let lastSignMs = 0
  let muteMs = 0 // before openSinceMs
  let openSinceMs = 0
  let lastRate = 0 // when it was last busy
  let resumedAtMs = -Infinity
  let ranDryAtMs = -Infinity
  const pace = createRequestPace()
  /** The rate as it was measured last, until something comes: it is asked for several times a round. */
  let known: { readonly atMs: number; readonly rate: number } | null = null

  const rtt = () => (minRttMs === Infinity ? DEFAULT_RTT_MS : minRttMs)
  const measured = (nowMs: number) => {
    if (known?.atMs === nowMs) return known.rate
    const [long, short] = [meter.over(RATE_SPAN_MS, nowMs), meter.over(ramping ? RAMP_SPAN_MS : RISE_SPAN_MS, nowMs)]
    known = { atMs: nowMs, rate: ramping || short > RISE * long ? Math.max(long, short) : long }
    return known.rate
  }
  const count = (bytes: number, nowMs: number) => {
    known = null
    meter.add(bytes, nowMs)
  }
  const wasIdle = (nowMs: number) => inFlight === 0 || nowMs - resumedAtMs < RATE_SPAN_MS
  const rate = (nowMs: number) => (received === 0 ? DEFAULT_RATE : Math.max(1, measured(nowMs), wasIdle(nowMs) ? lastRate : 0))
  const silent = (nowMs: number) => muteMs + (inFlight > 0 ? Math.max(0, nowMs - openSinceMs) : 0)
  const answered = (nowMs: number) => {
    lastSignMs = nowMs
    openSinceMs = nowMs
    muteMs = 0
  }

  const blockMs = (nowMs: number) => (BLOCK_BYTES * 1000) / rate(nowMs)
  /** 0 for slow peers, 1 for fast ones. */
  const fastness = (nowMs: number) => Math.min(1, Math.max(0, rate(nowMs) / FAST_BYTES_PER_SEC - 1))
  const isSettled = (nowMs: number) => !ramping && nowMs - firstAtMs > SETTLED_MS
  /** Blocks to keep on their way, as a broken number where the round trip is known well enough. */
  const window = (nowMs: number) => {
    const slackMs = SLOW_SLACK_MS + fastness(nowMs) * (FAST_SLACK_MS - SLOW_SLACK_MS)
    const isDry = nowMs - ranDryAtMs < DRY_SPAN_MS
    if (handshakeMs !== null && isSettled(nowMs)) return (isDry ? 1 : 0) + Math.max(LEAST_DEPTH, 1 + (Math.min(handshakeMs, minRttMs) + slackMs) / blockMs(nowMs))
    return (isDry || rate(nowMs) > MIDDLING_BYTES_PER_SEC ? 1 : 0) + Math.max(LEAST_DEPTH, Math.ceil((rtt() + slackMs) / blockMs(nowMs)))
  }
  const spread = (nowMs: number) => (!isSettled(nowMs) ? 0 : PACE_SHARE * blockMs(nowMs) * (1 - fastness(nowMs)))

  const ramp = (latencyMs: number, nowMs: number) => {
    const queuedMs = latencyMs - minRttMs
    queuedInARow = queuedMs > QUEUED_MS ? queuedInARow + 1 : 0
    arrivalsMs = [...arrivalsMs.slice(1 - RAMP_ARRIVALS), nowMs]
    const quick = arrivalsMs.length > 1 && nowMs - (arrivalsMs[0] ?? nowMs) <= (arrivalsMs.length - 1) * QUICK_MS
    if (queuedMs > Math.max(2 * minRttMs, 300) || queuedInARow >= RAMP_ARRIVALS || nowMs - grownAtMs > RATE_SPAN_MS) {
      ramping = false
      known = null
    } else if (quick && queuedMs <= QUEUED_MS) {
      rampDepth += 1
      grownAtMs = nowMs
    }
  }

  return {
    sent: (nowMs) => {
      if (received === 0 && inFlight === 0) count(0, nowMs) // the rate counts from the first request, not from its answer
      if (inFlight === 0) {
        if (nowMs - lastSignMs > IDLE_MS) resumedAtMs = nowMs
        lastSignMs = nowMs
        openSinceMs = nowMs
      }
      inFlight += 1
      pace.sent(nowMs, spread(nowMs))
    },
    received: (bytes, sentAtMs, nowMs) => {
      received += 1
      answered(nowMs)
      count(bytes, nowMs)
      lastRate = Math.max(measured(nowMs), wasIdle(nowMs) ? lastRate : 0)
      inFlight = Math.max(0, inFlight - 1)
      if (inFlight === 0) ranDryAtMs = nowMs
      const latencyMs = Math.max(1, nowMs - sentAtMs)
      minRttMs = Math.min(minRttMs, latencyMs)
      if (received === 1) [grownAtMs, firstAtMs] = [nowMs, nowMs]
      atOnceInARow = handshakeMs !== null && latencyMs <= Math.min(handshakeMs, minRttMs) + AT_ONCE_MS ? atOnceInARow + 1 : 0
      if (!ramping && atOnceInARow >= RAMP_ARRIVALS) {
        ramping = true
        rampDepth = inFlight + 1
        grownAtMs = nowMs
      }
      if (ramping) ramp(latencyMs, nowMs)
    },
    receivedLate: (bytes, nowMs) => {
      answered(nowMs)
      count(bytes, nowMs)
    },
    ended: (nowMs) => {
      if (inFlight === 1) muteMs = silent(nowMs)
      inFlight = Math.max(0, inFlight - 1)
    },
    heard: () => { muteMs = 0 },
    inFlight: () => inFlight,
    proven: () => received > 0,
    rateBytesPerSec: rate,
    rttMs: rtt,
    depth: (nowMs, peerLimit) => Math.min(peerLimit, MAX_DEPTH, received === 0 ? FRESH_DEPTH : Math.max(ramping ? rampDepth : 0, Math.ceil(window(nowMs)))),
    takesTurns: (nowMs) => spread(nowMs) > 0,
    readyAtMs: (nowMs) => {
      if (inFlight === 0 || spread(nowMs) === 0) return 0
      const over = inFlight + 1 - window(nowMs) // a part of the block that is on the line will have come by then
      return Math.max(pace.nextAtMs(), over > 0 ? lastSignMs + over * blockMs(nowMs) : 0)
    },
    etaMs: (nowMs, queued) => {
      const mute = silent(nowMs)
      if (mute > Math.max(500, 3 * rtt()) && received > 0) return SILENT_ETA_MS + mute
      if (mute > STRANGER_MUTE_MS) return SILENT_ETA_MS + mute
      return rtt() + (queued + 1) * blockMs(nowMs)
    },
    silentMs: silent,
  }
}
