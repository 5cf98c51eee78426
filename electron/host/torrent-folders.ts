import { randomBytes } from 'node:crypto'
import { lstat, mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { InfoHash } from '../../shared/ids.ts'
import { isInfoHash } from '../../shared/ids.ts'
import type { Result } from '../../shared/result.ts'
import { fail, ok } from '../../shared/result.ts'
import { makePrivateFolder } from './private-folder.ts'
import { discardFolder, isRubbish, isTorrentFolderName, listFolders } from './reclaim.ts'
import type { Run } from './run.ts'
import { discardOwn, isOurs, markNewFolder, newMarker, unless, unusable } from './run.ts'
import { isOwnFolder, readMarker, replaceMarker } from './run-marker.ts'

/**
 * One folder per info hash: below the run's own folder, or in the person's download folder, there each with a marker.
 * A folder of that name which is not ours is never written to.
 */

/** The folder of one torrent, made when it is not there. Fails: folderUnusable, diskFull. */
export async function openTorrentFolder(run: Run, statePath: string, infoHash: InfoHash): Promise<Result<string>> {
  try {
    if (run.downloadDir === null) return await openPlainFolder(path.join(statePath, infoHash))
    for (const name of torrentFolderNames(run, infoHash)) {
      const folder = path.join(run.downloadDir, name)
      if (await claimFolder(folder, run)) return ok(folder)
    }
    return fail('folderUnusable', `The folder ${path.join(run.downloadDir, infoHash)} is taken by something else. Choose another folder for downloads.`, { folder: run.downloadDir, reason: 'foreign' })
  } catch (thrown) {
    return unusable(run.downloadDir ?? statePath, thrown, 'Choose another folder for downloads.')
  }
}

async function openPlainFolder(folder: string): Promise<Result<string>> {
  if (await makePrivateFolder(folder)) return ok(folder)
  return fail('folderUnusable', `${folder} was replaced by something that is not a folder of this user.`, { folder, reason: 'foreign' })
}

/** Makes the folder, or takes it over when it is ours, kept by a run that is gone, or rubbish. False when it is somebody else's. */
async function claimFolder(folder: string, run: Run, tries = CLAIM_TRIES): Promise<boolean> {
  const made = await mkdir(folder, { mode: 0o700 }).then(() => true, unless('EEXIST'))
  if (made === true) {
    await markNewFolder(folder, newMarker(run, run.keep))
    return true
  }
  const marker = await readMarker(folder)
  // The clean-up of dead runs goes on beside this and may have taken the folder away in between.
  if (marker === null) return tries > 0 && !(await exists(folder)) && claimFolder(folder, run, tries - 1)
  if (isOurs(marker, run)) return true
  if (marker.keep && await isRubbish({ ...marker, keep: false })) {
    // What was kept stays kept: this run only becomes the one that writes.
    await replaceMarker(folder, newMarker(run, true))
    return true
  }
  if (!(await isRubbish(marker))) return false
  const discarded = await discardFolder(folder, marker)
  return (discarded || !(await exists(folder))) && tries > 0 && claimFolder(folder, run, tries - 1)
}

/** Each try loses a race against another clean-up; three in a row do not happen by chance. */
const CLAIM_TRIES = 3

function exists(folder: string): Promise<boolean> {
  return lstat(folder).then(() => true, () => false)
}

/** Removes one torrent's data unless it is kept. */
export async function removeTorrent(run: Run, statePath: string, infoHash: InfoHash): Promise<void> {
  if (run.keep) return
  if (run.downloadDir === null) return discardPlainFolder(path.join(statePath, infoHash), statePath)
  for (const name of torrentFolderNames(run, infoHash)) await discardOwn(path.join(run.downloadDir, name), run)
}

/** Torrents whose folder this run has made. */
export async function listTorrents(run: Run, statePath: string): Promise<readonly InfoHash[]> {
  if (run.downloadDir === null) return (await listFolders(statePath, isInfoHash)).map((folder) => path.basename(folder)).filter(isInfoHash)
  const found = new Set<InfoHash>()
  for (const folder of await listFolders(run.downloadDir, isTorrentFolderName)) {
    const marker = await readMarker(folder)
    const infoHash = path.basename(folder).slice(0, 40)
    if (marker !== null && isOurs(marker, run) && isInfoHash(infoHash)) found.add(infoHash)
  }
  return [...found]
}

function torrentFolderNames(run: Run, infoHash: InfoHash): readonly string[] {
  return [infoHash, `${infoHash}.${run.runId.slice(0, 12)}`]
}

/** A torrent's folder below the run's own has no marker: it is marked now, then goes the same way as every other. */
async function discardPlainFolder(folder: string, statePath: string): Promise<void> {
  const marker = await readMarker(statePath)
  if (marker === null || !(await isOwnFolder(folder))) return
  await replaceMarker(folder, { ...marker, id: randomBytes(16).toString('hex') })
  const own = await readMarker(folder)
  if (own !== null) await discardFolder(folder, own)
}
