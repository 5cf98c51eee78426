import { randomBytes } from 'node:crypto'
import { chmod, readdir, rename, rmdir, unlink } from 'node:fs/promises'
import path from 'node:path'
import { isErrno } from './errno.ts'

/**
 * Removes a folder of ours step by step.
 * Invariant: a folder is emptied only after it was renamed by us. A symbolic link is removed, never followed; a mount
 * point refuses to be renamed and so stays untouched; no path grows longer than two names below the root, so that no
 * depth is too great.
 */
export interface RemovalOptions {
  /** A file of the folder that goes last: it says whose the folder is, should the removal be cut short. */
  readonly lastFile?: string
  readonly signal?: AbortSignal
}

/** True when everything is gone; false when something could not be removed or the signal stopped it. Never rejects. */
export async function removeFolder(folder: string, { lastFile, signal }: RemovalOptions = {}): Promise<boolean> {
  const complete = await emptyFolder(folder, lastFile, signal)
  if (!complete) return false
  if (lastFile !== undefined) await succeeds(unlink(path.join(folder, lastFile)))
  return succeeds(rmdir(folder))
}

/** Lifts every folder below the root to the root's own level, empties it there and removes it. */
async function emptyFolder(root: string, lastFile: string | undefined, signal: AbortSignal | undefined): Promise<boolean> {
  const lifted: string[] = []
  let complete = await stripFolder(root, root, lifted, lastFile)
  for (let folder = lifted.pop(); folder !== undefined; folder = lifted.pop()) {
    if (signal?.aborted) return false
    const stripped = await stripFolder(folder, root, lifted)
    const removed = await succeeds(rmdir(folder))
    complete = complete && stripped && removed
  }
  return complete
}

/** Removes the files of a folder and lifts its folders to the root; false when something stayed. */
async function stripFolder(folder: string, root: string, lifted: string[], except?: string): Promise<boolean> {
  await chmod(folder, 0o700).catch(() => undefined)
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null)
  if (entries === null) return false
  let complete = true
  for (const entry of entries) {
    if (entry.name === except) continue
    const from = path.join(folder, entry.name)
    const done = entry.isDirectory() ? await liftFolder(from, root, lifted) : await succeeds(unlink(from))
    complete = complete && done
  }
  return complete
}

async function liftFolder(from: string, root: string, lifted: string[]): Promise<boolean> {
  const to = path.join(root, `.lifted-${randomBytes(8).toString('hex')}`)
  const moved = await moveFolder(from, to)
  if (moved) lifted.push(to)
  return moved
}

/** A folder without the right to write refuses to be moved; it is ours, so the right is given back first. */
async function moveFolder(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (thrown) {
    if (!isErrno(thrown, 'EACCES')) return false
    return await succeeds(chmod(from, 0o700)) && await succeeds(rename(from, to))
  }
}

async function succeeds(step: Promise<void>): Promise<boolean> {
  return step.then(() => true, () => false)
}
