import type { Interval } from '../../../shared/interval.ts'
import { contains, mergeAll } from '../../../shared/interval.ts'
import type { ScanPlace, TrackBlock } from '../../../shared/subtitles/scan-clusters.ts'
import { CLUSTER_SIGN_BYTES, findCluster, scanClusters } from '../../../shared/subtitles/scan-clusters.ts'
import type { FilmBytes } from './film-bytes.ts'
import { nearestFirst } from './nearest-first.ts'

/**
 * Walks through the clusters of a Matroska file in whatever order its parts come. Invariant: no byte of a region is walked
 * twice, so no block is given twice; regions are sorted and do not overlap.
 */
export interface ClusterWalk {
  /** Walks on through what is here, the part being watched first. True when there is more to walk at once. */
  advance(nowMs: number): Promise<boolean>
  /** Everything was walked. */
  readonly isComplete: () => boolean
  /** A byte was walked over: a block there was given if it is wanted. */
  hasWalked(at: number): boolean
}

export interface ClusterWalkWorld {
  readonly film: FilmBytes
  /** Where the first cluster begins. */
  readonly mediaBegin: number
  readonly wanted: ReadonlySet<number>
  readonly onBlock: (block: TrackBlock) => void
}

/** Bytes walked so far: from `begin` to `place.at`. */
interface Region {
  readonly begin: number
  place: ScanPlace
  /** No element stood at its end: what follows is searched for a cluster again. */
  lost: boolean
}

/** A few blocks of picture; every read is one call of the system. */
const CHUNK_BYTES = 128 * 1024
/** Walked in one go: some tens of milliseconds, after which others have their turn. */
const TURN_BYTES = 8 * 1024 * 1024

export function createClusterWalk({ film, mediaBegin, wanted, onBlock }: ClusterWalkWorld): ClusterWalk {
  const regions: Region[] = [{ begin: 0, place: { at: mediaBegin, cluster: null }, lost: false }]
  /** Searched, and no cluster begins there. */
  let barren: Interval[] = []
  let left = 0

  const regionAt = (at: number) => regions.find(({ begin, place }) => begin <= at && at <= place.at)
  const nextBegin = (at: number) => regions.find(({ begin }) => begin > at)?.begin ?? Infinity

  /** One read further in a region; false when that needs bytes that are not here. */
  const walk = async (region: Region, limit: number): Promise<boolean> => {
    let wantedBytes = CHUNK_BYTES
    for (;;) {
      const from = region.place
      const bytes = await film.read({ begin: from.at, end: Math.min(limit, from.at + wantedBytes) })
      left -= bytes.length
      const scan = scanClusters(bytes, from.at, from, { whole: wanted, heads: null }, film.lengthBytes)
      scan.blocks.forEach(onBlock)
      region.place = scan.place
      region.lost = scan.lost
      if (scan.lost || scan.place.at > from.at) return true
      if (scan.needBytes <= bytes.length || from.at + scan.needBytes > limit || wantedBytes >= scan.needBytes) return false
      wantedBytes = scan.needBytes
    }
  }

  /** Looks for the next cluster in bytes of which nothing is known; where to look on. */
  const search = async (part: Interval): Promise<number> => {
    const bytes = await film.read({ begin: part.begin, end: Math.min(part.end, part.begin + CHUNK_BYTES) })
    left -= bytes.length
    const found = findCluster(bytes)
    const searchedTo = part.begin + (found ?? Math.max(1, bytes.length - CLUSTER_SIGN_BYTES))
    barren = mergeAll([...barren, { begin: part.begin, end: searchedTo }])
    if (found !== null) insert({ begin: searchedTo, place: { at: searchedTo, cluster: null }, lost: false })
    return searchedTo
  }

  const insert = (region: Region) => {
    const place = regions.findIndex(({ begin }) => begin > region.begin)
    regions.splice(place < 0 ? regions.length : place, 0, region)
  }

  /** Two regions that meet are one. */
  const join = (region: Region) => {
    const next = regions[regions.indexOf(region) + 1]
    if (!next || region.place.at < next.begin) return
    if (next.place.at > region.place.at) [region.place, region.lost] = [next.place, next.lost]
    regions.splice(regions.indexOf(next), 1)
  }

  /** Where to go on in a run after something was done at a place of it: always further, or the same place once more when its region got lost there. */
  const step = async (run: Interval, at: number): Promise<number> => {
    const region = regionAt(at)
    if (region && region.place.at > at) return region.place.at
    const limit = Math.min(run.end, nextBegin(at))
    if (region && !region.lost) {
      if (!await walk(region, limit)) return limit
      join(region)
      return region.place.at
    }
    const begin = region ? at + 1 : at
    const dry = barren.find((part) => contains(part, begin))
    if (dry) return dry.end
    return limit - begin < CLUSTER_SIGN_BYTES ? limit : search({ begin, end: limit })
  }

  return {
    isComplete: () => (regions[0]?.place.at ?? 0) >= film.lengthBytes,
    hasWalked: (at) => (regionAt(at)?.place.at ?? 0) > at,
    advance: async (nowMs) => {
      left = TURN_BYTES
      const at = film.readingAt(nowMs) ?? 0
      for (const run of nearestFirst(film.here(), at)) {
        if (left <= 0) return true
        for (let place = run.begin; place < run.end && left > 0;) place = await step(run, place)
      }
      return left <= 0
    },
  }
}
