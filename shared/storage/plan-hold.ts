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
  /** The chunks for which a read waits. */
  readonly waiting: readonly number[]
  /** What is needed soon: where reads go on, the next seconds, the container's index. Most important first. */
  readonly vital: readonly Interval[]
  /** The window ahead, most important first. */
  readonly ahead: readonly Interval[]
}

/** Lists of chunks, sorted and disjoint. */
export interface HoldPlan {
  /** Never given back: what a read waits for, whatever room there is; then the vital parts and the window ahead as far as there is some. */
  readonly must: readonly Interval[]
  /** What may be fetched: `must`, then the film onwards and a little of what has passed, as far as there is room. */
  readonly hold: readonly Interval[]
}

/** Of what is left after the window, this share is for what has passed: a jump of ten seconds back is the commonest of all. */
const BEHIND_SHARE = 0.1

/**
 * Plans one torrent. Without places nothing is needed and nothing may be fetched. Where not even what reads wait for has
 * room, it is in the plan all the same: whoever writes it then says so, instead of a film that waits without a word.
 */
export function planHold({ room, places }: HoldInput): HoldPlan {
  const waiting: readonly Interval[] = mergeAll(places.flatMap((place) => place.waiting.map((chunk) => ({ begin: chunk, end: chunk + 1 }))))
  const wanted = [...inTurns(places.map(({ vital }) => vital)), ...inTurns(places.map(({ ahead }) => ahead))]
  const must = wanted.reduce((held, part) => extend(held, part, room - sizeOfAll(held), 'forward'), waiting)
  return { must, hold: fill(must, places, room) }
}

/** The first of each list, then the second of each: no film's window goes before another one's next seconds. */
function inTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  return Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list.slice(turn, turn + 1))).flat()
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
