/** A part of the film that is played again and again; half-open, `toSec` is null until the person said where it ends. */
export interface Loop {
  readonly fromSec: number
  readonly toSec: number | null
}

/** Shorter than this nobody hears a difference between parts, and the film would jump all the time. */
const SHORTEST_SEC = 0.5

/** What one more press means: the beginning, then the end, then nothing any more. An end before the beginning swaps them; one too near takes both away. */
export function stepLoop(loop: Loop | null, nowSec: number): Loop | null {
  if (loop === null) return { fromSec: nowSec, toSec: null }
  if (loop.toSec !== null || Math.abs(nowSec - loop.fromSec) < SHORTEST_SEC) return null
  return { fromSec: Math.min(loop.fromSec, nowSec), toSec: Math.max(loop.fromSec, nowSec) }
}

/** Seconds of the film until it jumps back; null while it does not play inside the part. */
export function untilLoop(loop: Loop | null, nowSec: number): number | null {
  if (loop === null || loop.toSec === null || nowSec < loop.fromSec || nowSec >= loop.toSec) return null
  return loop.toSec - nowSec
}

/** True when the part ends where the film ends, so that the film's end means the jump back. */
export function endsWithFilm(loop: Loop | null, durationSec: number | null): boolean {
  return loop !== null && loop.toSec !== null && durationSec !== null && durationSec - loop.toSec < SHORTEST_SEC
}
