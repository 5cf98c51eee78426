import { appendFile, mkdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'

/** The segments of one session, in a folder of its own. Invariant: a cell that `has` names is whole. */
export interface SegmentStore {
  has(cell: number): boolean
  /** Adds bytes to a cell that is being made. */
  append(cell: number, bytes: Uint8Array): Promise<void>
  /** The cell is whole; the ones furthest from `keepNear` are forgotten when there is too much. */
  finish(cell: number, keepNear: number): Promise<void>
  /** Forgets what was made of a cell that is not whole. */
  discard(cell: number): Promise<void>
  /** Null when the cell is not there (any more). */
  read(cell: number): Promise<Uint8Array | null>
  /** End of the run of whole cells that begins with this one; itself when it is not there. */
  runEnd(cell: number): number
  bytes(): number
  close(): Promise<void>
}

/** Of one session on disk: ten minutes of a film of 6.5 Mb/s. */
const MAX_BYTES = 512 * 1024 * 1024

export function createSegmentStore(folder: string, maxBytes = MAX_BYTES): SegmentStore {
  const sizes = new Map<number, number>()
  const growing = new Map<number, number>()
  let total = 0
  const made = mkdir(folder, { recursive: true, mode: 0o700 })
  made.catch(() => undefined)
  const fileOf = (cell: number) => path.join(folder, `${String(cell)}.m4s`)
  const partOf = (cell: number) => path.join(folder, `${String(cell)}.part`)

  const forget = async (cell: number) => {
    total -= sizes.get(cell) ?? 0
    sizes.delete(cell)
    await rm(fileOf(cell), { force: true })
  }
  const makeRoom = async (keepNear: number) => {
    const far = [...sizes.keys()].sort((a, b) => Math.abs(b - keepNear) - Math.abs(a - keepNear))
    for (const cell of far) {
      if (total <= maxBytes || Math.abs(cell - keepNear) <= 1) return
      await forget(cell)
    }
  }

  return {
    has: (cell) => sizes.has(cell),
    append: async (cell, bytes) => {
      await made
      if (!growing.has(cell)) await rm(partOf(cell), { force: true })
      growing.set(cell, (growing.get(cell) ?? 0) + bytes.length)
      await appendFile(partOf(cell), bytes, { mode: 0o600 })
    },
    finish: async (cell, keepNear) => {
      const size = growing.get(cell)
      growing.delete(cell)
      if (size === undefined) return
      await rename(partOf(cell), fileOf(cell))
      total += size - (sizes.get(cell) ?? 0)
      sizes.set(cell, size)
      await makeRoom(keepNear)
    },
    discard: async (cell) => {
      growing.delete(cell)
      await rm(partOf(cell), { force: true })
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
      growing.clear()
      total = 0
      await rm(folder, { recursive: true, force: true })
    },
  }
}
