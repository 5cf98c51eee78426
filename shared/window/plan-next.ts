import type { Interval } from '../interval.ts'
import { intersect, isEmpty } from '../interval.ts'
import type { PlannedRange } from './plan-window.ts'

/**
 * What is wanted of the file that follows the watched one, so that it starts at once: its head and index as soon as the
 * film that plays is safe, the rest when nothing of that film is missing any more. Never before: everything here comes
 * after what the film wants ahead, and the head and index only as a guess, which is a tenth of what comes.
 */

/** How much of the next file is wanted. */
export type NextStage = 'nothing' | 'edges' | 'whole'

/** How the film before it stands. */
export interface FilmBefore {
  /** All of it is verified. */
  readonly complete: boolean
  /** Verified seconds after the playhead; Infinity when nothing is missing from there to the end, 0 when unknown. */
  readonly cushionSec: number
  /** A read of it waits. */
  readonly readWaits: boolean
}

/** Film in hand from which on it is safe: what the window ahead holds, so that nothing is taken from that. */
const SAFE_SEC = 60
/** Of the head: an index at the front and the first pictures of a good encode. */
const HEAD_BYTES = 1_000_000
/** Where the index is looked for at the end while it has not been located. */
const TAIL_BYTES = 262_144
/** After everything with a deadline, before the rest of the film that plays. */
const DEADLINE_MS = SAFE_SEC * 1000

export function nextStage({ complete, cushionSec, readWaits }: FilmBefore): NextStage {
  if (readWaits) return 'nothing'
  if (complete) return 'whole'
  return cushionSec >= SAFE_SEC ? 'edges' : 'nothing'
}

/** File-relative ranges, the most important first; `index` null until located. */
export function planNext(stage: NextStage, lengthBytes: number, index: readonly Interval[] | null): readonly PlannedRange[] {
  if (stage === 'nothing') return []
  const file = { begin: 0, end: lengthBytes }
  const edges = [{ begin: 0, end: HEAD_BYTES }, ...(index ?? [{ begin: lengthBytes - TAIL_BYTES, end: lengthBytes }])]
  const first = edges.map((part): PlannedRange => ({ tier: 'warm', deadlineMs: DEADLINE_MS, ...intersect(part, file) })).filter((part) => !isEmpty(part))
  return stage === 'edges' ? first : [...first, { tier: 'fill', deadlineMs: Infinity, ...file }]
}
