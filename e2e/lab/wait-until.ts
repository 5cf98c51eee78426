import { setTimeout as delay } from 'node:timers/promises'

const POLL_MS = 25
const LIMIT_MS = 20_000

/** Asks again and again until the answer is yes; throws with the description when the time is up. */
export async function waitUntil(description: string, isSo: () => Promise<boolean> | boolean, limitMs = LIMIT_MS): Promise<void> {
  const deadline = performance.now() + limitMs
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`not within ${limitMs} ms: ${description}`)
    await delay(POLL_MS)
  }
}
