import { mkdtemp, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { CodedError } from '../../shared/errors.ts'

/** Makes sure that something can be made in a folder. Throws CodedError: folderUnusable, diskFull. */
export async function probeFolder(folder: string): Promise<void> {
  try {
    await rmdir(await mkdtemp(path.join(folder, '.millrace-probe-')))
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new CodedError({ code: reason === 'ENOSPC' ? 'diskFull' : 'folderUnusable', message: `nothing can be made in the folder: ${reason}`, details: { folder, reason } }, { cause })
  }
}
