/**
 * The automatic speed: everything for a film until it is safe, then a share of the line, so that a household can use the
 * rest. The line is measured by what came while nothing held it back. Rates in bytes a second of all torrents together.
 */

/** A film somebody watches. */
export interface WatchedFilm {
  /** Verified seconds after the playhead without a gap. */
  readonly cushionSec: number
  /** All of it from the playhead on is here: it needs nothing any more. */
  readonly complete: boolean
  /** Null until its duration is known. */
  readonly bitrateBytesPerSec: number | null
}

export interface SpeedFacts {
  /** Monotonic. */
  readonly nowMs: number
  readonly downBytesPerSec: number
  readonly films: readonly WatchedFilm[]
}

export interface SpeedPlan {
  /** `filling`: as fast as it goes, a film needs it. `measuring`: the same, because nobody knows the line yet. `sharing`: room is left. */
  readonly phase: 'filling' | 'measuring' | 'sharing'
  /** The most that came lately over a whole span without a limit of ours; null before the first. */
  readonly lineBytesPerSec: number | null
  /** Null = no limit. */
  readonly downBytesPerSec: number | null
  readonly upBytesPerSec: number | null
  readonly atMs: number
  /** Whole spans in which something came without a limit of ours. */
  readonly spans: number
  /** The span that is being measured: what came and for how long. */
  readonly spanBytes: number
  readonly spanMs: number
}

export const FIRST_SPEED: SpeedPlan = { phase: 'measuring', lineBytesPerSec: null, downBytesPerSec: null, upBytesPerSec: null, atMs: 0, spans: 0, spanBytes: 0, spanMs: 0 }

/** A minute outlasts what a swarm does now and then; half of it is time enough to fill again without a pause. */
const SAFE_SEC = 60
const NEEDY_SEC = 30
/** Half of the line is what a call, a game and somebody else's film need together. */
const SHARE = 0.5
/** A film gains a third of a second each second: it gets safer, not only stays so. */
const LEAD = 1.3
/** A usual line sends a tenth of what it receives; half of that, because a full upload makes everything else wait. */
const UP_SHARE = 0.05
/** Enough to be somebody whom others give to. */
const LEAST_UP = 50_000
/** Below it the protocol itself starves. */
const LEAST_DOWN = 50_000
/** Longer than a burst out of somebody's buffer, which is no line. */
const SPAN_MS = 5000
/** In the first a swarm is only getting up to speed. */
const ENOUGH_SPANS = 2
/** A line that got slower is believed within a film. */
const HALF_LIFE_MS = 10 * 60_000

/** The limits of the next half second. Takes its own last answer; a pure function of both. */
export function planSpeed(last: SpeedPlan, facts: SpeedFacts): SpeedPlan {
  const measured = measure(last, facts)
  const needy = isNeedy(last, facts)
  const phase = needy ? 'filling' : measured.spans < ENOUGH_SPANS ? 'measuring' : 'sharing'
  const line = measured.lineBytesPerSec
  return {
    ...measured, phase, atMs: facts.nowMs,
    downBytesPerSec: phase === 'sharing' && line !== null ? Math.max(LEAST_DOWN, Math.round(line * SHARE), Math.round(needOf(facts) * LEAD)) : null,
    upBytesPerSec: Math.max(LEAST_UP, Math.round((line ?? 0) * UP_SHARE)),
  }
}

/** The lower of two limits; null = none. */
export function lowerLimit(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b)
}

function measure(last: SpeedPlan, { nowMs, downBytesPerSec }: SpeedFacts): Pick<SpeedPlan, 'lineBytesPerSec' | 'spans' | 'spanBytes' | 'spanMs'> {
  if (last.phase === 'sharing' || downBytesPerSec <= 0) return last
  const passedMs = last.atMs === 0 ? 0 : Math.max(0, nowMs - last.atMs)
  const remembered = last.lineBytesPerSec === null ? null : last.lineBytesPerSec * 0.5 ** (passedMs / HALF_LIFE_MS)
  const [spanBytes, spanMs] = [last.spanBytes + downBytesPerSec * (passedMs / 1000), last.spanMs + passedMs]
  if (spanMs < SPAN_MS) return { lineBytesPerSec: remembered, spans: last.spans, spanBytes, spanMs }
  return { lineBytesPerSec: Math.max(remembered ?? 0, spanBytes / (spanMs / 1000)), spans: last.spans + 1, spanBytes: 0, spanMs: 0 }
}

function isNeedy(last: SpeedPlan, { films }: SpeedFacts): boolean {
  const enough = last.phase === 'filling' ? SAFE_SEC : NEEDY_SEC
  return films.some(({ complete, cushionSec, bitrateBytesPerSec }) => !complete && (bitrateBytesPerSec === null || cushionSec < enough))
}

function needOf({ films }: SpeedFacts): number {
  return films.reduce((sum, { complete, bitrateBytesPerSec }) => sum + (complete ? 0 : bitrateBytesPerSec ?? 0), 0)
}
