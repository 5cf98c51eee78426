import { createHash } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Film } from './film.ts'
import { mustRun } from './run-tool.ts'

/** Test cards take a second; the scenery of the window's pictures took 45 s on two busy cores. */
const MAKING_LIMIT_MS = 300_000
const CACHE_DIR = path.resolve(import.meta.dirname, '../.media')

/** Makes a film with ffmpeg, or answers with the one made before from the same arguments; the output's name is added to them. */
export async function makeOnce(called: string, extension: string, args: readonly string[]): Promise<Film> {
  const key = createHash('sha256').update(args.join('\0')).digest('hex').slice(0, 12)
  const name = `${called}-${key}.${extension}`
  const filePath = path.join(CACHE_DIR, name)
  if (await lengthOf(filePath) === null) await writeWhole(filePath, args)
  return { path: filePath, name, lengthBytes: (await stat(filePath)).size }
}

/** Writes beside the final name and renames, so that a half-made film is never taken for a whole one. */
async function writeWhole(filePath: string, args: readonly string[]): Promise<void> {
  await mkdir(CACHE_DIR, { recursive: true })
  const unfinished = path.join(CACHE_DIR, `unfinished-${process.pid}-${path.basename(filePath)}`)
  try {
    await mustRun('ffmpeg', [...args, unfinished], MAKING_LIMIT_MS)
    await rename(unfinished, filePath)
  } finally {
    await rm(unfinished, { force: true })
  }
}

async function lengthOf(filePath: string): Promise<number | null> {
  const found = await stat(filePath).catch(() => null)
  return found === null ? null : found.size
}
