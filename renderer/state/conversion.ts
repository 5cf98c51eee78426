import type { ConversionStatus, StreamAdvice } from '../../shared/transcode/conversion-status.ts'

/** What the host found out about the newest stream, and how its conversion gets on. Written by apply-events only. */
export interface ConversionSlice {
  readonly streamAdvice: StreamAdvice | null
  readonly conversion: ConversionStatus | null
}

export const initialConversion: ConversionSlice = { streamAdvice: null, conversion: null }
