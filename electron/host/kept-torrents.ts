import { randomBytes } from 'node:crypto'
import { lstat, mkdir, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import type { InfoHash } from '../../shared/ids.ts'
import { isInfoHash } from '../../shared/ids.ts'
import { copyFolder, lengthOfFiles } from './copy-folder.ts'
import { isErrno } from './errno.ts'
import type { CopyWatch } from './film-moves.ts'
import { TRASH_PREFIX, discardFolder, listFolders } from './marked-folders.ts'
import type { ProcessIdentity } from './process-identity.ts'
import { removeFolder } from './remove-data.ts'
import { MARKER_NAME, readMarker, replaceMarker, writeMarker } from './run-marker.ts'
import type { RunMarker } from './run-marker.ts'

/**
 * A torrent that is kept but began in the folder of a run moves to the folder of kept torrents: in one step where both are
 * on one disk, as a copy otherwise.
 * Invariant: at every moment exactly one whole folder of the torrent is marked as kept; what is half-way is rubbish.
 */

/** What a move may do besides a rename; without a signal nothing is copied. */
export interface ShelveOptions {
  readonly signal: AbortSignal | null
  /** Who copies: while it lives, a copy of what a dead run kept is no rubbish of that run. */
  readonly owner: ProcessIdentity
  readonly watch?: CopyWatch
}

/** Moves a marked folder under the first name that is free. False when it stays where it is. Never rejects. */
export async function shelveTorrent(from: string, keptDir: string, names: readonly string[], options: ShelveOptions): Promise<boolean> {
  const move = await planMove(from, keptDir, names)
  if (move === null) return false
  const outcome = await renameTorrent(move)
  return outcome === 'otherDisk' ? copyTorrent(move, options) : outcome === 'moved'
}

/** What a rescue may do with a torrent that can only be copied to its place. */
export interface Rescue {
  /** Takes it over as it is, for somebody to copy it later; false when it cannot. */
  readonly adopt: (folder: string, infoHash: InfoHash) => Promise<boolean>
  readonly optionsFor: (infoHash: InfoHash) => ShelveOptions
}

/** Moves what a dead run kept to where it belongs, or lets it be taken over. False when some of it is still in the run's folder, which then must stay. */
export async function rescueKept(runFolder: string, marker: RunMarker, rescue: Rescue): Promise<boolean> {
  const keptDir = marker.keptDir ?? null
  let complete = true
  for (const folder of await listFolders(runFolder, isInfoHash)) {
    if ((await readMarker(folder))?.keep !== true) continue
    const infoHash = path.basename(folder)
    if (!isInfoHash(infoHash)) continue
    const names = [infoHash, `${infoHash}.${randomBytes(6).toString('hex')}`]
    complete = keptDir !== null && await rescueOne(await planMove(folder, keptDir, names), infoHash, rescue) && complete
  }
  return complete
}

async function rescueOne(move: Move | null, infoHash: InfoHash, { adopt, optionsFor }: Rescue): Promise<boolean> {
  if (move === null) return false
  const outcome = await renameTorrent(move)
  if (outcome !== 'otherDisk') return outcome === 'moved'
  if (await adopt(move.from, infoHash)) return true
  return copyTorrent(move, optionsFor(infoHash))
}

interface Move {
  readonly from: string
  readonly to: string
  readonly marker: RunMarker
}

/** Null where nothing is to be moved, or there is no place for it. */
async function planMove(from: string, keptDir: string, names: readonly string[]): Promise<Move | null> {
  const marker = await readMarker(from)
  if (marker === null || !marker.keep || !(await makeShelf(keptDir))) return null
  const to = await firstFree(names.map((name) => path.join(keptDir, name)))
  return to === null ? null : { from, to, marker }
}

async function renameTorrent({ from, to }: Move): Promise<'moved' | 'otherDisk' | 'stays'> {
  return rename(from, to).then(() => 'moved', (thrown: unknown) => (isErrno(thrown, 'EXDEV') ? 'otherDisk' : 'stays'))
}

/** True when a run's folder holds a torrent that is kept. */
export async function isOccupied(runFolder: string): Promise<boolean> {
  for (const folder of await listFolders(runFolder, isInfoHash)) if ((await readMarker(folder))?.keep === true) return true
  return false
}

/** The original goes when the copy is whole and marked; a copy that is cut short is rubbish and goes. */
async function copyTorrent({ from, to, marker }: Move, { signal, owner, watch }: ShelveOptions): Promise<boolean> {
  if (signal === null) return false
  const halfway = path.join(path.dirname(to), `${TRASH_PREFIX}${randomBytes(8).toString('hex')}`)
  const id = randomBytes(16).toString('hex')
  try {
    await mkdir(halfway, { mode: 0o700 })
    await writeMarker(halfway, { ...marker, id, owner, keep: false })
    const totalBytes = await lengthOfFiles(from, MARKER_NAME)
    let doneBytes = 0
    await copyFolder(from, halfway, MARKER_NAME, signal, (bytes) => { watch?.copied(doneBytes += bytes, totalBytes) })
    await rename(halfway, to)
    await replaceMarker(to, { ...marker, id })
  } catch {
    // No room, or the program ends: the original is still there and whole.
    await removeFolder(halfway, { lastFile: MARKER_NAME })
    return false
  } finally {
    watch?.ended()
  }
  await discardFolder(from, marker)
  return true
}

/** Makes the folder of kept torrents, which is the person's own place and may be a link to another disk. False when it cannot be one. */
export async function makeShelf(keptDir: string): Promise<boolean> {
  return mkdir(keptDir, { recursive: true, mode: 0o700 }).then(async () => (await stat(keptDir)).isDirectory(), () => false)
}

async function firstFree(folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) if (await lstat(folder).then(() => false, (thrown: unknown) => isErrno(thrown, 'ENOENT'))) return folder
  return null
}
