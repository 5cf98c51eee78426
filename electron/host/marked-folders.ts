import { randomBytes } from 'node:crypto'
import { readdir, rename } from 'node:fs/promises'
import path from 'node:path'
import { isCertainlyGone } from './process-identity.ts'
import { removeFolder } from './remove-data.ts'
import { MARKER_NAME, readMarker } from './run-marker.ts'
import type { RunMarker } from './run-marker.ts'

/** Folders whose marker says whose they are: how they are found, judged and removed. */

/** Name of a folder on its way out, or half-way in. */
export const TRASH_PREFIX = '.millrace-removing-'

/** True when the run that made the folder is gone and did not want it kept. */
export async function isRubbish(marker: RunMarker): Promise<boolean> {
  return !marker.keep && await isCertainlyGone(marker.owner)
}

/**
 * Removes a marked folder. It is renamed first, so that nobody finds it half empty under its own name and so that a
 * mount point, which refuses to be renamed, stays as it is. True when it is gone.
 */
export async function discardFolder(folder: string, marker: RunMarker, signal?: AbortSignal): Promise<boolean> {
  const trash = path.join(path.dirname(folder), `${TRASH_PREFIX}${randomBytes(8).toString('hex')}`)
  const moved = await rename(folder, trash).then(() => true, () => false)
  if (!moved) return false
  const found = await readMarker(trash)
  if (found?.id !== marker.id) {
    // Somebody else put a folder of theirs in its place in between: give it back.
    await rename(trash, folder).catch(() => undefined)
    return false
  }
  return removeFolder(trash, { lastFile: MARKER_NAME, ...(signal === undefined ? {} : { signal }) })
}

/** Absolute paths of the entries of a folder whose name fits; empty when it cannot be read. */
export async function listFolders(parent: string, fits: (name: string) => boolean): Promise<readonly string[]> {
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory() && fits(entry.name)).map((entry) => path.join(parent, entry.name))
}

/** A torrent's folder in a download folder: its info hash, with a suffix where that name was taken. */
export function isTorrentFolderName(name: string): boolean {
  return /^[0-9a-f]{40}(\.[0-9a-z-]{1,64})?$/.test(name)
}
