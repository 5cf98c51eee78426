import type { Result } from '../../../shared/result.ts'
import { fail } from '../../../shared/result.ts'
import { withLimit } from '../with-limit.ts'

/** Work of a program on a film, and what excuses its silence. */
export interface HungWatch<T> {
  /** A read of the film waits for the download. */
  readonly readsWait: () => boolean
  /** Time without an answer, no read waiting, after which it counts as hung. */
  readonly hangMs: number
  readonly signal: AbortSignal
  /** Ends when its signal aborts. */
  readonly work: (signal: AbortSignal) => Promise<Result<T>>
}

/** What the work gives; a torrent takes as long as it takes, but what is silent though nothing is missing is ended. Fails: ffmpegFailed when it hung. */
export async function untilHung<T>({ readsWait, hangMs, signal, work }: HungWatch<T>): Promise<Result<T>> {
  const hung = new AbortController()
  let looks = 0
  const timer = setInterval(() => {
    looks = readsWait() ? 0 : looks + 1
    if (looks >= LOOKS) hung.abort()
  }, hangMs / LOOKS)
  try {
    const result = await withLimit([signal, hung.signal], null, work)
    return hung.signal.aborted && !result.ok ? fail('ffmpegFailed', 'ffprobe stopped working on this file', { end: 'hung' }) : result
  } finally {
    clearInterval(timer)
  }
}

/** Looks in a row at which nothing was waited for. */
const LOOKS = 40
