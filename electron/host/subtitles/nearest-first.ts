import type { Interval } from '../../../shared/interval.ts'

/** Runs in the order of their distance from a place. */
export function nearestFirst(runs: readonly Interval[], at: number): readonly Interval[] {
  return [...runs].sort((a, b) => distance(a, at) - distance(b, at))
}

function distance({ begin, end }: Interval, at: number): number {
  return at < begin ? begin - at : Math.max(0, at - end)
}
