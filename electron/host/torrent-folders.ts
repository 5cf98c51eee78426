import { randomBytes } from 'node:crypto'
import { lstat, mkdir, rename } from 'node:fs/promises'
import path from 'node:path'
import type { InfoHash } from '../../shared/ids.ts'
import { isInfoHash } from '../../shared/ids.ts'
import type { Result } from '../../shared/result.ts'
import { fail, ok } from '../../shared/result.ts'
import { makeShelf, shelveTorrent } from './kept-torrents.ts'
import type { ShelveOptions } from './kept-torrents.ts'
import { discardFolder, isRubbish, isTorrentFolderName, listFolders } from './marked-folders.ts'
import { makePrivateFolder } from './private-folder.ts'
import type { Run } from './run.ts'
import { discardOwn, isOurs, markNewFolder, newMarker, unless, unusable } from './run.ts'
import { isOwnFolder, readMarker, replaceMarker } from './run-marker.ts'
import type { RunMarker } from './run-marker.ts'

/**
 * One folder per info hash: below the run's own folder, or with a marker of its own in the person's download folder or in
 * the folder of kept torrents. A folder of that name which is not ours is never written to.
 */

/** The folder of one torrent, made when it is not there; `kept`: to be there at the next start. Fails: folderUnusable, diskFull. */
export async function openTorrentFolder(run: Run, statePath: string, infoHash: InfoHash, kept: boolean): Promise<Result<string>> {
  const plain = path.join(statePath, infoHash)
  const shelf = run.downloadDir ?? (kept ? run.keptDir : null)
  try {
    const known = await findShelved(run, infoHash)
    if (known !== null) return ok(known)
    if (shelf === null || (run.downloadDir === null && await isOwnFolder(plain))) return await openPlainFolder(plain, kept ? newMarker(run, true) : null)
    return await openOnShelf(shelf, run, infoHash, kept)
  } catch (thrown) {
    return unusable(shelf ?? statePath, thrown, 'Choose another folder for downloads.')
  }
}

/** The folder of a torrent that this run, or one before it that kept it, put on one of the shelves. */
async function findShelved(run: Run, infoHash: InfoHash): Promise<string | null> {
  for (const folder of shelvedFolders(run, infoHash)) {
    const marker = await readMarker(folder)
    if (marker !== null && await takeOver(folder, marker, run)) return folder
  }
  return null
}

/** True when the folder is ours; one that a run kept which is gone becomes ours, and stays kept. */
async function takeOver(folder: string, marker: RunMarker, run: Run): Promise<boolean> {
  if (isOurs(marker, run)) return true
  if (!marker.keep || !(await isRubbish({ ...marker, keep: false }))) return false
  await replaceMarker(folder, newMarker(run, true))
  return true
}

async function openPlainFolder(folder: string, marker: RunMarker | null): Promise<Result<string>> {
  if (!(await makePrivateFolder(folder))) return fail('folderUnusable', `${folder} was replaced by something that is not a folder of this user.`, { folder, reason: 'foreign' })
  if (marker !== null) await replaceMarker(folder, marker)
  return ok(folder)
}

async function openOnShelf(shelf: string, run: Run, infoHash: InfoHash, kept: boolean): Promise<Result<string>> {
  if (shelf === run.keptDir) await makeShelf(shelf)
  for (const name of torrentFolderNames(run, infoHash)) {
    const folder = path.join(shelf, name)
    if (await claimFolder(folder, run, kept)) return ok(folder)
  }
  return fail('folderUnusable', `The folder ${path.join(shelf, infoHash)} is taken by something else. Choose another folder for downloads.`, { folder: shelf, reason: 'foreign' })
}

/** Makes the folder, or takes it over when it is ours, kept by a run that is gone, or rubbish. False when it is somebody else's. */
async function claimFolder(folder: string, run: Run, kept: boolean, tries = CLAIM_TRIES): Promise<boolean> {
  const made = await mkdir(folder, { mode: 0o700 }).then(() => true, unless('EEXIST'))
  if (made === true) {
    await markNewFolder(folder, newMarker(run, run.keep || kept))
    return true
  }
  const marker = await readMarker(folder)
  // The clean-up of dead runs goes on beside this and may have taken the folder away in between.
  if (marker === null) return tries > 0 && !(await exists(folder)) && claimFolder(folder, run, kept, tries - 1)
  if (await takeOver(folder, marker, run)) return true
  if (!(await isRubbish(marker))) return false
  const discarded = await discardFolder(folder, marker)
  return (discarded || !(await exists(folder))) && tries > 0 && claimFolder(folder, run, kept, tries - 1)
}

/** Each try loses a race against another clean-up; three in a row do not happen by chance. */
const CLAIM_TRIES = 3

function exists(folder: string): Promise<boolean> {
  return lstat(folder).then(() => true, () => false)
}

/** Marks what is there of a torrent as kept or not, also what an earlier run left. */
export async function markTorrent(run: Run, statePath: string, infoHash: InfoHash, kept: boolean): Promise<void> {
  const marker = () => newMarker(run, kept || run.keep)
  for (const folder of shelvedFolders(run, infoHash)) {
    const found = await readMarker(folder)
    if (found !== null && found.keep !== kept && await takeOver(folder, found, run)) await replaceMarker(folder, marker())
  }
  const plain = path.join(statePath, infoHash)
  if (await isOwnFolder(plain)) await replaceMarker(plain, marker())
}

/** The torrent was closed: what is not kept of it goes, what is kept moves to its shelf if it can. */
export async function releaseTorrent(run: Run, statePath: string, infoHash: InfoHash, options: ShelveOptions): Promise<void> {
  if (run.keep) return
  for (const folder of shelvedFolders(run, infoHash)) await discardOwn(folder, run)
  const plain = path.join(statePath, infoHash)
  if ((await readMarker(plain))?.keep !== true) return discardPlainFolder(plain, statePath)
  if (run.keptDir !== null) await shelveTorrent(plain, run.keptDir, torrentFolderNames(run, infoHash), options)
}

/**
 * Takes a kept torrent over from a dead run whose folder lies beside ours, in one step. It stays marked as it was: kept, and
 * not opened by this run. False where it would not be found in ours, or something is there already.
 */
export async function adoptTorrent(run: Run, statePath: string, folder: string, infoHash: InfoHash): Promise<boolean> {
  const plain = path.join(statePath, infoHash)
  if (run.keptDir === null || run.downloadDir !== null || await exists(plain)) return false
  return rename(folder, plain).then(() => true, () => false)
}

/** What was taken over and not opened since: it has the marker of the run that kept it. */
export async function listAdopted(run: Run, statePath: string): Promise<readonly InfoHash[]> {
  const found: InfoHash[] = []
  for (const { infoHash, marker } of await listPlain(statePath)) if (marker?.keep === true && !isOurs(marker, run)) found.push(infoHash)
  return found
}

async function listPlain(statePath: string): Promise<readonly { readonly infoHash: InfoHash; readonly marker: RunMarker | null }[]> {
  const found: { infoHash: InfoHash; marker: RunMarker | null }[] = []
  for (const folder of await listFolders(statePath, isInfoHash)) {
    const infoHash = path.basename(folder)
    if (isInfoHash(infoHash)) found.push({ infoHash, marker: await readMarker(folder) })
  }
  return found
}

/** True for a torrent's folder that is marked as kept, by this run or an earlier one. */
export async function isMarkedKept(run: Run, folder: string): Promise<boolean> {
  return run.keep || (await readMarker(folder))?.keep === true
}

/** True for what is kept and still lies in the folder of this run instead of on its shelf. */
export async function isAstray(run: Run, statePath: string, infoHash: InfoHash): Promise<boolean> {
  return run.keptDir !== null && run.downloadDir === null && (await readMarker(path.join(statePath, infoHash)))?.keep === true
}

/** Torrents whose folder this run has made or opened. */
export async function listTorrents(run: Run, statePath: string): Promise<readonly InfoHash[]> {
  const found = new Set<InfoHash>()
  for (const { infoHash, marker } of await listPlain(statePath)) if (marker === null || isOurs(marker, run)) found.add(infoHash)
  for (const { infoHash, marker } of await listShelved(run)) if (isOurs(marker, run)) found.add(infoHash)
  return [...found]
}

/** Everything on the shelves that has a marker, whoever made it. */
export async function listShelved(run: Run): Promise<readonly { readonly infoHash: InfoHash; readonly folder: string; readonly marker: RunMarker }[]> {
  const found: { infoHash: InfoHash; folder: string; marker: RunMarker }[] = []
  for (const shelf of shelvesOf(run)) for (const folder of await listFolders(shelf, isTorrentFolderName)) {
    const marker = await readMarker(folder)
    const infoHash = path.basename(folder).slice(0, 40)
    if (marker !== null && isInfoHash(infoHash)) found.push({ infoHash, folder, marker })
  }
  return found
}

/** Folders in which each torrent has a marker of its own. */
export function shelvesOf({ downloadDir, keptDir, formerKeptDirs }: Run): readonly string[] {
  return [...new Set([downloadDir, keptDir, ...formerKeptDirs])].filter((dir) => dir !== null)
}

function shelvedFolders(run: Run, infoHash: InfoHash): readonly string[] {
  return shelvesOf(run).flatMap((shelf) => torrentFolderNames(run, infoHash).map((name) => path.join(shelf, name)))
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
