import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { CastDevice } from '../../../shared/cast/device.ts'
import type { FilmWish } from '../../../shared/cast/film-wish.ts'
import { rememberedCastSchema } from '../../../shared/cast/remembered-cast.ts'
import type { RememberedCast } from '../../../shared/cast/remembered-cast.ts'
import { check } from '../../../shared/ipc/schema.ts'

/** The cast under way, on disk for a host that begins after this one died. */
export interface CastMemory {
  /** What an earlier run left; null when it ended in order, or left nothing readable. */
  read(): Promise<RememberedCast | null>
  /** Null: nothing is on a device any more. What cannot be written is not remembered. */
  keep(cast: { readonly device: CastDevice; readonly film: FilmWish } | null): void
  /** Resolves when all is written. */
  close(): Promise<void>
}

const NAME = 'cast.json'
/** A place this old is near enough: the film goes on a moment before where it was. */
const WRITE_EVERY_MS = 900

/** `folder` is the run's own, found again by the next host of the same run. */
export function createCastMemory(folder: string, clock: () => number): CastMemory {
  const file = path.join(folder, NAME)
  /** Null: there may be a word of an earlier run. */
  let writtenAtMs: number | null = null
  let isEmpty = false
  let order: Promise<void> = Promise.resolve()
  const inOrder = (step: () => Promise<void>) => { order = order.then(step).catch(() => undefined) }

  return {
    read: async () => {
      const bytes = await readFile(file, 'utf8').catch(() => null)
      const known = bytes === null ? null : check(rememberedCastSchema, parse(bytes))
      return known?.ok ? known.value : null
    },
    keep: (cast) => {
      if (cast === null || cast.device.kind === 'program') {
        if (isEmpty) return
        isEmpty = true
        writtenAtMs = null
        inOrder(() => rm(file, { force: true }))
        return
      }
      if (writtenAtMs !== null && clock() - writtenAtMs < WRITE_EVERY_MS) return
      writtenAtMs = clock()
      isEmpty = false
      inOrder(async () => {
        await writeFile(`${file}.new`, JSON.stringify({ device: cast.device, film: cast.film }), { mode: 0o600 })
        await rename(`${file}.new`, file)
      })
    },
    close: () => order,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // Cut off by the end of the run: nothing to go on with.
  }
}
