/**
 * How much a stranger may make us do with messages that carry no film. Each kind has a bucket that empties with every message and refills with
 * time; a peer whose bucket is empty is a flood. Blocks are not counted: they are worth their bytes.
 */
export interface MessageBudget {
  /** Counts one message; false when the peer sent too many of its kind. */
  spend(kind: BudgetKind, nowMs: number): boolean
}

export type BudgetKind = 'message' | 'handshake' | 'extension'

export interface BucketSize { readonly burst: number; readonly perSec: number }

export interface Bucket {
  /** Takes one; false when the bucket was empty. */
  spend(nowMs: number): boolean
}

const BUCKETS: Readonly<Record<BudgetKind, BucketSize>> = {
  /** A peer that fetches from us at 100 MB/s sends 6 400 requests a second; one that tells its pieces with `have` may send a torrent full at once. */
  message: { burst: 50_000, perSec: 10_000 },
  /** Extended handshakes (BEP 10) are sent once, and again when something changed. */
  handshake: { burst: 16, perSec: 0.1 },
  /** An info dictionary of 10 MB comes in 640 pieces (BEP 9), all asked for at once. */
  extension: { burst: 2000, perSec: 100 },
}

export function createMessageBudget(): MessageBudget {
  const buckets = { message: createBucket(BUCKETS.message), handshake: createBucket(BUCKETS.handshake), extension: createBucket(BUCKETS.extension) }
  return { spend: (kind, nowMs) => buckets[kind].spend(nowMs) }
}

/** A bucket that is full at first. A clock that jumps back fills nothing. */
export function createBucket({ burst, perSec }: BucketSize): Bucket {
  let left = burst
  let seenMs: number | null = null
  return {
    spend(nowMs) {
      const elapsedSec = Math.max(0, nowMs - (seenMs ?? nowMs)) / 1000
      seenMs = nowMs
      left = Math.min(burst, left + elapsedSec * perSec) - 1
      return left >= 0
    },
  }
}
