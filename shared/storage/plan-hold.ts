import type { Interval } from '../interval.ts'
import { intersect, isEmpty, mergeAll, sizeOf, subtract } from '../interval.ts'

/**
 * Which parts of a torrent may be on the disk while the space for it is limited. Units are chunks, the smallest parts that
 * can be given back. Pure: the same input gives the same plan, so that what is fetched and what is given back never
 * contradict each other; a chunk that is held is not given back for one that is not.
 */
export interface HoldInput {
  /** Chunks the torrent may take. */
  readonly room: number
  /** One for each watched file. */
  readonly places: readonly HoldPlace[]
}

export interface HoldPlace {
  /** The chunks of the file. */
  readonly file: Interval
  /** The chunk at the playhead. */
  readonly start: number
  /** What is needed now: what is read, the next seconds, the container's index. Most important first. */
  readonly vital: readonly Interval[]
  /** The window ahead, most important first. */
  readonly ahead: readonly Interval[]
}

/** Lists of chunks, sorted and disjoint. */
export interface HoldPlan {
  /** Never given back: the vital parts, and the window ahead as far as there is room. */
  readonly must: readonly Interval[]
  /** What may be fetched: `must`, then the film onwards and a little of what has passed, as far as there is room. */
  readonly hold: readonly Interval[]
  /** False when not even the vital parts and the beginning of the window ahead have room. */
  readonly fits: boolean
}

/** Of what is left after the window, this share is for what has passed: a jump of ten seconds back is the commonest of all. */
const BEHIND_SHARE = 0.1
/** With less than this share of the window ahead in hand a film does not play well. */
const NEEDED_AHEAD_SHARE = 0.25

/** Plans one torrent. Without places nothing is needed and nothing may be fetched. */
export function planHold({ room, places }: HoldInput): HoldPlan {
  const vital = mergeAll(places.flatMap((place) => place.vital))
  const ahead = places.flatMap((place) => place.ahead)
  const must = ahead.reduce<readonly Interval[]>((held, part) => extend(held, part, room - sizeOfAll(held), 'forward'), vital)
  const wanted = sizeOfAll(mergeAll([...vital, ...ahead]))
  const needed = sizeOfAll(vital) + (wanted - sizeOfAll(vital)) * NEEDED_AHEAD_SHARE
  return { must, hold: fill(must, places, room), fits: needed <= room }
}

/** Onwards from each playhead and a little back, in equal parts; then onwards and back as far as the room goes. */
function fill(must: readonly Interval[], places: readonly HoldPlace[], room: number): readonly Interval[] {
  const share = Math.max(0, room - sizeOfAll(must)) / Math.max(1, places.length)
  const behind = Math.floor(share * BEHIND_SHARE)
  const near = places.reduce<readonly Interval[]>((held, place) => extend(extend(held, passed(place), behind, 'backward'), coming(place), Math.floor(share) - behind, 'forward'), must)
  const onwards = places.reduce<readonly Interval[]>((held, place) => extend(held, coming(place), room - sizeOfAll(held), 'forward'), near)
  return places.reduce<readonly Interval[]>((held, place) => extend(held, passed(place), room - sizeOfAll(held), 'backward'), onwards)
}

function coming({ file, start }: HoldPlace): Interval {
  return intersect(file, { begin: start, end: file.end })
}

function passed({ file, start }: HoldPlace): Interval {
  return intersect(file, { begin: file.begin, end: start })
}

/** Adds up to `count` chunks of `part` that are not held yet, from its beginning on, or from its end back. */
function extend(held: readonly Interval[], part: Interval, count: number, direction: 'forward' | 'backward'): readonly Interval[] {
  const gaps = subtract(part, held)
  const taken: Interval[] = []
  let left = count
  for (const gap of direction === 'forward' ? gaps : gaps.reverse()) {
    if (left <= 0) break
    const size = Math.min(left, sizeOf(gap))
    taken.push(direction === 'forward' ? { begin: gap.begin, end: gap.begin + size } : { begin: gap.end - size, end: gap.end })
    left -= size
  }
  return taken.length > 0 ? mergeAll([...held, ...taken]) : held
}

/** Number of chunks in a list. */
export function sizeOfAll(list: readonly Interval[]): number {
  return list.reduce((sum, part) => sum + (isEmpty(part) ? 0 : sizeOf(part)), 0)
}
