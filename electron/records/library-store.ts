import type { AppError } from '../../shared/errors.ts'
import type { Library, LibraryAction } from '../../shared/library/library.ts'
import { applyLibrary, formatLibrary, parseLibrary, rescueLibrary } from '../../shared/library/library.ts'
import type { Log } from '../../shared/log.ts'
import { createJsonFile } from './json-file.ts'

/** What the person watched, in memory and on disk. Only main writes it. */
export interface LibraryStore {
  readonly get: () => Library
  /** Changes at once; the disk follows within a few seconds. */
  readonly apply: (action: LibraryAction) => Library
  /** What the person is to be told of a file that had to be mended, once; null afterwards and otherwise. */
  readonly takeProblem: () => AppError | null
  /** Resolves when all of it is on the disk. */
  readonly close: () => Promise<void>
}

export interface LibraryStoreOptions {
  readonly file: string
  readonly log: Log
  /** Runs a task later; returns how to call it off. */
  readonly after: (ms: number, task: () => void) => () => void
}

/** A film moves all the time; a crash costs this much of it at most. */
const WRITE_EVERY_MS = 5000

/** Reads the file once; empty when there is none. */
export async function openLibraryStore({ file, log, after }: LibraryStoreOptions): Promise<LibraryStore> {
  let problem: AppError | null = null
  const record = createJsonFile<Library>({
    file, parse: parseLibrary, format: formatLibrary, fallback: [], log,
    rescue: (content) => {
      const { library, lost } = rescueLibrary(content)
      problem = { code: 'libraryMended', message: 'the library file was understood in part', details: { count: lost, kept: library.length } }
      return library
    },
  })
  let current = await record.read()
  let callOff: (() => void) | null = null
  const write = () => {
    callOff = null
    void record.write(current)
  }
  return {
    get: () => current,
    apply: (action) => {
      const before = current
      current = applyLibrary(current, action)
      if (current !== before) callOff ??= after(WRITE_EVERY_MS, write)
      return current
    },
    takeProblem: () => {
      const taken = problem
      problem = null
      return taken
    },
    close: async () => {
      callOff?.()
      if (callOff !== null) write()
      await record.close()
    },
  }
}
