import type { PlayheadReport } from '../../shared/ipc/contract.ts'
import { isReportDue } from '../../shared/playback/report-due.ts'
import type { Bridge } from '../bridge.ts'

/** Sends the clock to the planner when it is due; call it as often as you like. */
export function createPlayheadReporter(bridge: Pick<Bridge, 'notify'>, now: () => number): (report: PlayheadReport) => void {
  let last: { clock: PlayheadReport; sentMs: number } | null = null
  return (clock) => {
    const nowMs = now()
    if (!isReportDue(last, clock, nowMs)) return
    last = { clock, sentMs: nowMs }
    bridge.notify('media.playhead', clock)
  }
}
