/**
 * Requests called back whose answer may still come. A cancel reaches a peer half a round trip later, and what it has handed
 * to its socket by then comes all the same: until it has come, or was refused, or is overdue, it holds its place in the
 * peer's queue. New requests sent at once would all lie behind it together and be answered in one gulp, and the line would
 * stand idle for a round trip after that.
 */
export interface CalledBack {
  /** The request was cancelled; its block is expected at dueAtMs if it comes. */
  add(key: number, dueAtMs: number): void
  /** Its block or its refusal came. True when it had been called back. */
  answered(key: number): boolean
  /** Places they still hold. */
  held(nowMs: number): number
}

/** Remembered so that a late refusal is known for what it is; a peer without the fast extension never sends any. */
const MAX_REMEMBERED = 1024

export function createCalledBack(): CalledBack {
  const dueAt = new Map<number, number>()
  return {
    add: (key, dueAtMs) => {
      dueAt.set(key, dueAtMs)
      const [oldest] = dueAt.keys()
      if (dueAt.size > MAX_REMEMBERED && oldest !== undefined) dueAt.delete(oldest)
    },
    answered: (key) => dueAt.delete(key),
    held: (nowMs) => {
      let count = 0
      for (const dueAtMs of dueAt.values()) if (dueAtMs > nowMs) count += 1
      return count
    },
  }
}

/** Requests that may be sent now to a peer with so many open. One always may: who recalled everything would wait otherwise. */
export function freePlaces(depth: number, open: number, held: number): number {
  return Math.max(open === 0 ? 1 : 0, depth - open - held)
}
