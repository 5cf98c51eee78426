import { setTimeout as delay } from 'node:timers/promises'
import type { KeyframeScan } from '../../../shared/transcode/scan/keyframe-scan.ts'
import type { FilmBytes } from '../subtitles/film-bytes.ts'
import { createBell } from './bell.ts'

/**
 * Follows a scan for key frames through the bytes of a film that are here, as they come. It fetches nothing: where the next
 * byte is missing it waits until somebody else has it brought.
 */
export interface KeyframeSearch {
  /** What the scan found, or nothing when the film is not understood; null while it has not come to its end. Waits as long as it comes forward, at most `waitMs`. */
  times(waitMs: number): Promise<readonly number[] | null>
  /** It can still be finished. */
  readonly isOpen: () => boolean
  /** The scan came to its end: what it found is there at once. */
  readonly isDone: () => boolean
  close(): void
}

/** One call of the system. */
const CHUNK_BYTES = 256 * 1024
/** Read in one go, some milliseconds from memory; others have their turn after it. */
const TURN_BYTES = 4 * 1024 * 1024
/** Between two turns when nobody waits: the disk and the processor belong to the film, and 100 MB/s are enough. */
const REST_MS = 40
/** Between two looks for the missing byte. */
const LOOK_MS = 1000

export function createKeyframeSearch(film: Pick<FilmBytes, 'read' | 'version' | 'lengthBytes'>, scan: KeyframeScan): KeyframeSearch {
  const stop = new AbortController()
  const bell = createBell()
  const nudge = createBell()
  let waiters = 0
  /** What was here when the next byte was missing; null while it comes forward. */
  let lackedVersion: number | null = null
  let failed = false

  const isOver = () => failed || stop.signal.aborted || scan.state() !== 'scanning'

  /** Reads what the scan wants next; 0 when that is not here. */
  const step = async (): Promise<number> => {
    const { at, bytes } = scan.wants()
    const got = await film.read({ begin: at, end: Math.min(film.lengthBytes, at + Math.max(CHUNK_BYTES, bytes)) })
    if (got.length < Math.min(bytes, film.lengthBytes - at)) return 0
    scan.push(got)
    const next = scan.wants()
    if (next.at === at && next.bytes <= bytes) failed ||= scan.state() === 'scanning'
    return got.length
  }

  const turn = async () => {
    for (let left = TURN_BYTES; left > 0 && !isOver();) {
      const version = film.version()
      const bytes = await step()
      lackedVersion = bytes === 0 ? version : null
      if (bytes === 0) return
      left -= bytes
    }
  }

  const lacks = () => lackedVersion !== null && film.version() === lackedVersion

  const waitForMore = async () => {
    bell.ring()
    while (lacks() && !isOver()) {
      const look = new AbortController()
      const timer = setTimeout(() => { look.abort() }, LOOK_MS)
      timer.unref()
      await nudge.next(look.signal)
      clearTimeout(timer)
    }
  }

  const run = async () => {
    while (!isOver()) {
      await turn()
      if (lacks()) await waitForMore()
      else await delay(waiters > 0 ? 0 : REST_MS, undefined, { signal: stop.signal })
    }
  }

  run().catch(() => { failed = true }).finally(bell.ring)

  return {
    isOpen: () => !isOver(),
    isDone: () => scan.state() !== 'scanning',
    times: async (waitMs) => {
      const over = new AbortController()
      const timer = setTimeout(() => { over.abort() }, waitMs)
      waiters += 1
      nudge.ring()
      try {
        while (!isOver() && !lacks() && !over.signal.aborted) await bell.next(over.signal)
      } finally {
        waiters -= 1
        clearTimeout(timer)
      }
      return scan.state() === 'scanning' ? null : scan.state() === 'complete' ? scan.timesSec() : []
    },
    close: () => {
      stop.abort()
      bell.ring()
      nudge.ring()
    },
  }
}
