import { appendFile, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'

/** The segments of one session, in a folder of its own. Invariant: a cell that `has` names is whole. */
export interface SegmentStore {
  has(cell: number): boolean
  /** Begins to make a cell; two runs may be at the same one for a moment, and neither touches what the other makes. */
  begin(cell: number): SegmentWriter
  /** Null when the cell is not there (any more). */
  read(cell: number): Promise<Uint8Array | null>
  /** A part of a cell: of a whole one, or of one that is being made once that part is; null until then. A part that nothing fell into is empty. */
  readPart(cell: number, part: number): Promise<Uint8Array | null>
  /** End of the run of whole cells that begins with this one; itself when it is not there. */
  runEnd(cell: number): number
  bytes(): number
  /** Removes the folder. Never rejects: nobody waits for the end of what nobody asks for any more. */
  close(): Promise<void>
}

/** One making of a cell. */
export interface SegmentWriter {
  append(bytes: Uint8Array): Promise<void>
  /** What was written so far ends a part of the cell. */
  endPart(): void
  /** The cell is whole; the ones furthest from `keepNear` are forgotten when there is too much. */
  finish(keepNear: number): Promise<void>
  /** Forgets what was made of it. */
  discard(): Promise<void>
}

/** Of one session on disk: ten minutes of a film of 6.5 Mb/s. */
export const MAX_SEGMENT_BYTES = 512 * 1024 * 1024

/** `maxBytes` is asked whenever a cell is whole. */
export function createSegmentStore(folder: string, maxBytes: () => number): SegmentStore {
  const sizes = new Map<number, number>()
  /** Where parts end, of whole cells and of the latest making of others. */
  const ends = new Map<number, readonly number[]>()
  const making = new Map<number, string>()
  let begun = 0
  let total = 0
  const made = mkdir(folder, { recursive: true, mode: 0o700 })
  made.catch(() => undefined)
  const fileOf = (cell: number) => path.join(folder, `${String(cell)}.m4s`)

  const forget = async (cell: number) => {
    total -= sizes.get(cell) ?? 0
    sizes.delete(cell)
    if (!making.has(cell)) ends.delete(cell)
    await rm(fileOf(cell), { force: true })
  }
  const makeRoom = async (keepNear: number) => {
    const far = [...sizes.keys()].sort((a, b) => Math.abs(b - keepNear) - Math.abs(a - keepNear))
    for (const cell of far) {
      if (total <= maxBytes() || Math.abs(cell - keepNear) <= 1) return
      await forget(cell)
    }
  }

  return {
    has: (cell) => sizes.has(cell),
    begin: (cell) => {
      const part = path.join(folder, `${String(begun += 1)}.part`)
      let size = 0
      const mine: number[] = []
      const stopMaking = () => { if (making.get(cell) === part) making.delete(cell) }
      making.set(cell, part)
      if (!sizes.has(cell)) ends.set(cell, mine)
      return {
        append: async (bytes) => {
          await made
          size += bytes.length
          await appendFile(part, bytes, { mode: 0o600 })
        },
        endPart: () => { mine.push(size) },
        finish: async (keepNear) => {
          await rename(part, fileOf(cell))
          stopMaking()
          ends.set(cell, mine)
          total += size - (sizes.get(cell) ?? 0)
          sizes.set(cell, size)
          await makeRoom(keepNear)
        },
        discard: () => {
          stopMaking()
          return rm(part, { force: true })
        },
      }
    },
    read: async (cell) => (sizes.has(cell) ? readFile(fileOf(cell)).catch(() => null) : null),
    readPart: async (cell, part) => {
      const [cuts, whole, file] = [ends.get(cell) ?? [], sizes.get(cell), making.get(cell)]
      const [begin, end] = [part === 0 ? 0 : cuts[part - 1] ?? whole, cuts[part] ?? whole]
      if (begin === undefined || end === undefined) return null
      if (whole !== undefined) return readBytes(fileOf(cell), begin, end).catch(() => null)
      return file === undefined ? null : readBytes(file, begin, end).catch(() => null)
    },
    runEnd: (cell) => {
      let end = cell
      while (sizes.has(end)) end += 1
      return end
    },
    bytes: () => total,
    close: async () => {
      await made.catch(() => undefined)
      sizes.clear()
      ends.clear()
      making.clear()
      total = 0
      await rm(folder, { recursive: true, force: true }).catch(() => undefined) // what does not go now goes with the folder of the run
    },
  }
}

async function readBytes(file: string, begin: number, end: number): Promise<Uint8Array> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(end - begin), 0, end - begin, begin)
    if (bytesRead < end - begin) throw new RangeError(`the segment ends ${String(end - begin - bytesRead)} bytes too early`)
    return buffer
  } finally {
    await handle.close()
  }
}
