import { constants, promises as fs } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import path from 'node:path'

/**
 * Open files of one torrent, at most a few at once. A handle in use is never closed under its user; one that is not is
 * closed when the pool is full, the least recently used first.
 */
export interface FilePool {
  /** Runs `use` with the file open; `create` makes the file and its folders. Rejects with the system's error. */
  withFile<T>(file: string, create: boolean, use: (handle: FileHandle) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Enough for a film, its neighbours in a boundary piece and a few readers; far below any limit on open files. */
const MAX_OPEN = 24

interface Entry {
  readonly handle: Promise<FileHandle>
  users: number
}

export function createFilePool(): FilePool {
  const open = new Map<string, Entry>() // in order of last use
  let closed = false

  const evictIdle = () => {
    for (const [file, entry] of open) {
      if (open.size <= MAX_OPEN) return
      if (entry.users > 0) continue
      open.delete(file)
      void closeQuietly(entry)
    }
  }

  const acquire = (file: string, create: boolean): Entry => {
    const known = open.get(file)
    const entry = known ?? { handle: openFile(file, create), users: 0 }
    open.delete(file)
    open.set(file, entry)
    if (!known) entry.handle.catch(() => { if (open.get(file) === entry) open.delete(file) })
    return entry
  }

  return {
    withFile: async (file, create, use) => {
      if (closed) throw new Error('the files of this torrent are closed')
      const entry = acquire(file, create)
      entry.users += 1
      try {
        return await use(await entry.handle)
      } finally {
        entry.users -= 1
        evictIdle()
      }
    },
    close: async () => {
      closed = true
      const entries = [...open.values()]
      open.clear()
      await Promise.all(entries.map(closeQuietly))
    },
  }
}

/** Never follows a symbolic link in the last part: our folders hold none, so one there was planted. */
async function openFile(file: string, create: boolean): Promise<FileHandle> {
  if (create) await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  return fs.open(file, constants.O_RDWR | (create ? constants.O_CREAT : 0) | (constants.O_NOFOLLOW || 0), 0o600)
}

/** A file that could not be opened needs no closing; its error has reached whoever asked for it. */
async function closeQuietly({ handle }: Entry): Promise<void> {
  await handle.then((file) => file.close(), () => undefined)
}
