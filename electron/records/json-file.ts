import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { Log } from '../../shared/log.ts'
import { fail, ok } from '../../shared/result.ts'
import type { Result } from '../../shared/result.ts'

/**
 * One record in one file. Invariant: under its own name the file is always whole: it holds the old value or the new one.
 */
export interface JsonFile<T> {
  /** The stored value; the fallback when there is none. A file that cannot be read or understood is put aside as `{name}.broken`. */
  readonly read: () => Promise<T>
  /** Stores a value; of several that wait, the last one counts. A failure is logged: the program goes on without. */
  readonly write: (value: T) => Promise<void>
  /** Resolves when everything is on the disk. */
  readonly close: () => Promise<void>
}

export interface JsonFileOptions<T> {
  readonly file: string
  readonly parse: (content: unknown) => Result<T>
  readonly format: (value: T) => unknown
  readonly fallback: T
  /** What can be saved of a file that `parse` refuses, in place of the fallback; it is written at once where the file could be put aside. `text`: the file as it was, null where it could not be read; `content` undefined where that is no JSON. */
  readonly rescue?: (content: unknown, text: string | null) => T
  readonly log: Log
}

/** Opens nothing yet; the folder is made at the first write. */
export function createJsonFile<T>({ file, parse, format, fallback, rescue, log }: JsonFileOptions<T>): JsonFile<T> {
  const name = path.basename(file)
  let waiting: { readonly value: T } | null = null
  let writing: Promise<void> | null = null

  const read = async (): Promise<T> => {
    const text = await readText(file)
    if (text === null) return fallback
    const content = text.ok ? parseText(text.value) : undefined
    const value = text.ok ? parse(content) : text
    if (value.ok) return value.value
    log('records', 'putAside', { name, message: value.error.message })
    const isAside = await putAside()
    if (!rescue) return fallback
    const rescued = rescue(content, text.ok ? text.value : null)
    if (isAside) await write(rescued)
    return rescued
  }

  const putAside = () => rename(file, `${file}.broken`).then(() => true, (thrown: unknown) => {
    log('records', 'putAsideFailed', { name, message: String(thrown) })
    return false
  })

  const drain = async () => {
    while (waiting !== null) {
      const { value } = waiting
      waiting = null
      await replaceFile(file, `${JSON.stringify(format(value), null, 2)}\n`).catch((thrown: unknown) => { log('records', 'writeFailed', { name, message: String(thrown) }) })
    }
    writing = null
  }

  const write = (value: T) => {
    waiting = { value }
    return (writing ??= drain())
  }

  return { read, write, close: async () => { await writing } }
}

/** Writes beside the file, makes sure it is on the disk, then takes the file's place in one step. */
async function replaceFile(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const fresh = `${file}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await writeThrough(fresh, text)
    await rename(fresh, file)
  } catch (thrown) {
    await unlink(fresh).catch(() => undefined)
    throw thrown
  }
}

async function writeThrough(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Null only where there is no file: one that the disk does not give away now must not be written over. */
async function readText(file: string): Promise<Result<string> | null> {
  try {
    return ok(await readFile(file, 'utf8'))
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
    return fail('storageFailed', `it cannot be read: ${String(thrown)}`)
  }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
