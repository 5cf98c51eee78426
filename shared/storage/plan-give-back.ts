import { contains } from '../interval.ts'
import type { Interval } from '../interval.ts'

/**
 * What is given back when something else needs the room: first torrents nobody watches, the one unused for longest first;
 * then what a film does not hold (see plan-hold), then what it holds. Behind the playhead before ahead of it, the farthest
 * first. Never what is needed now, what is kept, or what is in use this moment.
 */
export interface StoredTorrent<Id> {
  readonly id: Id
  /** Bytes of one chunk. */
  readonly chunkBytes: number
  /** Chunks on the disk that may be removed as far as the disk is concerned. */
  readonly stored: Iterable<number>
  /** Nothing of it is given back. */
  readonly kept: boolean
  /** Milliseconds since somebody watched it; 0 = somebody does. */
  readonly idleMs: number
  /** Chunks at the playheads; empty when nobody watches. */
  readonly starts: readonly number[]
  readonly must: readonly Interval[]
  readonly hold: readonly Interval[]
}

/** A chunk to give back. */
export interface GiveBack<Id> {
  readonly id: Id
  readonly chunk: number
}

/**
 * Chunks to give back so that `neededBytes` come free, in order; null when that cannot be. `forMust`: they are for something that is needed
 * now; otherwise what is held stays.
 */
export function planGiveBack<Id>(torrents: readonly StoredTorrent<Id>[], neededBytes: number, forMust: boolean): readonly GiveBack<Id>[] | null {
  const candidates = torrents.flatMap((torrent) => candidatesOf(torrent, forMust)).sort((a, b) => b.rank - a.rank || b.distance - a.distance)
  const chosen: GiveBack<Id>[] = []
  let free = 0
  for (const { id, chunk, bytes } of candidates) {
    if (free >= neededBytes) break
    chosen.push({ id, chunk })
    free += bytes
  }
  return free >= neededBytes ? chosen : null
}

/** Bytes that can be given back at most. */
export function givableBytes(torrents: readonly StoredTorrent<unknown>[], forMust: boolean): number {
  return torrents.flatMap((torrent) => candidatesOf(torrent, forMust)).reduce((sum, { bytes }) => sum + bytes, 0)
}

interface Candidate<Id> extends GiveBack<Id> {
  readonly bytes: number
  /** Higher goes first. */
  readonly rank: number
  /** Within a rank the farthest goes first. */
  readonly distance: number
}

/** Nobody watches > not held, passed > not held > held, passed > held. */
const RANKS = { idle: 4, passed: 3, other: 2, heldPassed: 1, held: 0 } as const

function candidatesOf<Id>(torrent: StoredTorrent<Id>, forMust: boolean): Candidate<Id>[] {
  if (torrent.kept) return []
  const found: Candidate<Id>[] = []
  for (const chunk of torrent.stored) {
    if (isIn(torrent.must, chunk)) continue
    const held = isIn(torrent.hold, chunk)
    if (held && !forMust) continue
    found.push({ id: torrent.id, chunk, bytes: torrent.chunkBytes, ...placeOf(torrent, chunk, held) })
  }
  return found
}

function placeOf({ idleMs, starts }: StoredTorrent<unknown>, chunk: number, held: boolean): Pick<Candidate<unknown>, 'rank' | 'distance'> {
  if (starts.length === 0) return { rank: RANKS.idle, distance: idleMs + chunk / CHUNKS_MOST } // of one torrent the end first
  const distance = Math.min(...starts.map((start) => Math.abs(start - chunk)))
  const passed = starts.every((start) => chunk < start)
  if (held) return { rank: passed ? RANKS.heldPassed : RANKS.held, distance }
  return { rank: passed ? RANKS.passed : RANKS.other, distance }
}

/** More chunks than any torrent has. */
const CHUNKS_MOST = 2 ** 32

function isIn(list: readonly Interval[], chunk: number): boolean {
  return list.some((part) => contains(part, chunk))
}
