import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** Unit of `blocks` in a file's facts on every system. */
const STAT_BLOCK_BYTES = 512

/** Bytes that the files below a folder take on the disk; what goes while it is looked at counts nothing. */
export async function diskUsage(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const sizes = await Promise.all(names.map((name) => lstat(path.join(folder, name)).then((entry) => (entry.isFile() ? entry.blocks * STAT_BLOCK_BYTES : 0), () => 0)))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Looks at a folder again and again until it is stopped. */
export interface UsageWatch {
  readonly mostBytes: () => number
  readonly samples: () => number
  stop(): Promise<void>
}

/** `everyMs`: between two looks. */
export function watchUsage(folder: string, everyMs: number): UsageWatch {
  const stop = new AbortController()
  let most = 0
  let samples = 0
  const run = async () => {
    while (!stop.signal.aborted) {
      const beganMs = performance.now()
      most = Math.max(most, await diskUsage(folder))
      samples += 1
      // From look to look: with thousands of files a look itself takes a while.
      await setTimeout(Math.max(0, everyMs - (performance.now() - beganMs)), undefined, { signal: stop.signal }).catch(() => undefined) // it was stopped
    }
  }
  const done = run()
  return {
    mostBytes: () => most,
    samples: () => samples,
    stop: () => {
      stop.abort()
      return done
    },
  }
}
