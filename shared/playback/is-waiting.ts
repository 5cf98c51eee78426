/** What the player knows about its own movement. */
export interface MotionFacts {
  /** The person wants it to move (whatever the element says at this moment). */
  readonly wantsPlay: boolean
  readonly ended: boolean
  /** Something of the film has been on the screen: until then there is nothing to flash over. */
  readonly started: boolean
  readonly seeking: boolean
  /** HTMLMediaElement.readyState, 0..4 (HTML standard, 4.8.11.7). */
  readonly readyState: number
  /** Milliseconds since currentTime last advanced, or since the person asked for movement, whichever is later. */
  readonly stillForMs: number
}

/** HAVE_FUTURE_DATA: below it the element has nothing to play next. */
const HAVE_FUTURE_DATA = 3

/** A jump inside what is here takes 100-300 ms; the overlay would only flash. */
const PATIENCE_MS = 250

/** `timeupdate` comes about four times a second; twice that without one means the picture stands still. */
const STILL_MS = 700

/** True when the picture should move, or show another place, and does not: then the overlay is due. */
export function isWaiting({ wantsPlay, ended, started, seeking, readyState, stillForMs }: MotionFacts): boolean {
  if (seeking && started) return stillForMs >= PATIENCE_MS
  if (ended || !wantsPlay) return false
  if (!started) return true
  if (readyState < HAVE_FUTURE_DATA) return stillForMs >= PATIENCE_MS
  return stillForMs >= STILL_MS
}
