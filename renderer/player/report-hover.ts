import type { Settings } from '../../shared/ipc/contract.ts'
import type { Bridge } from '../bridge.ts'

export interface HoverWorld {
  readonly bridge: Pick<Bridge, 'notify'>
  /** Null while no stream is open. */
  readonly streamId: () => string | null
  /** Null before the settings are known. */
  readonly settings: () => Pick<Settings, 'warmSeek'> | null
}

/** Tells the planner where the person points on the seek bar, and whether the settings let it fetch there; null = nowhere any more. */
export function createHoverReporter({ bridge, streamId, settings }: HoverWorld): (timeSec: number | null) => void {
  return (timeSec) => {
    const stream = streamId()
    if (stream !== null) bridge.notify('media.hover', { streamId: stream, timeSec, mayFetch: settings()?.warmSeek === true })
  }
}
