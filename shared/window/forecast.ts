import type { Interval } from '../interval.ts'
import { bitrateAround, byteAt, durationOf, secAt } from './time-map.ts'
import type { TimeMap } from './time-map.ts'

/** What will happen if the rate stays as it is. */
export type Forecast =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'playsThrough' }
  | { readonly kind: 'willPause'; readonly inSec: number }

export interface ForecastInput {
  readonly timeMap: TimeMap
  readonly timeSec: number
  readonly rate: number
  readonly downloadBytesPerSec: number
  /** Verified bytes of the file: sorted, disjoint. */
  readonly verified: readonly Interval[]
}

/** Verified seconds from a time on without a gap; 0 when the byte there is missing. */
export function cushionSec(timeMap: TimeMap, verified: readonly Interval[], timeSec: number): number {
  const at = byteAt(timeMap, timeSec)
  const run = verified.find(({ begin, end }) => begin <= at && at < end)
  return run ? Math.max(0, secAt(timeMap, run.end) - timeSec) : 0
}

/** True when nothing is missing from a time on. */
export function isCompleteFrom(timeMap: TimeMap, verified: readonly Interval[], timeSec: number): boolean {
  return timeSec + cushionSec(timeMap, verified, timeSec) >= durationOf(timeMap) - 0.001
}

/**
 * Plays the film forward in thought: it goes at `rate`, missing bytes come in order at the measured rate. The first
 * moment at which playing overtakes loading is the pause. Steps of one second up to the end.
 */
export function forecast({ timeMap, timeSec, rate, downloadBytesPerSec, verified }: ForecastInput): Forecast {
  if (isCompleteFrom(timeMap, verified, timeSec)) return { kind: 'playsThrough' }
  if (downloadBytesPerSec <= 0) return { kind: 'willPause', inSec: cushionSec(timeMap, verified, timeSec) / Math.max(0.1, rate) }
  const start = byteAt(timeMap, timeSec)
  const speed = Math.max(0.1, rate)
  for (let passed = STEP_SEC; timeSec + passed * speed < durationOf(timeMap); passed += STEP_SEC) {
    const missing = missingBytes({ begin: start, end: byteAt(timeMap, timeSec + passed * speed) }, verified)
    if (missing > passed * downloadBytesPerSec) return { kind: 'willPause', inSec: Math.max(0, passed - STEP_SEC) }
  }
  return { kind: 'playsThrough' }
}

const STEP_SEC = 1

function missingBytes(span: Interval, verified: readonly Interval[]): number {
  return verified.reduce((left, { begin, end }) => left - Math.max(0, Math.min(end, span.end) - Math.max(begin, span.begin)), span.end - span.begin)
}

/** Bytes a second of the film near a time, for the sentence "320 kB/s of 610 kB/s". */
export function bitrateNear(timeMap: TimeMap, timeSec: number): number {
  return bitrateAround(timeMap, timeSec, 30)
}
