/** What a conversion does, in the order of its life. */
export const CONVERSION_STATES = ['waitingForHeader', 'streaming', 'streamingWithBuffer', 'streamingStalled', 'completed', 'failed'] as const
export type ConversionState = (typeof CONVERSION_STATES)[number]

export interface ConversionMoment {
  readonly failed: boolean
  /** The first bytes came out: the film was found and understood. */
  readonly hasInit: boolean
  /** Everything from the player to the end is made. */
  readonly complete: boolean
  readonly aheadSec: number
  /** Since ffmpeg gave a byte while a read of it waits for the download; 0 otherwise. */
  readonly silentMs: number
}

/** With this much made ahead a stall is not felt. */
const BUFFER_SEC = 30
/** ffmpeg reads for longer than this without writing only when the film's bytes do not come. */
const STALL_MS = 5000

export function stateOf({ failed, hasInit, complete, aheadSec, silentMs }: ConversionMoment): ConversionState {
  if (failed) return 'failed'
  if (complete) return 'completed'
  if (!hasInit) return 'waitingForHeader'
  if (silentMs > STALL_MS) return 'streamingStalled'
  return aheadSec >= BUFFER_SEC ? 'streamingWithBuffer' : 'streaming'
}
