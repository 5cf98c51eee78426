import { chmod, lstat, mkdir } from 'node:fs/promises'
import { isOwner } from './run-marker.ts'
import { unless } from './run.ts'

/** Makes a folder only this user may enter, or closes an existing one. False when the place is taken by something that is not a folder of this user. */
export async function makePrivateFolder(folder: string): Promise<boolean> {
  await mkdir(folder, { mode: 0o700 }).catch(unless('EEXIST'))
  const stats = await lstat(folder)
  if (!stats.isDirectory() || !isOwner(stats.uid)) return false
  if (process.getuid !== undefined && (stats.mode & 0o077) !== 0) await chmod(folder, 0o700)
  return true
}
