import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Log } from '../../../shared/log.ts'

/** The pictures of one film, in memory and, for the next visit, beside the film's data; they go when that goes. */
export interface PictureShelf {
  /** Reads what an earlier visit left. */
  load(): Promise<void>
  get(cell: number): Uint8Array | null
  put(cell: number, picture: Uint8Array): Promise<void>
  readonly cells: () => readonly number[]
}

/** As many as a film has cells, and no picture larger than ffmpeg may make one. */
const MAX_PICTURES = 301
const MAX_BYTES = 256 * 1024

/** `folder` is for this film and this grid alone; null = memory only. */
export function createPictureShelf(folder: string | null, log: Log): PictureShelf {
  const pictures = new Map<number, Uint8Array>()

  const write = async (place: string, cell: number, picture: Uint8Array) => {
    await mkdir(place, { recursive: true, mode: 0o700 })
    const file = path.join(place, `${String(cell)}.jpg`)
    await writeFile(`${file}.new`, picture, { mode: 0o600 })
    await rename(`${file}.new`, file)
  }

  return {
    load: async () => {
      const names = folder === null ? [] : await readdir(folder).catch(() => [])
      for (const name of names.slice(0, MAX_PICTURES * 2)) {
        const cell = /^(\d{1,4})\.jpg$/.exec(name)?.[1]
        if (cell === undefined || folder === null || pictures.size >= MAX_PICTURES) continue
        const bytes = await readFile(path.join(folder, name)).catch(() => null)
        if (bytes && bytes.length <= MAX_BYTES && !pictures.has(Number(cell))) pictures.set(Number(cell), bytes)
      }
    },
    get: (cell) => pictures.get(cell) ?? null,
    put: async (cell, picture) => {
      if (pictures.size >= MAX_PICTURES) return
      pictures.set(cell, picture)
      if (folder !== null) await write(folder, cell, picture).catch((error: unknown) => { log('pictures', 'notKept', { message: String(error) }) })
    },
    cells: () => [...pictures.keys()].sort((a, b) => a - b),
  }
}
