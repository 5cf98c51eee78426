import { contains, mergeAll, sizeOf } from '../../../shared/interval.ts'
import type { Interval } from '../../../shared/interval.ts'
import { planHold } from '../../../shared/storage/plan-hold.ts'
import type { HoldPlace } from '../../../shared/storage/plan-hold.ts'
import type { WantedRange } from '../../../shared/window/pick-blocks.ts'
import type { Demand, Urgency } from './disk-budget.ts'

/** Which chunks of a torrent are needed, which may be on the disk, and for how long nobody has watched. The rule is in shared/storage. */
export interface HeldChunks {
  /** Plans anew; the torrent bytes that may be fetched, null when there is room for everything that is watched. */
  plan(watched: readonly WatchedPart[]): readonly Interval[] | null
  readonly demand: () => Demand
  urgencyOf(chunk: number): Urgency
}

/** A watched file in torrent bytes. */
export interface WatchedPart {
  readonly file: Interval
  /** Where the window starts. */
  readonly start: number
  readonly ranges: readonly WantedRange[]
  readonly reads: readonly WatchedRead[]
}

/** An open read. */
export interface WatchedRead {
  /** Its next byte. */
  readonly at: number
  /** True while that byte is not here. */
  readonly waiting: boolean
}

/** A read takes so much at once, so that its place is the next chunk soon. */
const READ_BYTES = 262_144

/** `room`: chunks the torrent may hold, given what it wants. */
export function createHeldChunks(chunkBytes: number, room: () => number, clock: () => number): HeldChunks {
  let starts: readonly number[] = []
  let chunks = 0
  let must: readonly Interval[] = []
  let hold: readonly Interval[] = []
  let watchedAtMs = clock()

  const chunksOf = ({ begin, end }: Interval): Interval => ({ begin: Math.floor(begin / chunkBytes), end: Math.ceil(end / chunkBytes) })

  const placeOf = ({ file, start, ranges, reads }: WatchedPart): HoldPlace => {
    const of = (tier: WantedRange['tier']) => ranges.filter((range) => range.tier === tier)
    const nextReads = reads.map(({ at }) => ({ begin: at, end: Math.min(file.end, at + READ_BYTES) }))
    return {
      file: chunksOf(file),
      start: Math.floor(start / chunkBytes),
      waiting: reads.filter(({ waiting }) => waiting).map(({ at }) => Math.floor(at / chunkBytes)),
      vital: [...nextReads, ...of('urgent'), ...of('edges')].map(chunksOf),
      ahead: ranges.filter(({ tier }) => tier === 'ahead' || tier === 'warm').map(chunksOf),
    }
  }

  return {
    plan: (watched) => {
      const places = watched.map(placeOf)
      const files = mergeAll(places.map(({ file }) => file))
      if (places.length > 0) watchedAtMs = clock()
      starts = places.map(({ start }) => start)
      chunks = files.reduce((sum, file) => sum + sizeOf(file), 0)
      const limit = room()
      const fits = limit >= chunks
      ;({ must, hold } = fits ? { must: files, hold: files } : planHold({ room: limit, places }))
      return fits ? null : hold.map(({ begin, end }) => ({ begin: begin * chunkBytes, end: end * chunkBytes }))
    },
    demand: () => ({ chunks, starts, must, hold, idleMs: starts.length > 0 ? 0 : Math.max(1, clock() - watchedAtMs) }),
    urgencyOf: (chunk) => {
      if (must.some((part) => contains(part, chunk))) return 'must'
      return hold.some((part) => contains(part, chunk)) ? 'held' : 'other'
    },
  }
}
