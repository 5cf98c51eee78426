import type { Interval } from '../interval.ts'
import { sizeOf, subtract } from '../interval.ts'
import { bitrateAround, byteAt, durationOf, isKeyFrameKnown, keyFrameAt, secAt } from './time-map.ts'
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
  return timeSec + cushionSec(timeMap, verified, timeSec) >= durationOf(timeMap) - END_SEC
}

/**
 * Plays the film forward in thought: it goes at `rate`, missing bytes come in order at the measured rate. The moment at
 * which playing overtakes loading is the pause. Each look is one walk over the verified parts: a film fetched rarest first
 * has tens of thousands of them.
 */
export function forecast({ timeMap, timeSec, rate, downloadBytesPerSec, verified }: ForecastInput): Forecast {
  const speed = Math.max(SLOWEST, rate)
  const cushion = cushionSec(timeMap, verified, timeSec)
  const leftSec = durationOf(timeMap) - timeSec
  if (cushion >= leftSec - END_SEC) return { kind: 'playsThrough' }
  if (downloadBytesPerSec <= 0) return { kind: 'willPause', inSec: cushion / speed }
  const start = byteAt(timeMap, timeSec)
  const look = ({ begin, end }: Interval, stepSec: number): number | null => {
    const missingUntil = missingFrom(start, verified)
    const isBehind = (sec: number) => missingUntil(byteAt(timeMap, timeSec + sec * speed)) > sec * downloadBytesPerSec
    for (let sec = begin + stepSec; sec - stepSec < end; sec += stepSec) if (isBehind(Math.min(sec, end))) return sec - stepSec
    return null
  }
  const second = look({ begin: 0, end: leftSec / speed }, STEP_SEC)
  if (second === null) return { kind: 'playsThrough' }
  return { kind: 'willPause', inSec: look({ begin: second, end: second + STEP_SEC }, FINE_STEP_SEC) ?? second }
}

const STEP_SEC = 1
/** "Will pause in 3 s" is to be true within a fifth. */
const FINE_STEP_SEC = 0.05
/** A film that stands still is thought of as going this fast: it is about to. */
const SLOWEST = 0.1
/** The last frame of a film ends a little before its length. */
const END_SEC = 0.001

/** Missing bytes in [start, end); must be asked with `end` never falling. */
function missingFrom(start: number, verified: readonly Interval[]): (end: number) => number {
  let next = 0
  let here = 0
  return (end) => {
    for (let part = verified[next]; part && part.end <= end; part = verified[++next]) here += Math.max(0, part.end - Math.max(part.begin, start))
    const open = verified[next]
    return end - start - here - (open ? Math.max(0, end - Math.max(open.begin, start)) : 0)
  }
}

/**
 * Film behind a place that a browser wants before a picture moves there. Electron began a film of 1 MB/s with 300 kB of it,
 * and jumps in it took the time of that, of what lies between the key frame and the place, and of the jump itself.
 */
const FIRST_PICTURE_SEC = 0.3
/** The player drops its connection, opens another, and the first answer to it is a round trip away. */
const JUMP_ITSELF_SEC = 0.25

/** The bytes that a picture at a time needs: from the key frame before it to a little behind it. */
export function pictureNeeds(timeMap: TimeMap, timeSec: number): Interval {
  return { begin: keyFrameAt(timeMap, timeSec), end: byteAt(timeMap, timeSec + FIRST_PICTURE_SEC) }
}

/** Half of the two seconds that commonly lie between key frames: decoding begins so long before a place whose own is not known. */
const USUAL_KEY_FRAME_SEC = 1

/** Seconds until a jump to a time would show a picture: 0 when its bytes are here, null when nothing comes. */
export function jumpSec({ timeMap, downloadBytesPerSec, verified }: Pick<ForecastInput, 'timeMap' | 'downloadBytesPerSec' | 'verified'>, timeSec: number): number | null {
  const needs = pictureNeeds(timeMap, timeSec)
  const begin = isKeyFrameKnown(timeMap, timeSec) ? needs.begin : byteAt(timeMap, timeSec - USUAL_KEY_FRAME_SEC)
  const missing = subtract({ begin, end: needs.end }, verified).reduce((sum, part) => sum + sizeOf(part), 0)
  if (missing === 0) return 0
  return downloadBytesPerSec > 0 ? JUMP_ITSELF_SEC + missing / downloadBytesPerSec : null
}

/** Bytes a second of the film near a time, for the sentence "320 kB/s of 610 kB/s". */
export function bitrateNear(timeMap: TimeMap, timeSec: number): number {
  return bitrateAround(timeMap, timeSec, 30)
}
