/**
 * How much a peer may make us do with messages that carry no film. Each kind has a bucket that empties with every message and refills with
 * time; a peer whose bucket is empty is a flood. Blocks are not counted: they are worth their bytes.
 */
export interface MessageBudget {
  /** Counts one message; false when the peer sent too many of its kind. */
  spend(kind: BudgetKind, nowMs: number): boolean
}

export type BudgetKind = 'message' | 'handshake' | 'extension'

interface Bucket { readonly burst: number; readonly perSec: number }

const BUCKETS: Readonly<Record<BudgetKind, Bucket>> = {
  /** A peer that fetches from us at 100 MB/s sends 6 400 requests a second; one that tells its pieces with `have` may send a torrent full at once. */
  message: { burst: 50_000, perSec: 10_000 },
  /** Extended handshakes (BEP 10) are sent once, and again when something changed. */
  handshake: { burst: 16, perSec: 0.1 },
  /** An info dictionary of 10 MB comes in 640 pieces (BEP 9), all asked for at once. */
  extension: { burst: 2000, perSec: 100 },
}

export function createMessageBudget(): MessageBudget {
  const left = { message: BUCKETS.message.burst, handshake: BUCKETS.handshake.burst, extension: BUCKETS.extension.burst }
  const seenMs: Partial<Record<BudgetKind, number>> = {}
  return {
    spend(kind, nowMs) {
      const { burst, perSec } = BUCKETS[kind]
      const elapsedSec = Math.max(0, nowMs - (seenMs[kind] ?? nowMs)) / 1000
      seenMs[kind] = nowMs
      left[kind] = Math.min(burst, left[kind] + elapsedSec * perSec) - 1
      return left[kind] >= 0
    },
  }
}
