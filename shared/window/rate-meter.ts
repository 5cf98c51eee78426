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

/** A meter that remembers spanMs. */
export function createRateMeter(spanMs: number): RateMeter {
  const buckets = new Float64Array(Math.max(1, Math.ceil(spanMs / BUCKET_MS)))
  let newest = -1
  let firstMs = -1

  const advance = (nowMs: number) => {
    const bucket = Math.floor(nowMs / BUCKET_MS)
    const wentBack = bucket < newest - buckets.length
    if (wentBack) firstMs = -1
    if (newest < 0 || wentBack || bucket - newest >= buckets.length) buckets.fill(0)
    else for (let each = newest + 1; each <= bucket; each++) buckets[each % buckets.length] = 0
    newest = wentBack ? bucket : Math.max(bucket, newest)
    return newest
  }

  return {
    add: (bytes, nowMs) => {
      const bucket = advance(nowMs)
      if (firstMs < 0) firstMs = nowMs
      buckets[bucket % buckets.length] = (buckets[bucket % buckets.length] ?? 0) + bytes
    },
    over: (windowMs, nowMs) => {
      const bucket = advance(nowMs)
      const count = Math.min(buckets.length, Math.max(1, Math.ceil(windowMs / BUCKET_MS)))
      let sum = 0
      for (let back = 0; back < count && bucket - back >= 0; back++) sum += buckets[(bucket - back) % buckets.length] ?? 0
      const sinceFirst = firstMs < 0 ? windowMs : nowMs - firstMs
      return (sum * 1000) / Math.max(BUCKET_MS, Math.min(count * BUCKET_MS, sinceFirst))
    },
  }
}
