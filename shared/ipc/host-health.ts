/** When a watched process counts as hung, and whether a crashed one is started again. Times in milliseconds of one monotonic clock. */

/** What the watcher knows at one of its ticks. */
export interface HeartbeatFacts {
  readonly nowMs: number
  /** When this watcher last ran. */
  readonly lastTickMs: number
  /** When the host was last heard. */
  readonly lastHeardMs: number
  /** Processor time it has had since then, and how long ago it last had some; null = unknown. */
  readonly cpu: { readonly usedMs: number; readonly idleMs: number } | null
}

/**
 * `hung` when nothing was heard for longer than hungAfterMs. `slept` when the watcher itself came late: then the
 * machine was suspended or overloaded, the silence proves nothing and counting starts anew. `starved` when it works and is
 * given little of the processor: nobody is served by starting that work anew.
 */
export function judgeHeartbeat({ nowMs, lastTickMs, lastHeardMs, cpu }: HeartbeatFacts, { tickMs, hungAfterMs }: { tickMs: number; hungAfterMs: number }): 'alive' | 'hung' | 'slept' | 'starved' {
  if (nowMs - lastTickMs > 2 * tickMs) return 'slept'
  const silentMs = nowMs - lastHeardMs
  if (silentMs <= hungAfterMs) return 'alive'
  return cpu !== null && cpu.idleMs <= IDLE_MS && cpu.usedMs < hungAfterMs * BUSY_SHARE && silentMs <= STARVED_MS ? 'starved' : 'hung'
}

/** A process that was stopped, or waits for what never comes, has none for longer; one that stands in line has a slice of it several times a second. */
const IDLE_MS = 1200
/** One that loops has all it can get: with so much of one processor it should have answered. */
const BUSY_SHARE = 0.4
/** Silent for longer than this it may as well be started anew. */
const STARVED_MS = 10_000

export type RestartPlan = { readonly kind: 'restart'; readonly delayMs: number } | { readonly kind: 'giveUp'; readonly crashes: number }

/**
 * What to do after a crash. `crashesMs` holds the time of every crash, the newest last, the one just seen included.
 * The first restart is at once: the film is waiting.
 */
export function planRestart(crashesMs: readonly number[], nowMs: number): RestartPlan {
  const recent = crashesMs.filter((atMs) => nowMs - atMs < CRASH_WINDOW_MS).length
  if (recent >= MAX_CRASHES) return { kind: 'giveUp', crashes: recent }
  return { kind: 'restart', delayMs: recent <= 1 ? 0 : BACK_OFF_MS * 2 ** (recent - 2) }
}

/** Whether a torrent that was open at these crashes (the newest last) is to be left closed, because it may be what ends the host. */
export function isSuspect(crashesMs: readonly number[], nowMs: number): boolean {
  return crashesMs.filter((atMs) => nowMs - atMs < CRASH_WINDOW_MS).length >= MAX_CRASHES
}

/** Three crashes in a minute: it will crash again, so stop and say so (VS Code's extension host does the same). */
const MAX_CRASHES = 3
const CRASH_WINDOW_MS = 60_000
/** Long enough for a port or a file to be released, short enough for a cushion of 5 s. */
const BACK_OFF_MS = 1000
