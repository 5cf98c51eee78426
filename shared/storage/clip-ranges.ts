import type { Interval } from '../interval.ts'
import { intersect, isEmpty } from '../interval.ts'
import type { WantedRange } from '../window/pick-blocks.ts'

/**
 * What is wanted, as far as it may be held. Urgent parts and the index are never cut: what is held is made around them.
 * `held` are torrent bytes, sorted and disjoint; the order of the ranges stays.
 */
export function clipRanges(ranges: readonly WantedRange[], held: readonly Interval[]): WantedRange[] {
  return ranges.flatMap((range) => {
    if (range.tier === 'urgent' || range.tier === 'edges') return [range]
    return held.map((part) => ({ ...range, ...intersect(part, range) })).filter((part) => !isEmpty(part))
  })
}
