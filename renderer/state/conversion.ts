import type { ConversionStatus, LookFailure, StreamAdvice } from '../../shared/transcode/conversion-status.ts'

/** What the host found out about the newest stream, or why it could not, and how its conversion gets on. Written by apply-events only. */
export interface ConversionSlice {
  readonly streamAdvice: StreamAdvice | null
  readonly lookFailure: LookFailure | null
  readonly conversion: ConversionStatus | null
}

export const initialConversion: ConversionSlice = { streamAdvice: null, lookFailure: null, conversion: null }
