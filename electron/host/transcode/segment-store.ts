import { appendFile, mkdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'

/** The segments of one session, in a folder of its own. Invariant: a cell that `has` names is whole. */
export interface SegmentStore {
  has(cell: number): boolean
  /** Begins to make a cell; two runs may be at the same one for a moment, and neither touches what the other makes. */
  begin(cell: number): SegmentWriter
  /** Null when the cell is not there (any more). */
  read(cell: number): Promise<Uint8Array | null>
  /** End of the run of whole cells that begins with this one; itself when it is not there. */
  runEnd(cell: number): number
  bytes(): number
  close(): Promise<void>
}

/** One making of a cell. */
export interface SegmentWriter {
  append(bytes: Uint8Array): Promise<void>
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
  let begun = 0
  let total = 0
  const made = mkdir(folder, { recursive: true, mode: 0o700 })
  made.catch(() => undefined)
  const fileOf = (cell: number) => path.join(folder, `${String(cell)}.m4s`)

  const forget = async (cell: number) => {
    total -= sizes.get(cell) ?? 0
    sizes.delete(cell)
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
      return {
        append: async (bytes) => {
          await made
          size += bytes.length
          await appendFile(part, bytes, { mode: 0o600 })
        },
        finish: async (keepNear) => {
          await rename(part, fileOf(cell))
          total += size - (sizes.get(cell) ?? 0)
          sizes.set(cell, size)
          await makeRoom(keepNear)
        },
        discard: () => rm(part, { force: true }),
      }
    },
    read: async (cell) => (sizes.has(cell) ? readFile(fileOf(cell)).catch(() => null) : null),
    runEnd: (cell) => {
      let end = cell
      while (sizes.has(end)) end += 1
      return end
    },
    bytes: () => total,
    close: async () => {
      await made.catch(() => undefined)
      sizes.clear()
      total = 0
      await rm(folder, { recursive: true, force: true })
    },
  }
}
