/**
 * Half-open intervals [begin, end) of integers or seconds. An interval with end <= begin is empty.
 * Lists are sorted and disjoint wherever a function says "list".
 */
export interface Interval {
  readonly begin: number
  readonly end: number
}

/** The interval [begin, end). */
export function interval(begin: number, end: number): Interval {
  return { begin, end }
}

/** Number of units inside; 0 when empty. */
export function sizeOf({ begin, end }: Interval): number {
  return Math.max(0, end - begin)
}

/** True when nothing is inside. */
export function isEmpty({ begin, end }: Interval): boolean {
  return end <= begin
}

/** True when position lies in [begin, end). */
export function contains({ begin, end }: Interval, position: number): boolean {
  return position >= begin && position < end
}

/** The common part; empty (begin === end) when there is none. */
export function intersect(a: Interval, b: Interval): Interval {
  const begin = Math.max(a.begin, b.begin)
  return { begin, end: Math.max(begin, Math.min(a.end, b.end)) }
}

/** Merges intervals in any order into a sorted list without overlaps; touching ones join, empty ones vanish. */
export function mergeAll(parts: readonly Interval[]): Interval[] {
  const merged: Interval[] = []
  for (const part of parts.filter((each) => !isEmpty(each)).sort((a, b) => a.begin - b.begin)) {
    const last = merged.at(-1)
    if (last && part.begin <= last.end) merged[merged.length - 1] = { begin: last.begin, end: Math.max(last.end, part.end) }
    else merged.push(part)
  }
  return merged
}

/** What is left of `from` without `holes` (any order): a sorted list. */
export function subtract(from: Interval, holes: readonly Interval[]): Interval[] {
  const left: Interval[] = []
  let begin = from.begin
  for (const hole of mergeAll(holes)) {
    if (hole.end <= begin) continue
    if (hole.begin >= from.end) break
    if (hole.begin > begin) left.push({ begin, end: hole.begin })
    begin = hole.end
  }
  if (begin < from.end) left.push({ begin, end: from.end })
  return left
}
