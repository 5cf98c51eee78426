import { setTimeout as delay } from 'node:timers/promises'

const LOOK_MS = 25

/** Looks until there is a value, and answers with it; null when the time is up or the signal says so. */
export async function waitFor<T>(look: () => T | null, limitMs: number, signal: AbortSignal): Promise<T | null> {
  const untilMs = performance.now() + limitMs
  for (let found = look(); ; found = look()) {
    if (found !== null || signal.aborted || performance.now() >= untilMs) return found
    await delay(LOOK_MS)
  }
}
