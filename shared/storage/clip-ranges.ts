import type { Interval } from '../interval.ts'
import { intersect, isEmpty } from '../interval.ts'
import type { WantedRange } from '../window/pick-blocks.ts'

/**
 * What is wanted, as far as it may be held: what has no room would be thrown away when it is here, and fetched again.
 * What a read waits for always may (see plan-hold). `held` are torrent bytes, sorted and disjoint; the order of the ranges stays.
 */
export function clipRanges(ranges: readonly WantedRange[], held: readonly Interval[]): WantedRange[] {
  return ranges.flatMap((range) => held.map((part) => ({ ...range, ...intersect(part, range) })).filter((part) => !isEmpty(part)))
}
