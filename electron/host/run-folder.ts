import { randomBytes } from 'node:crypto'
import { lstat, mkdir, readdir, realpath, rmdir } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { AppError } from '../../shared/errors.ts'
import type { InfoHash } from '../../shared/ids.ts'
import { isInfoHash } from '../../shared/ids.ts'
import type { Result } from '../../shared/result.ts'
import { fail, ok } from '../../shared/result.ts'
import { isErrno } from './errno.ts'
import { watchMove } from './film-moves.ts'
import type { FilmMove } from './film-moves.ts'
import { makePrivateFolder } from './private-folder.ts'
import { readProcessIdentity } from './process-identity.ts'
import { isOccupied } from './kept-torrents.ts'
import { listFolders } from './marked-folders.ts'
import { RUN_PREFIX, reclaimDeadRuns, rescueFromDeadRuns } from './reclaim.ts'
import type { Run } from './run.ts'
import { discardOwn, isOurs, markNewFolder, newMarker, unless, unusable } from './run.ts'
import { isOwnFolder, readMarker } from './run-marker.ts'
import { measureTorrents } from './measure-torrents.ts'
import type { TorrentOnDisk } from './measure-torrents.ts'
import { adoptTorrent, isAstray, isMarkedKept, listAdopted, listShelved, listTorrents, markTorrent, openTorrentFolder, releaseTorrent, shelvesOf } from './torrent-folders.ts'

/**
 * Where one run of the program puts its data: a private folder below the system's temporary directory, and one folder
 * per info hash below it or, when the person chose a download folder, inside that one. What is kept without a download
 * folder is in the folder of kept torrents, at the latest from the next start on.
 * Invariant: only folders with this run's marker are removed at close, and only when they are not kept.
 */

export interface RunFolderOptions {
  /** Folder chosen by the person. Null = below the temporary directory. */
  readonly downloadDir: string | null
  /** One that is missing is made at the start, with the folders above it. */
  readonly makesFolder?: boolean
  /** One that cannot be used now is waited for; otherwise that is a failure. */
  readonly waitsForFolder?: boolean
  /** Lower-case letters, digits and hyphens. The same after a restart of the host finds the same folders again. */
  readonly runId: string
  /** Process whose death makes the folders garbage. */
  readonly ownerPid: number
  /** Leave the torrents' data in place at close. */
  readonly keep: boolean
  /** Where torrents are that the person keeps without a download folder; made when needed. Null = they stay where they are. */
  readonly keptDir?: string | null
  /** Where kept torrents were put before; still looked into. */
  readonly formerKeptDirs?: readonly string[]
  /** Asked when a torrent's folder is opened: is it to be there at the next start? */
  readonly isKept?: (infoHash: InfoHash) => boolean
  /** Hears of copies to another disk, at each piece and when one is over. */
  readonly onMove?: (move: FilmMove) => void
  /** Stands for the system's temporary directory. */
  readonly tempDir?: string
}

export interface RunFolder {
  /** Private folder (0700) of this run for the host's own files; found again after a restart of the host. */
  readonly statePath: string
  /** The folder of one torrent, made when it is not there. Fails: folderUnusable, diskFull. */
  readonly torrentFolder: (infoHash: InfoHash) => Promise<Result<string>>
  /** True for a torrent's folder that is marked as kept. */
  readonly isMarkedKept: (folder: string) => Promise<boolean>
  /** On this disk the torrents lie. */
  readonly dataPath: string
  /** Removes the data of a torrent that was closed; what is kept of it moves to its shelf, and stops doing so when it is opened meanwhile. */
  readonly removeTorrent: (infoHash: InfoHash) => Promise<void>
  /** True for what is kept and is not on its shelf yet: it moves there once it is closed. */
  readonly isAstray: (infoHash: InfoHash) => Promise<boolean>
  /** Ends a copy to another disk: the torrent stays where it is and moves at the next start. Nothing for one that is not copied. */
  readonly stopMove: (infoHash: InfoHash) => void
  /** Makes what is on disk of a torrent, also from an earlier run, be kept or not. */
  readonly markTorrent: (infoHash: InfoHash, kept: boolean) => Promise<void>
  /** Kept torrents go there from now on; those that are in a former place stay there. `isChosen`: it must be there already. Fails: folderUnusable, diskFull. */
  readonly setKeptDir: (folder: string, former: readonly string[], isChosen: boolean) => Promise<Result<null>>
  /** What the torrents take on the disk, those that earlier runs kept included. */
  readonly measure: () => Promise<readonly TorrentOnDisk[]>
  /** Why the download folder cannot be used at this moment; null = it can, or there is none. */
  readonly lookAtDownloads: () => Promise<AppError | null>
  /** Torrents whose folder this run made earlier. */
  readonly listTorrents: () => Promise<readonly InfoHash[]>
  /** Resolves when the rubbish of dead runs is gone, and what they kept is at its place or in our hands. */
  readonly reclaimed: Promise<void>
  /** Removes what is not kept. May be called twice. */
  readonly close: () => Promise<void>
}

/** Opens or finds again the folders of a run. Fails: folderUnusable, diskFull. */
export async function openRunFolder(options: RunFolderOptions): Promise<Result<RunFolder>> {
  const { downloadDir, makesFolder = false, waitsForFolder = false, runId, ownerPid, keep, keptDir = null, formerKeptDirs = [], isKept = () => false, onMove = () => undefined, tempDir = os.tmpdir() } = options
  if (!/^[0-9a-z-]{1,64}$/.test(runId)) throw new Error(`a run id has 1 to 64 lower-case letters, digits and hyphens: ${runId}`)
  const owner = await readProcessIdentity(ownerPid)
  const chosen = downloadDir === null ? ok(null) : await openDownloadDir(downloadDir, makesFolder)
  if (!chosen.ok && !waitsForFolder) return chosen
  let shelves = { keptDir, formerKeptDirs }
  const run: Run = { runId, owner, keep, downloadDir: chosen.ok ? chosen.value : downloadDir, get keptDir() { return shelves.keptDir }, get formerKeptDirs() { return shelves.formerKeptDirs } }
  const setKeptDir: RunFolder['setKeptDir'] = async (folder, former, isChosen) => {
    const usable = isChosen ? await openDownloadDir(folder) : ok(folder)
    if (usable.ok) shelves = { keptDir: folder, formerKeptDirs: former }
    return usable.ok ? ok(null) : usable
  }
  const lookAtDownloads = async () => {
    const usable = downloadDir === null ? ok(null) : await openDownloadDir(downloadDir)
    return usable.ok ? null : usable.error
  }
  const state = await openStateFolder(tempDir, run)
  return state.ok ? ok({ ...createRunFolder({ run, statePath: state.value, isKept, onMove, makeAgain: () => openStateFolder(tempDir, run) }), setKeptDir, lookAtDownloads }) : state
}

interface RunFolderParts extends Required<Pick<RunFolderOptions, 'isKept' | 'onMove'>> {
  readonly run: Run
  readonly statePath: string
  readonly makeAgain: () => Promise<unknown>
}

function createRunFolder({ run, statePath, isKept, onMove, makeAgain }: RunFolderParts): Omit<RunFolder, 'setKeptDir' | 'lookAtDownloads'> {
  const stop = new AbortController()
  const opening = new Map<InfoHash, Promise<Result<string>>>()
  /** A folder that is on its way out is neither opened nor removed beside it. */
  const removing = new Map<InfoHash, Promise<void>>()
  /** Copies to another disk that are under way. */
  const copying = new Map<InfoHash, AbortController>()
  /** Torrents whose folder was asked for and not let go of. */
  const inUse = new Set<InfoHash>()
  const rescued = rescueFromDeadRuns(path.dirname(statePath), stop.signal, {
    adopt: (folder, infoHash) => adoptTorrent(run, statePath, folder, infoHash),
    // Stopped half-way it would not be found before the next start.
    optionsFor: (infoHash) => ({ signal: stop.signal, owner: run.owner, watch: watchMove(infoHash, false, onMove) }),
  })
  const reclaimed = rescued.then((runs) => reclaimDeadRuns(runs, shelvesOf(run), stop.signal))
  let closing: Promise<void> | null = null

  const openNow = async (infoHash: InfoHash) => {
    inUse.add(infoHash)
    copying.get(infoHash)?.abort() // the original is whole, and somebody waits for it
    await removing.get(infoHash)?.catch(() => undefined)
    const kept = isKept(infoHash)
    // A run that crashed may have left it half-way to its place.
    if (kept) await rescued
    const opened = await openTorrentFolder(run, statePath, infoHash, kept)
    if (opened.ok || opened.error.details['reason'] !== 'missing') return opened
    // Whoever tidied up the temporary directory took the run's own folder too.
    await makeAgain()
    return openTorrentFolder(run, statePath, infoHash, kept)
  }
  const torrentFolder = (infoHash: InfoHash) => {
    const present = opening.get(infoHash)
    if (present !== undefined) return present
    const folder = openNow(infoHash).finally(() => { opening.delete(infoHash) })
    opening.set(infoHash, folder)
    return folder
  }

  /** One step on a torrent's folder at a time. */
  const change = (infoHash: InfoHash, step: () => Promise<void>) => {
    const done = Promise.all([removing.get(infoHash)?.catch(() => undefined), opening.get(infoHash)?.catch(() => undefined)]).then(step)
    const settled = done.finally(() => { if (removing.get(infoHash) === settled) removing.delete(infoHash) })
    removing.set(infoHash, settled)
    return settled
  }

  const release = async (infoHash: InfoHash) => {
    const over = new AbortController()
    if (stop.signal.aborted) over.abort()
    copying.set(infoHash, over)
    await releaseTorrent(run, statePath, infoHash, { signal: over.signal, owner: run.owner, watch: watchMove(infoHash, true, onMove) })
    copying.delete(infoHash)
  }

  /** What was taken over goes on to its place, one after the other; what is opened first goes when it is closed. */
  const settled = rescued.then(async () => {
    for (const infoHash of await listAdopted(run, statePath)) if (!stop.signal.aborted) await change(infoHash, async () => { if (!inUse.has(infoHash)) await release(infoHash) })
  }).catch(() => undefined) // it stays in our hands, and is looked for at the next start

  const close = async () => {
    stop.abort()
    for (const over of copying.values()) over.abort()
    await Promise.allSettled([reclaimed, settled, ...opening.values(), ...removing.values()])
    await removeRun(run, statePath)
  }

  return {
    statePath,
    torrentFolder,
    isMarkedKept: (folder) => isMarkedKept(run, folder),
    dataPath: run.downloadDir ?? statePath,
    removeTorrent: (infoHash) => {
      inUse.delete(infoHash)
      return change(infoHash, () => release(infoHash))
    },
    stopMove: (infoHash) => { copying.get(infoHash)?.abort() },
    isAstray: (infoHash) => isAstray(run, statePath, infoHash),
    markTorrent: (infoHash, kept) => {
      if (!kept) copying.get(infoHash)?.abort() // nobody wants the copy any more
      return change(infoHash, async () => {
        await rescued
        await markTorrent(run, statePath, infoHash, kept)
      })
    },
    listTorrents: () => listTorrents(run, statePath),
    measure: () => measureTorrents(run, statePath),
    reclaimed,
    close: () => (closing ??= close()),
  }
}

// -- the folder of the run

async function openStateFolder(tempDir: string, run: Run): Promise<Result<string>> {
  const name = `millrace-${String(process.getuid?.() ?? 'user')}`
  // Another user may have taken the plain name: then the next one serves.
  for (const suffix of ['', '-1', '-2', '-3']) {
    const base = path.join(tempDir, name + suffix)
    try {
      const opened = await openInBase(base, run)
      if (opened !== null) return opened
    } catch (thrown) {
      return unusable(tempDir, thrown, 'Set TORRENT_DOWNLOAD_PATH and TMPDIR to folders that can be written to.')
    }
  }
  return fail('folderUnusable', `The folders ${path.join(tempDir, name)} and the like belong to another user. Remove them or set TMPDIR to another folder.`, { folder: tempDir, reason: 'foreign' })
}

/** Null when the base is somebody else's. Another run that ends may take the empty base with it at any moment: then it is made again. */
async function openInBase(base: string, run: Run, tries = BASE_TRIES): Promise<Result<string> | null> {
  try {
    return await makePrivateFolder(base) ? await openMarkedFolder(path.join(base, RUN_PREFIX + run.runId), run) : null
  } catch (thrown) {
    if (tries === 0 || !isErrno(thrown, 'ENOENT')) throw thrown
    return openInBase(base, run, tries - 1)
  }
}

/** Each try loses a race against a run that ends; as many in a row mean that the temporary directory is not there. */
const BASE_TRIES = 5

async function openMarkedFolder(folder: string, run: Run): Promise<Result<string>> {
  const made = await mkdir(folder, { mode: 0o700 }).then(() => true, unless('EEXIST')) ?? false
  const marker = await readMarker(folder)
  if (marker !== null) return isOurs(marker, run) ? ok(folder) : fail('folderUnusable', `The folder ${folder} belongs to another run of the program.`, { folder, reason: 'foreign' })
  const isFree = made || (await isOwnFolder(folder) && (await readdir(folder)).length === 0)
  if (!isFree) return fail('folderUnusable', `The folder ${folder} is there already and was not made by this program.`, { folder, reason: 'foreign' })
  await markNewFolder(folder, newMarker(run, run.keep && run.downloadDir === null))
  return ok(folder)
}

// -- the folder the person chose

async function openDownloadDir(folder: string, makesIt = false): Promise<Result<string>> {
  try {
    const real = await (makesIt ? realpathOfMade(folder) : realpath(folder))
    if (!(await lstat(real)).isDirectory()) return fail('folderUnusable', `${folder} is not a folder. Choose a folder for downloads.`, { folder, reason: 'notAFolder' })
    const probe = path.join(real, `.millrace-probe-${randomBytes(6).toString('hex')}`)
    await mkdir(probe)
    await rmdir(probe)
    return ok(real)
  } catch (thrown) {
    return unusable(folder, thrown, 'Choose another folder for downloads.')
  }
}

async function realpathOfMade(folder: string): Promise<string> {
  try {
    return await realpath(folder)
  } catch (thrown) {
    if (!isErrno(thrown, 'ENOENT')) throw thrown
    await mkdir(folder, { recursive: true })
    return realpath(folder)
  }
}

// -- the end

async function removeRun(run: Run, statePath: string): Promise<void> {
  for (const { folder } of await listShelved(run)) await discardOwn(folder, run)
  // Nothing is copied any more at the end: what lies on another disk than its shelf follows at the next start.
  for (const infoHash of (await listFolders(statePath, isInfoHash)).map((folder) => path.basename(folder)).filter(isInfoHash)) await releaseTorrent(run, statePath, infoHash, { signal: null, owner: run.owner })
  if (!(await isOccupied(statePath))) await discardOwn(statePath, run)
  // Stays while another run lives in it.
  await rmdir(path.dirname(statePath)).catch(() => undefined)
}
