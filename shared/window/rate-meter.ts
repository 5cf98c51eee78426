/**
 * Bytes a second over the recent past, from buckets of a tenth of a second. Time is an argument, so a stopped clock
 * or one that jumps cannot make a rate negative or endless: older or absurdly newer samples only empty the buckets.
 */
export interface RateMeter {
  add(bytes: number, nowMs: number): void
  /** Mean over the last windowMs (100..spanMs), or over the time since the first sample if that is shorter. */
  over(windowMs: number, nowMs: number): number
}

const BUCKET_MS = 100

/** A meter that remembers spanMs. It is asked far more often than it is told, so that a bucket holds what came before it. */
export function createRateMeter(spanMs: number): RateMeter {
  const before = new Float64Array(Math.max(1, Math.ceil(spanMs / BUCKET_MS)))
  let total = 0
  let newest = -1
  let firstMs = -1

  const advance = (nowMs: number) => {
    const bucket = Math.floor(nowMs / BUCKET_MS)
    const wentBack = bucket < newest - before.length
    if (wentBack) firstMs = -1
    if (newest < 0 || wentBack || bucket - newest >= before.length) before.fill(total)
    else for (let each = newest + 1; each <= bucket; each++) before[each % before.length] = total
    newest = wentBack ? bucket : Math.max(bucket, newest)
    return newest
  }

  return {
    add: (bytes, nowMs) => {
      advance(nowMs)
      if (firstMs < 0) firstMs = nowMs
      total += bytes
    },
    over: (windowMs, nowMs) => {
      const bucket = advance(nowMs)
      const count = Math.min(before.length, Math.max(1, Math.ceil(windowMs / BUCKET_MS)))
      const sum = total - (before[Math.max(0, bucket - count + 1) % before.length] ?? 0)
      const sinceFirst = firstMs < 0 ? windowMs : nowMs - firstMs
      return (sum * 1000) / Math.max(BUCKET_MS, Math.min(count * BUCKET_MS, sinceFirst))
    },
  }
}
