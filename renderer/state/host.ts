import type { EventValue, Settings } from '../../shared/ipc/contract.ts'

/** The media host's life and the program's settings, as main sees them. Written by apply-events only. */
export interface HostSlice {
  readonly host: EventValue<'app.hostChanged'>
  readonly settings: Settings | null
  readonly version: string
  readonly platform: string
}

export const initialHost: HostSlice = { host: { state: 'running', restarts: 0, problem: null }, settings: null, version: '', platform: '' }
