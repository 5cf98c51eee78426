import { constants } from 'node:fs'
import { lstat, open, rename, unlink } from 'node:fs/promises'
import path from 'node:path'
import { boolean, check, literal, nullable, object, optional, text } from '../../shared/ipc/schema.ts'
import type { ValueOf } from '../../shared/ipc/schema.ts'
import { processIdentitySchema } from './process-identity.ts'

/** The file that makes a folder ours: without it nothing is ever removed. */
export const MARKER_NAME = '.millrace-run.json'

const markerSchema = object({
  format: literal('millrace-run-1'),
  /** Tells two folders of the same name apart. */
  id: text(64),
  runId: text(64),
  owner: processIdentitySchema,
  /** The person keeps what is inside; it is never removed as rubbish. */
  keep: boolean(),
  /** Where this run's torrents are when not below the marked folder. */
  downloadDir: nullable(text(4096)),
  /** Where torrents that are kept belong. */
  keptDir: optional(nullable(text(4096))),
})
export type RunMarker = ValueOf<typeof markerSchema>

/** The marker of a folder that is a real folder of this user; null for every other folder. */
export async function readMarker(folder: string): Promise<RunMarker | null> {
  if (!(await isOwnFolder(folder))) return null
  const content = await readOwnFile(path.join(folder, MARKER_NAME))
  const marker = check(markerSchema, parseJson(content))
  return marker.ok ? marker.value : null
}

/** Writes the marker of a folder that has none. Throws EEXIST when it has one. */
export async function writeMarker(folder: string, marker: RunMarker): Promise<void> {
  await writeNewFile(path.join(folder, MARKER_NAME), JSON.stringify(marker))
}

/** Puts another marker in the place of the present one, in one step. */
export async function replaceMarker(folder: string, marker: RunMarker): Promise<void> {
  const fresh = path.join(folder, `${MARKER_NAME}.${marker.id}`)
  await unlink(fresh).catch(() => undefined)
  await writeNewFile(fresh, JSON.stringify(marker))
  await rename(fresh, path.join(folder, MARKER_NAME))
}

/** True for a real folder (no symbolic link) that belongs to this user. */
export async function isOwnFolder(folder: string): Promise<boolean> {
  const stats = await lstat(folder).catch(() => null)
  return stats !== null && stats.isDirectory() && isOwner(stats.uid)
}

/** True when the user of this process owns the thing; always on systems without user numbers. */
export function isOwner(uid: number): boolean {
  return process.getuid === undefined || process.getuid() === uid
}

async function writeNewFile(file: string, content: string): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  try {
    await handle.writeFile(content)
  } finally {
    await handle.close()
  }
}

async function readOwnFile(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)).catch(() => null)
  if (handle === null) return ''
  try {
    const stats = await handle.stat()
    return stats.isFile() && isOwner(stats.uid) && stats.size <= MAX_MARKER_BYTES ? await handle.readFile('utf8') : ''
  } catch {
    return '' // a disk that fails: what cannot be read marks nothing
  } finally {
    await handle.close()
  }
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return null
  }
}

/** Every field at its bound, escaped. */
const MAX_MARKER_BYTES = 64 * 1024
