import { createTsBlockReader } from '../../../shared/subtitles/ts-blocks.ts'
import type { TsBlock, TsBlockReader } from '../../../shared/subtitles/ts-blocks.ts'
import { TS_PACKET_BYTES } from '../../../shared/transcode/scan/ts-packets.ts'
import type { FilmBytes } from './film-bytes.ts'
import { nearestFirst } from './nearest-first.ts'

/**
 * Walks through the packets of a transport stream in whatever order its parts come. Invariant: regions are sorted and do
 * not overlap but for a set that lies across the seam of two, which is read to its end; so a block may be given twice.
 */
export interface TsWalk {
  /** Walks on through what is here, the part being watched first. True when there is more to walk at once. */
  advance(nowMs: number): Promise<boolean>
  /** Everything was walked. */
  readonly isComplete: () => boolean
}

export interface TsWalkWorld {
  readonly film: FilmBytes
  readonly packetBytes: number
  readonly wanted: ReadonlyMap<number, { readonly format: string }>
  readonly onBlock: (block: TsBlock) => void
}

/** Bytes walked so far: from `begin` to `at`. */
interface Region {
  readonly begin: number
  at: number
  sets: TsBlockReader
}

/** Nothing can be stepped over: what is read is read in few calls of the system. */
const CHUNK_BYTES = 1024 * 1024
/** Walked in one go: some tens of milliseconds, after which others have their turn. */
const TURN_BYTES = 8 * 1024 * 1024

export function createTsWalk({ film, packetBytes, wanted, onBlock }: TsWalkWorld): TsWalk {
  const regions: Region[] = []

  const regionAt = (at: number) => regions.find((region) => region.begin <= at && at <= region.at)
  const nextOf = (region: Region) => regions[regions.indexOf(region) + 1]

  const insert = (begin: number): Region => {
    const region: Region = { begin, at: begin, sets: createTsBlockReader(wanted, packetBytes, onBlock) }
    const place = regions.findIndex((each) => each.begin > begin)
    regions.splice(place < 0 ? regions.length : place, 0, region)
    return region
  }

  /** Two regions that meet are one, once no set of the first one is under way; true when they were joined. */
  const join = (region: Region): boolean => {
    const next = nextOf(region)
    if (!next || region.at < next.begin) return false
    const isAcross = (region.sets.openSince() ?? Infinity) < next.begin
    if (isAcross && region.at < next.at) return false
    if (region.at < next.at) [region.at, region.sets] = [next.at, next.sets]
    regions.splice(regions.indexOf(next), 1)
    return true
  }

  /** Bytes read further in a region, up to the end of a run; 0 when that needs bytes that are not here. */
  const walk = async (region: Region, end: number): Promise<number> => {
    const bytes = await film.read({ begin: region.at, end: Math.min(end, region.at + CHUNK_BYTES) })
    const done = region.sets.push(bytes, region.at)
    region.at += done
    return done
  }

  return {
    isComplete: () => { const [first] = regions; return first?.begin === 0 && first.at + TS_PACKET_BYTES > film.lengthBytes },
    advance: async (nowMs) => {
      let left = TURN_BYTES
      for (const run of nearestFirst(film.here(), film.readingAt(nowMs) ?? 0)) {
        const region = regionAt(run.begin) ?? insert(run.begin)
        for (;;) {
          if (left <= 0) return true
          if (join(region)) continue
          const done = await walk(region, run.end)
          if (done === 0) break
          left -= done
        }
      }
      return false
    },
  }
}
