import { randomBytes } from 'node:crypto'
import { rmdir } from 'node:fs/promises'
import type { Result } from '../../shared/result.ts'
import { fail } from '../../shared/result.ts'
import { errnoOf, isErrno } from './errno.ts'
import type { ProcessIdentity } from './process-identity.ts'
import { isSameProcess } from './process-identity.ts'
import { discardFolder } from './marked-folders.ts'
import type { RunMarker } from './run-marker.ts'
import { readMarker, writeMarker } from './run-marker.ts'

/** One run of the program, as far as its folders know it. */
export interface Run {
  readonly runId: string
  readonly owner: ProcessIdentity
  readonly keep: boolean
  readonly downloadDir: string | null
  /** Where kept torrents are when there is no download folder; null = they stay where they are. */
  readonly keptDir: string | null
  /** Where they were put before: they are looked for there too. */
  readonly formerKeptDirs: readonly string[]
}

/** A marker of this run with an identity of its own. */
export function newMarker(run: Run, keep: boolean): RunMarker {
  return { format: 'millrace-run-1', id: randomBytes(16).toString('hex'), runId: run.runId, owner: run.owner, keep, downloadDir: run.downloadDir, keptDir: run.keptDir }
}

/** True when this very run wrote the marker. */
export function isOurs(marker: RunMarker, run: Run): boolean {
  return marker.runId === run.runId && isSameProcess(marker.owner, run.owner)
}

/** Marks a folder that was just made; an unmarked one would stay for ever, so it goes when that fails. */
export async function markNewFolder(folder: string, marker: RunMarker): Promise<void> {
  try {
    await writeMarker(folder, marker)
  } catch (thrown) {
    await rmdir(folder).catch(() => undefined)
    throw thrown
  }
}

/** Removes a folder of this very run unless it is kept. */
export async function discardOwn(folder: string, run: Run): Promise<void> {
  const marker = await readMarker(folder)
  if (marker !== null && !marker.keep && isOurs(marker, run)) await discardFolder(folder, marker)
}

/** A catch that lets one system error pass. */
export function unless(code: string): (thrown: unknown) => undefined {
  return (thrown) => {
    if (!isErrno(thrown, code)) throw thrown
    return undefined
  }
}

/** The sentence for a folder that refused. Fails: folderUnusable, diskFull. */
export function unusable(folder: string, thrown: unknown, advice: string): Result<never> {
  const errno = errnoOf(thrown)
  if (errno === 'ENOSPC' || errno === 'EDQUOT') return fail('diskFull', `There is no space left in ${folder}. ${advice}`, { folder })
  const reason = REASONS.get(errno)
  if (reason === undefined) return fail('folderUnusable', `The folder ${folder} cannot be used (${errno === '' ? String(thrown) : errno}). ${advice}`, { folder, reason: errno })
  return fail('folderUnusable', `The folder ${folder} ${reason.words}. ${advice}`, { folder, reason: reason.name })
}

const REASONS: ReadonlyMap<string, { readonly name: string; readonly words: string }> = new Map([
  ['ENOENT', { name: 'missing', words: 'does not exist' }],
  ['ENOTDIR', { name: 'notAFolder', words: 'is not a folder' }],
  ['EACCES', { name: 'readOnly', words: 'may not be written to by this user' }],
  ['EPERM', { name: 'readOnly', words: 'may not be written to by this user' }],
  ['EROFS', { name: 'readOnly', words: 'is read-only' }],
  ['ENAMETOOLONG', { name: 'tooLong', words: 'has a name that is too long' }],
])
