import type { CastDeviceEntry, CastStatus } from '../../shared/cast/cast-status.ts'

/** The devices of this network and the cast under way, as the host says. Written by apply-events only. */
export interface CastingSlice {
  readonly devices: readonly CastDeviceEntry[]
  /** The last word on the last cast, an ended one included; null before the first. */
  readonly cast: CastStatus | null
}

export const initialCasting: CastingSlice = { devices: [], cast: null }
