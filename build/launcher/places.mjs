import os from 'node:os'
import path from 'node:path'

/** The checkout this launcher belongs to; every path the launcher touches starts here or in the per-user cache. */
export const root = path.resolve(import.meta.dirname, '..', '..')

export const at = (...parts) => path.join(root, ...parts)

/** Per-user cache that outlives a checkout, so that a second clone need not fetch the runtime again. XDG Base Directory. */
export function userCacheDir(env = process.env, platform = process.platform, home = os.homedir()) {
  if (env.XDG_CACHE_HOME) return path.join(env.XDG_CACHE_HOME, 'millrace')
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'millrace')
  if (platform === 'win32') return path.join(env.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'), 'millrace', 'Cache')
  return path.join(home, '.cache', 'millrace')
}
