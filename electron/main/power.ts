import type { PlayheadReport } from '../../shared/ipc/contract.ts'
import type { After } from '../../shared/ipc/rpc.ts'

/** The system's switch against sleep. */
export interface SleepBlocker {
  readonly start: () => number
  readonly stop: (id: number) => void
}

/** Keeps the display, or the computer, awake while a film plays. */
export interface WakeKeeper {
  readonly seePlayhead: (report: Pick<PlayheadReport, 'paused'>) => void
  readonly close: () => void
}

/** Sleep is allowed again at a pause, and when no report came for a while: the page is gone or stuck. */
export function createWakeKeeper({ start, stop }: SleepBlocker, after: After): WakeKeeper {
  let blockerId: number | null = null
  let stopClock: () => void = () => undefined

  const release = () => {
    stopClock()
    if (blockerId !== null) stop(blockerId)
    blockerId = null
  }

  const keepAwake = () => {
    stopClock()
    stopClock = after(SILENCE_MS, release)
    blockerId ??= start()
  }

  return { seePlayhead: ({ paused }) => { if (paused) release(); else keepAwake() }, close: release }
}

/** A playing page reports twice a second; a waiting one may be quiet for as long as a stall lasts. */
const SILENCE_MS = 60_000
