import type { Interval } from '../../../shared/interval.ts'
import { contains, intersect } from '../../../shared/interval.ts'
import { blockOfLine } from '../../../shared/subtitles/line-places.ts'
import type { LinePlace } from '../../../shared/subtitles/line-places.ts'
import type { TrackBlock } from '../../../shared/subtitles/scan-clusters.ts'
import type { ClusterWalk } from './cluster-walk.ts'
import { createClusterWalk } from './cluster-walk.ts'
import { MAX_LINES_AT_ONCE } from './embedded.ts'
import type { FilmBytes } from './film-bytes.ts'

/** Words of bytes that have come and are not verified yet: those the person sees the pictures of already. */
export interface EarlyWords {
  advance(nowMs: number): Promise<void>
  /** A line that was read here. */
  readonly hasRead: (line: LinePlace) => boolean
}

export interface EarlyWordsWorld {
  readonly film: FilmBytes
  readonly mediaBegin: number
  readonly wanted: () => ReadonlySet<number>
  /** Lines on the screen at a time of the film that nobody has read. */
  readonly linesAt: (filmMs: number) => readonly LinePlace[]
  readonly onBlock: (block: TrackBlock) => void
  /** What was told holds no more. */
  readonly onGone: () => void
}

interface Generation {
  readonly number: number
  readonly walk: ClusterWalk
  readonly lines: Set<LinePlace>
}

export function createEarlyWords({ film, mediaBegin, wanted, linesAt, onBlock, onGone }: EarlyWordsWorld): EarlyWords {
  let arrived: readonly Interval[] = []
  let generation: Generation | null = null

  const begin = (number: number): Generation => {
    const bytes: FilmBytes = { ...film, here: () => arrived, read: film.readArrived }
    generation = { number, walk: createClusterWalk({ film: bytes, mediaBegin, wanted: wanted(), onBlock }), lines: new Set() }
    onGone()
    return generation
  }

  /** Lines on the screen that began before the picture that was jumped to: nothing around them need be here, their cluster's head neither. */
  const readLinesHere = async (found: Set<LinePlace>) => {
    const filmMs = film.playheadMs()
    for (const line of filmMs === null ? [] : linesAt(filmMs).slice(0, MAX_LINES_AT_ONCE)) {
      const run = arrived.find((each) => contains(each, line.bytes.begin))
      const block = run ? blockOfLine(await film.readArrived(intersect(run, line.bytes)), line) : null
      if (!block) continue
      found.add(line)
      onBlock(block)
    }
  }

  return {
    hasRead: (line) => generation?.lines.has(line) === true,
    advance: async (nowMs) => {
      const now = film.arrived(nowMs)
      if (!now) return
      arrived = now.runs
      const current = generation?.number === now.generation ? generation : begin(now.generation)
      await current.walk.advance(nowMs)
      await readLinesHere(current.lines)
    },
  }
}
