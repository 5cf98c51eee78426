import { contains } from '../interval.ts'
import type { StreamStatus } from '../torrent/snapshot.ts'

export type JumpEstimate = { readonly kind: 'ready' } | { readonly kind: 'wait'; readonly sec: number } | { readonly kind: 'unknown' }

/** Seconds of film fetched before a jump plays: two key-frame gaps of common encodes. */
const JUMP_NEEDS_SEC = 4

/** A jump pays one emptying of the request pipeline before the new place flows. */
const PIPELINE_SEC = 1

/** How long a jump to `sec` would take at the present rate; unknown without peers, rate or bitrate. */
export function jumpEstimate(sec: number, status: Pick<StreamStatus, 'verifiedSec' | 'bitrateBytesPerSec' | 'downloadBytesPerSec' | 'peers'> | null): JumpEstimate {
  if (status === null) return { kind: 'unknown' }
  if (status.verifiedSec.some((part) => contains(part, sec))) return { kind: 'ready' }
  const { bitrateBytesPerSec, downloadBytesPerSec, peers } = status
  if (bitrateBytesPerSec === null || peers === 0 || downloadBytesPerSec < 1000) return { kind: 'unknown' }
  return { kind: 'wait', sec: PIPELINE_SEC + (bitrateBytesPerSec * JUMP_NEEDS_SEC) / downloadBytesPerSec }
}
