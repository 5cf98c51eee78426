import type { CastPhase, CastReason } from './cast-media.ts'

/** A device that took the film and asked for nothing in this time cannot reach us. */
const FETCH_MS = 8000
/** A refusal within this time is none for want of an answer. */
const QUICK_MS = 4000

/** True for a device that has waited too long to fetch a film it took. `unfetchedMs`: since it took it; null once it asked for a byte. */
export function hasNoWayToUs(phase: CastPhase, unfetchedMs: number | null): boolean {
  return unfetchedMs !== null && phase !== 'connecting' && unfetchedMs >= FETCH_MS
}

/**
 * True when a device that refused the film cannot reach us, rather than not play this form of it. One that says no at once
 * without asking for a byte may know better; the second time (`refusedBefore`) it could not ask.
 */
export function isRefusedUnread({ unfetchedMs, reason, refusedBefore }: { readonly unfetchedMs: number | null; readonly reason: CastReason | null; readonly refusedBefore: boolean }): boolean {
  if (unfetchedMs === null || reason === 'formRefused') return false
  return refusedBefore || unfetchedMs >= QUICK_MS
}
