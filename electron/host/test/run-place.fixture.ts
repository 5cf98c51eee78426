import { execFile } from 'node:child_process'
import { lstat, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach } from 'vitest'
import { parseInfoHash } from '../../../shared/ids.ts'
import type { Result } from '../../../shared/result.ts'
import { readProcessIdentity } from '../process-identity.ts'
import { removeFolder } from '../remove-data.ts'
import { openRunFolder } from '../run-folder.ts'
import type { RunFolder, RunFolderOptions } from '../run-folder.ts'
import { writeMarker } from '../run-marker.ts'
import type { RunMarker } from '../run-marker.ts'

export const run = promisify(execFile)
export const sintel = valueOf(parseInfoHash('08ada5a7a6183aae1e09d831df6748d566095a10'))
export const bunny = valueOf(parseInfoHash('dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c'))

/** What tests of a run's folder begin with: a place of their own with a temporary directory, a folder for downloads, and a folder of somebody else's that nothing may touch. */
export interface RunPlace {
  /** A file or folder of the place. */
  readonly below: (...names: string[]) => string
  /** Where runs have their folders. */
  readonly base: () => string
  readonly open: (options?: Partial<RunFolderOptions>) => Promise<Result<RunFolder>>
  readonly openOk: (options?: Partial<RunFolderOptions>) => Promise<RunFolder>
  /** The words in the folder of somebody else's, unless somebody touched them. */
  readonly canary: () => Promise<string>
}

const uid = String(process.getuid?.() ?? 'user')

export function useRunPlace(): RunPlace {
  let place = ''
  const below = (...names: string[]) => path.join(place, ...names)
  beforeEach(async () => {
    place = await mkdtemp(path.join(os.tmpdir(), 'run-folder-'))
    await mkdir(below('tmp'))
    await mkdir(below('films'))
    await mkdir(below('canary', 'inside'), { recursive: true })
    await writeFile(below('canary', 'inside', 'precious'), 'keep me')
  })
  afterEach(async () => { await removeFolder(place) })
  const open = (options: Partial<RunFolderOptions> = {}) => openRunFolder({ downloadDir: null, runId: 'run-a', ownerPid: process.pid, keep: false, tempDir: below('tmp'), ...options })
  return {
    below, open,
    base: () => below('tmp', `millrace-${uid}`),
    openOk: async (options = {}) => valueOf(await open(options)),
    canary: () => readFile(below('canary', 'inside', 'precious'), 'utf8'),
  }
}

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

/** A marker as a run leaves it behind whose process is gone: the number is taken by a later process. */
export async function deadMarker(parts: Partial<RunMarker> = {}): Promise<RunMarker> {
  const owner = await readProcessIdentity(process.pid)
  return { format: 'millrace-run-1', id: 'dead', runId: 'dead-run', owner: { ...owner, start: '1' }, keep: false, downloadDir: null, ...parts }
}

export async function leaveFolder(folder: string, marker: RunMarker | null): Promise<string> {
  await mkdir(path.join(folder, 'sub'), { recursive: true, mode: 0o700 })
  await writeFile(path.join(folder, 'sub', 'film.mp4'), 'film')
  if (marker !== null) await writeMarker(folder, marker)
  return folder
}

export const exists = (file: string) => lstat(file).then(() => true, () => false)

/** Something of a film, as the engine puts it into a torrent's folder. */
export async function writeFilm(torrent: string, text = 'half a film'): Promise<void> {
  await mkdir(path.join(torrent, 'content'), { recursive: true })
  await writeFile(path.join(torrent, 'content', 'film.mp4'), text)
}

export const readFilm = (torrent: string) => readFile(path.join(torrent, 'content', 'film.mp4'), 'utf8')
