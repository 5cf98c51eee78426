import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { Result } from '../../../shared/result.ts'
import { fail } from '../../../shared/result.ts'
import { unlessAborted } from '../with-limit.ts'
import { createFilmJoiners } from './film-joiners.ts'
import type { Film, FilmsWorld, Stamps } from './look-into-film.ts'
import { createFilmLooker } from './look-into-film.ts'

/** What is known of the films that were looked into. */
export interface Films {
  /** Looks into a film once. Fails: torrentUnknown, fileUnknown, ffmpegMissing, ffmpegUnusable, ffmpegFailed, timeout, cancelled. */
  look(infoHash: InfoHash, fileIndex: FileIndex, signal: AbortSignal): Promise<Result<Film>>
  /** As look, for a film whose key frames will be asked for: its index is read beside the look, not after it. */
  lookForCells(infoHash: InfoHash, fileIndex: FileIndex, signal: AbortSignal): Promise<Result<Film>>
  /** What somebody else's look finds, now or later; begins none itself, so that nothing is fetched for it. Never settles when the signal says stop or the film is dropped. */
  join(infoHash: InfoHash, fileIndex: FileIndex, signal: AbortSignal): Promise<Film>
  /** A film's address for programs of ours: verified bytes only. */
  urlOf(infoHash: InfoHash, fileIndex: FileIndex): string
  /** True when it was looked into and something was found. */
  known(infoHash: InfoHash, fileIndex: FileIndex): boolean
  drop(infoHash: InfoHash): void
  close(): void
}

/** A look under way or done, and how many wait for it. Invariant: `stop` ends all that is read for it. */
interface Look {
  readonly result: Promise<Result<Film>>
  /** Stamps of the picture's key frames, as the file has them. */
  readonly stamps: Stamps
  readonly stop: AbortController
  wanted: number
}

export function createFilms(world: FilmsWorld): Films {
  const looker = createFilmLooker(world)
  const known = new Map<string, Look>()
  const found = new Set<string>()
  const joiners = createFilmJoiners()

  const begin = (key: string, infoHash: InfoHash, fileIndex: FileIndex): Look => {
    const stop = new AbortController()
    const stamps = once(() => looker.readStamps(infoHash, fileIndex, stop.signal))
    const mine: Look = { result: looker.look(infoHash, fileIndex, stamps, stop.signal), stamps, stop, wanted: 0 }
    known.set(key, mine)
    mine.result.then((result) => {
      if (known.get(key) !== mine) return
      if (!result.ok) { known.delete(key); return }
      found.add(key)
      joiners.tell(key, result.value)
    }, () => { known.delete(key) })
    return mine
  }

  const wait = async (infoHash: InfoHash, fileIndex: FileIndex, withIndex: boolean, signal: AbortSignal): Promise<Result<Film>> => {
    const key = keyOf(infoHash, fileIndex)
    const mine = known.get(key) ?? begin(key, infoHash, fileIndex)
    mine.wanted += 1
    if (withIndex) void mine.stamps()
    const result = await unlessAborted(mine.result, signal, CANCELLED)
    mine.wanted -= 1
    // Nobody waits for it any more: its reads must not outrank those of the film that is watched now.
    if (mine.wanted === 0 && !found.has(key)) {
      mine.stop.abort()
      if (known.get(key) === mine) known.delete(key)
    }
    return result
  }

  return {
    look: (infoHash, fileIndex, signal) => wait(infoHash, fileIndex, false, signal),
    lookForCells: (infoHash, fileIndex, signal) => wait(infoHash, fileIndex, true, signal),
    join: (infoHash, fileIndex, signal) => {
      const key = keyOf(infoHash, fileIndex)
      return joiners.join(key, found.has(key) ? known.get(key)?.result ?? null : null, signal)
    },
    urlOf: looker.urlOf,
    known: (infoHash, fileIndex) => found.has(keyOf(infoHash, fileIndex)),
    drop: (infoHash) => {
      for (const [key, { stop }] of [...known]) {
        if (!key.startsWith(infoHash)) continue
        stop.abort()
        known.delete(key)
        found.delete(key)
      }
      joiners.drop(infoHash)
    },
    close: () => { for (const { stop } of known.values()) stop.abort() },
  }
}

const keyOf = (infoHash: InfoHash, fileIndex: FileIndex) => `${infoHash}/${String(fileIndex)}`

/** The answer for somebody who left before it came. */
export const CANCELLED = fail('cancelled', 'this is not needed any more')

/** Asked again only after a failure, which counts as "nothing known" for now. */
function once(read: () => Promise<readonly number[]>): () => Promise<readonly number[]> {
  let reading: Promise<readonly number[]> | null = null
  return () => (reading ??= read().catch(() => {
    reading = null
    return []
  }))
}
