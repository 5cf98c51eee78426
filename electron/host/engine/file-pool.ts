import { constants, promises as fs } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { errnoOf, isErrno } from '../errno.ts'

/**
 * Open files of one torrent, at most a few at once. A handle in use is never closed under its user; one that is not is
 * closed when the pool is full, the least recently used first. A file that is on its way out is opened by nobody.
 */
export interface FilePool {
  /** Runs `use` with the file open; `create` makes the file and its folders. Rejects with the system's error. */
  withFile<T>(file: string, create: boolean, use: (handle: FileHandle) => Promise<T>): Promise<T>
  /** Closes the file once nobody uses it and removes it; false when it is still there. */
  remove(file: string): Promise<boolean>
  /** Open files that were removed by somebody else; they are let go, so that nothing more goes into them. */
  letGoUnlinked(): Promise<readonly string[]>
  /** Lets go of all files: what they were is gone. */
  letGoAll(): void
  close(): Promise<void>
}

export interface FilePoolOptions {
  /** Folders below which folders are made; their parent is never made, because a disk that was unplugged would be made up. */
  readonly roots?: readonly string[]
  /** A file that was not there has been made: what was in it before is gone. Called before anybody can read it. */
  readonly onMade?: (file: string) => void
}

/** Enough for a film, its neighbours in a boundary piece and a few readers; far below any limit on open files. */
const MAX_OPEN = 24

interface Entry {
  readonly handle: Promise<FileHandle>
  users: number
  /** Called when the last user has gone. */
  onIdle: (() => void) | null
}

export function createFilePool({ roots = [], onMade }: FilePoolOptions = {}): FilePool {
  const open = new Map<string, Entry>() // in order of last use
  const removing = new Map<string, Promise<boolean>>()
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
    const entry = known ?? { handle: create ? openOrMake(file, roots, onMade) : openFile(file, 0), users: 0, onIdle: null }
    open.delete(file)
    open.set(file, entry)
    if (!known) entry.handle.catch(() => { if (open.get(file) === entry) open.delete(file) })
    return entry
  }

  const take = (file: string): Promise<void> => {
    const entry = open.get(file)
    open.delete(file)
    return entry ? closeWhenIdle(entry) : Promise.resolve()
  }

  const remove = async (file: string) => {
    await take(file)
    return fs.unlink(file).then(() => true, (thrown: unknown) => errnoOf(thrown) === 'ENOENT' || errnoOf(thrown) === 'ENOTDIR')
  }

  return {
    withFile: async (file, create, use) => {
      const goes = removing.get(file)
      if (goes && !create) throw Object.assign(new Error('the file is being removed'), { code: 'ENOENT' })
      await goes
      if (closed) throw new Error('the files of this torrent are closed')
      const entry = acquire(file, create)
      entry.users += 1
      try {
        return await use(await entry.handle)
      } finally {
        entry.users -= 1
        if (entry.users === 0) entry.onIdle?.()
        evictIdle()
      }
    },
    remove: (file) => {
      const gone = removing.get(file) ?? remove(file).finally(() => { removing.delete(file) })
      removing.set(file, gone)
      return gone
    },
    letGoUnlinked: async () => {
      const looked = await Promise.all([...open].map(async ([file, entry]) => ((await isLinked(entry)) ? null : { file, entry })))
      const lost = looked.filter((each) => each !== null).filter(({ file, entry }) => open.get(file) === entry)
      for (const { file } of lost) void take(file)
      return lost.map(({ file }) => file)
    },
    letGoAll: () => { for (const file of [...open.keys()]) void take(file) },
    close: async () => {
      closed = true
      const entries = [...open.values()]
      open.clear()
      await Promise.all([...entries.map(closeQuietly), ...removing.values()])
    },
  }
}

async function openOrMake(file: string, roots: readonly string[], onMade: ((file: string) => void) | undefined): Promise<FileHandle> {
  try {
    return await makeFile(file, onMade)
  } catch (thrown) {
    if (isErrno(thrown, 'EEXIST')) return openFile(file, 0)
    if (!isErrno(thrown, 'ENOENT')) throw thrown
  }
  await makeFolders(path.dirname(file), roots.find((root) => file.startsWith(root + path.sep)))
  return makeFile(file, onMade)
}

/** Fails with EEXIST when it is there, whatever it is. */
async function makeFile(file: string, onMade: ((file: string) => void) | undefined): Promise<FileHandle> {
  const handle = await openFile(file, constants.O_CREAT | constants.O_EXCL)
  onMade?.(file)
  return handle
}

async function makeFolders(folder: string, root: string | undefined): Promise<void> {
  if (root !== undefined) await fs.mkdir(root, { mode: 0o700 }).catch((thrown: unknown) => { if (!isErrno(thrown, 'EEXIST')) throw thrown })
  if (folder !== root) await fs.mkdir(folder, { recursive: true, mode: 0o700 })
}

/** Never follows a symbolic link in the last part: our folders hold none, so one there was planted. */
function openFile(file: string, flags: number): Promise<FileHandle> {
  return fs.open(file, constants.O_RDWR | flags | (constants.O_NOFOLLOW || 0), 0o600)
}

/** False when no name leads to the file any more: what is written into it is lost. */
async function isLinked({ handle }: Entry): Promise<boolean> {
  try {
    return (await (await handle).stat()).nlink > 0
  } catch {
    return true // it could not be opened or is closed by now: whoever uses it hears of it
  }
}

async function closeWhenIdle(entry: Entry): Promise<void> {
  if (entry.users > 0) await new Promise<void>((resolve) => { entry.onIdle = resolve })
  await closeQuietly(entry)
}

/**
 * A file that could not be opened needs no closing; its error has reached whoever asked for it. On a disk that was pulled
 * out closing fails as well: nobody waits to hear of it, and what is not on the disk is found missing when it is read.
 */
async function closeQuietly({ handle }: Entry): Promise<void> {
  await handle.then((file) => file.close()).catch(() => undefined)
}
