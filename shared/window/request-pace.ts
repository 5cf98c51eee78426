/**
 * When the next of some requests may go out so that they go evenly. What comes too late for its turn is made up for once, not more: the
 * turns are counted on from each other, as a timer that is a little late each time would otherwise slow them all.
 */
export interface RequestPace {
  /** A request went out; the next one's turn is gapMs after this one's turn. 0 = there are no turns. */
  sent(nowMs: number, gapMs: number): void
  readonly nextAtMs: () => number
}

export function createRequestPace(): RequestPace {
  let nextAtMs = -Infinity
  return {
    sent: (nowMs, gapMs) => { nextAtMs = Math.max(nextAtMs, nowMs - gapMs) + gapMs },
    nextAtMs: () => nextAtMs,
  }
}
