import type { AppError } from '../../shared/errors.ts'
import type { EventValue, Settings } from '../../shared/ipc/contract.ts'
import type { SpeedStatus } from '../../shared/network/speed-status.ts'

/** The media host's life and the program's settings, as main sees them. Written by apply-events only. */
export interface HostSlice {
  readonly host: EventValue<'app.hostChanged'>
  readonly settings: Settings | null
  /** What holds the speed back; null before the first word of it. */
  readonly speed: SpeedStatus | null
  /** What became of damaged files of the program, until the person has read it. */
  readonly mended: readonly AppError[]
  readonly version: string
  readonly platform: string
}

export const initialHost: HostSlice = { host: { state: 'running', restarts: 0, problem: null }, settings: null, speed: null, mended: [], version: '', platform: '' }
