/**
 * Guesses where the person may jump to next: where the pointer rests on the seek bar, or where the next press of a held
 * key leads. Invariant: `tell` is called with null once after the last guess, when it is over.
 */
export interface SeekIntent {
  /** The pointer is at a time, so many pixels from the bar's left end. */
  point(sec: number, atPx: number): void
  /** A key that jumps is held; its next repetition would lead to a time. */
  hold(sec: number): void
  /** The pointer left, the key was let go, or the jump happened. */
  clear(): void
}

export interface SeekIntentParts {
  readonly tell: (sec: number | null) => void
  /** Calls once after so many milliseconds unless the returned function is called first. */
  readonly after: (ms: number, act: () => void) => () => void
  readonly now: () => number
}

/** A pointer that only passes is nowhere for so long. */
const REST_MS = 150
/** A hand is never quite still. */
const SAME_PLACE_PX = 3

export function createSeekIntent({ tell, after, now }: SeekIntentParts): SeekIntent {
  let restingPx: number | null = null
  let stopWaiting: () => void = () => undefined
  let toldAtMs: number | null = null

  const say = (sec: number) => {
    toldAtMs = now()
    tell(sec)
  }
  return {
    point: (sec, atPx) => {
      if (restingPx !== null && Math.abs(atPx - restingPx) <= SAME_PLACE_PX) return
      restingPx = atPx
      stopWaiting()
      stopWaiting = after(REST_MS, () => { say(sec) })
    },
    hold: (sec) => { if (toldAtMs === null || now() - toldAtMs >= REST_MS) say(sec) },
    clear: () => {
      stopWaiting()
      restingPx = null
      if (toldAtMs !== null) tell(null)
      toldAtMs = null
    },
  }
}
