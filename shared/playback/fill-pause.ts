import type { StreamStatus } from '../torrent/snapshot.ts'

/**
 * A film that runs dry on a line slower than itself would move for a tenth of a second whenever a tenth has come. It rests
 * instead until enough is in hand to be worth looking at, and says for how long.
 */

/** What the rest is decided by. */
export interface FillFacts {
  /** The picture should move and stands, because the film ran dry or a jump went to where nothing is. */
  readonly isDry: boolean
  /** Film from here to its end. */
  readonly leftSec: number
  readonly status: Pick<StreamStatus, 'cushionSec' | 'complete' | 'downloadBytesPerSec' | 'bitrateBytesPerSec' | 'stall'> | null
}

/** What is still to come before the film moves again. */
export interface Filling {
  readonly haveSec: number
  readonly needSec: number
  /** Null while nothing comes. */
  readonly etaSec: number | null
}

/** More is not waited for: at half of its rate a film then plays for a minute. */
const MOST_SEC = 30
/** Less is not worth beginning. */
const LEAST_SEC = 5

/** True when the film should rest now: it ran dry, and what comes is less than what it needs. */
export function shouldRest({ isDry, status }: FillFacts): boolean {
  return isDry && status?.stall?.reason === 'slowerThanBitrate'
}

/** How far a resting film is; null when it may go on: enough is here, or the line has become quicker than the film. */
export function fillingOf({ leftSec, status }: FillFacts): Filling | null {
  if (status === null || status.bitrateBytesPerSec === null || status.complete) return null
  const share = status.downloadBytesPerSec / Math.max(1, status.bitrateBytesPerSec)
  if (share >= 1) return null
  const needSec = Math.min(leftSec, MOST_SEC, Math.max(LEAST_SEC, leftSec * (1 - share)))
  const missingSec = needSec - status.cushionSec
  if (missingSec <= 0) return null
  return { haveSec: status.cushionSec, needSec, etaSec: share > 0 ? missingSec / share : null }
}
