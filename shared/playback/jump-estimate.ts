import { contains } from '../interval.ts'
import type { StreamStatus } from '../torrent/snapshot.ts'

/** `wait` is what the engine told of the place, from its key frame on; `guess` stands until it has answered. */
export type JumpEstimate = { readonly kind: 'ready' } | { readonly kind: 'wait' | 'guess'; readonly sec: number } | { readonly kind: 'unknown' }

/** What the engine says of a place this near is true here as well; it is told where the pointer rests. */
const SAME_PLACE_SEC = 0.5

/** Until it has answered: a first picture's third of a second, and half of the two seconds between common key frames. */
const JUMP_NEEDS_SEC = 1.3

/** The time of the jump itself. */
const JUMP_ITSELF_SEC = 0.25

/** How long a jump to `sec` would take at the present rate; unknown without peers, rate or bitrate. */
export function jumpEstimate(sec: number, status: Pick<StreamStatus, 'jump' | 'verifiedSec' | 'bitrateBytesPerSec' | 'downloadBytesPerSec' | 'peers'> | null): JumpEstimate {
  if (status === null) return { kind: 'unknown' }
  if (status.verifiedSec.some((part) => contains(part, sec))) return { kind: 'ready' }
  const { jump, bitrateBytesPerSec, downloadBytesPerSec, peers } = status
  if (bitrateBytesPerSec === null || peers === 0 || downloadBytesPerSec < 1000) return { kind: 'unknown' }
  if (jump?.inSec && Math.abs(jump.timeSec - sec) < SAME_PLACE_SEC) return { kind: jump.isGuess ? 'guess' : 'wait', sec: jump.inSec }
  return { kind: 'guess', sec: JUMP_ITSELF_SEC + (bitrateBytesPerSec * JUMP_NEEDS_SEC) / downloadBytesPerSec }
}
