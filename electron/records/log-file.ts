import { appendFile, mkdir, open, rename, stat } from 'node:fs/promises'
import path from 'node:path'

/** The log of the program on disk: never more than `keep + 1` files of `maxBytes`. Invariant: lines reach the disk in their order, each at most once. */
export interface LogFile {
  /** Takes a line without its end. A log that cannot be written costs the line and nothing else. */
  readonly write: (line: string) => void
  /** The last lines that are on disk or on their way, at most so many bytes; also those of earlier runs. */
  readonly tail: (maxBytes: number) => Promise<readonly string[]>
  /** Resolves when everything is on the disk. */
  readonly close: () => Promise<void>
}

export interface LogFileOptions {
  readonly folder: string
  /** The newest lines are in `{name}.log`, older ones in `{name}.1.log` and so on. */
  readonly name: string
  readonly maxBytes: number
  /** Older files that are kept beside the newest. */
  readonly keep: number
}

/** Lines that wait for a disk that hangs; more are dropped. */
const MAX_WAITING_CHARS = 1_000_000

/** Opens nothing yet; the folder is made at the first line, for this user alone. */
export function createLogFile({ folder, name, maxBytes, keep }: LogFileOptions): LogFile {
  const fileOf = (age: number) => path.join(folder, age === 0 ? `${name}.log` : `${name}.${String(age)}.log`)
  let waiting = ''
  let sizeBytes: number | null = null
  let working: Promise<void> | null = null

  const flush = async () => {
    while (waiting !== '') {
      const text = waiting
      waiting = ''
      await append(text).catch(() => { sizeBytes = null })
    }
    working = null
  }

  const append = async (text: string) => {
    const bytes = Buffer.byteLength(text)
    if (sizeBytes === null) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      sizeBytes = await stat(fileOf(0)).then(({ size }) => size, () => 0)
    }
    if (sizeBytes > 0 && sizeBytes + bytes > maxBytes) {
      await rotate()
      sizeBytes = 0
    }
    await appendFile(fileOf(0), text, { mode: 0o600 })
    sizeBytes += bytes
  }

  /** Renaming onto the oldest is what removes it. */
  const rotate = async () => {
    for (let age = keep; age > 0; age -= 1) await rename(fileOf(age - 1), fileOf(age)).catch(() => undefined)
  }

  const settle = async () => { while (working !== null) await working }

  return {
    write: (line) => {
      if (waiting.length + line.length > MAX_WAITING_CHARS) return
      waiting += `${line.replace(/[\r\n]+/g, ' ')}\n`
      working ??= flush()
    },
    tail: async (wantedBytes) => {
      await settle()
      const newest = await readEnd(fileOf(0), wantedBytes)
      const older = newest.length < wantedBytes ? await readEnd(fileOf(1), wantedBytes - newest.length) : Buffer.alloc(0)
      const lines = Buffer.concat([older, newest]).toString('utf8').split('\n').filter((line) => line !== '')
      // The first one may have been cut.
      return older.length + newest.length >= wantedBytes ? lines.slice(1) : lines
    },
    close: settle,
  }
}

/** The last bytes of a file; none when there is no such file. */
async function readEnd(file: string, wantedBytes: number): Promise<Buffer> {
  const handle = await open(file, 'r').catch(() => null)
  if (handle === null) return Buffer.alloc(0)
  try {
    const { size } = await handle.stat()
    const bytes = Buffer.alloc(Math.min(size, wantedBytes))
    await handle.read(bytes, 0, bytes.length, Math.max(0, size - bytes.length))
    return bytes
  } finally {
    await handle.close()
  }
}
