/** The part of a playhead report that decides whether it is sent. */
export interface ReportedClock {
  readonly streamId: string
  readonly currentTimeSec: number
  readonly durationSec: number | null
  readonly rate: number
  readonly paused: boolean
  readonly seeking: boolean
  readonly waiting: boolean
}

/** `timeupdate` comes about 4 times a second; two reports a second are all the planner needs. */
const REPORT_EVERY_MS = 500

/** Further than this from where the clock should be is a jump, even if no `seeking` was seen. */
const JUMP_SEC = 1

/** True when the newest clock must be sent: at once if anything but the passing of time changed, else twice a second. */
export function isReportDue(last: { readonly clock: ReportedClock; readonly sentMs: number } | null, next: ReportedClock, nowMs: number): boolean {
  if (last === null) return true
  const { clock, sentMs } = last
  if (CHANGES.some((key) => clock[key] !== next[key])) return true
  const elapsedMs = nowMs - sentMs
  if (jumped(clock, next, elapsedMs)) return true
  return elapsedMs >= REPORT_EVERY_MS && clock.currentTimeSec !== next.currentTimeSec
}

const CHANGES = ['streamId', 'durationSec', 'rate', 'paused', 'seeking', 'waiting'] as const

function jumped(clock: ReportedClock, next: ReportedClock, elapsedMs: number): boolean {
  const passed = next.currentTimeSec - clock.currentTimeSec
  return passed < -JUMP_SEC || passed > (elapsedMs / 1000) * next.rate + JUMP_SEC
}
