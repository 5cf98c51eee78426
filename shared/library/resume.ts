/** A film left before this share of it begins again. */
const BEGUN_SHARE = 0.05
/** After this share the credits run: it counts as watched. */
const WATCHED_SHARE = 0.92
/** So far back a film goes on, to find the thread again. */
const BACK_SEC = 3
/** Without a length, and in very long films, nothing worth resuming was seen before this. */
const BEGUN_SEC = 10

/** True from 92 % on. Never without a length. Both in seconds. */
export function isWatched(positionSec: number, durationSec: number | null): boolean {
  return durationSec !== null && durationSec > 0 && positionSec >= durationSec * WATCHED_SHARE
}

/** True for a file that was watched to its end, or marked so. Both places in seconds. */
export function isSeen({ watched, positionSec, durationSec }: { readonly watched: boolean; readonly positionSec: number; readonly durationSec: number | null }): boolean {
  return watched || isWatched(positionSec, durationSec)
}

/** Where a file goes on: a few seconds before where it was left; 0 before 5 % and from 92 % on. All in seconds. */
export function resumeSec(positionSec: number, durationSec: number | null): number {
  const begun = durationSec === null ? positionSec >= BEGUN_SEC : positionSec >= durationSec * BEGUN_SHARE
  return begun && !isWatched(positionSec, durationSec) ? Math.max(0, positionSec - BACK_SEC) : 0
}
