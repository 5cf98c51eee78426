import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ensureFallbackElectron, fallbackDir, fallbackSupported } from './fallback-electron.mjs'
import { at, userCacheDir } from './places.mjs'
import { runNode } from './run.mjs'
import { say } from './say.mjs'

/** A slow line needs minutes for the 110 MB of the official binary; a dead one must not hold the start for ever. */
const DOWNLOAD_LIMIT_MS = 5 * 60_000

/** After a failed download the fallback that already stands is used for this long before the download is tried again. */
const RETRY_AFTER_MS = 24 * 60 * 60_000

const ORIGINS = { given: 'named by ELECTRON_OVERRIDE_DIST_PATH', official: 'official', fallback: 'a test runtime, because the official one could not be fetched' }

const EXECUTABLES = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }

/**
 * Finds an Electron to run, fetching one if need be, and says which: a folder named by ELECTRON_OVERRIDE_DIST_PATH, the
 * official binary, the official binary after a download, the fallback (linux-x64). Resolves with
 * `{ folder, executable, version, origin: 'given' | 'official' | 'fallback' }`; rejects with a sentence when there is none.
 */
export async function findElectron() {
  const found = (await givenElectron()) ?? (await officialElectron()) ?? (await downloadedElectron()) ?? (await fallbackElectron())
  if (!found) throw new Error(nothingFound(await pinnedVersion()))
  say(`Electron ${found.version} (${ORIGINS[found.origin]}) in ${found.folder}`)
  return found
}

async function givenElectron() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (!folder) return null
  const found = await describe(path.resolve(folder), 'given')
  if (!found) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH is ${folder}, which holds no Electron: correct it or unset it`)
  return found
}

async function officialElectron() {
  const found = await describe(at('node_modules', 'electron', 'dist'), 'official')
  return found && found.version === (await pinnedVersion()) ? found : null
}

async function downloadedElectron() {
  if (await failedLately()) return null
  say(`fetching Electron ${await pinnedVersion()}`)
  const status = await runNode(at('node_modules', 'electron', 'install.js'), [], { stdio: 'ignore', limitMs: DOWNLOAD_LIMIT_MS })
  const found = status === 0 ? await officialElectron() : null
  if (!found) await noteFailure()
  return found
}

async function fallbackElectron() {
  if (!fallbackSupported()) return null
  const folder = await ensureFallbackElectron(say)
  return describe(folder, 'fallback')
}

async function describe(folder, origin) {
  const executable = path.join(folder, EXECUTABLES[process.platform] ?? 'electron')
  if (!(await isFile(executable))) return null
  const version = await readFile(path.join(folder, 'version'), 'utf8').catch(() => 'of unknown version')
  return { folder, executable, version: version.trim().replace(/^v/, ''), origin }
}

const failureNote = async () => path.join(userCacheDir(), `electron-${await pinnedVersion()}-not-reached`)

async function noteFailure() {
  await mkdir(userCacheDir(), { recursive: true })
  await writeFile(await failureNote(), 'The official Electron could not be downloaded. Delete this file to try again at once.\n')
}

async function failedLately() {
  if (!fallbackSupported() || !(await isFile(path.join(fallbackDir(), 'electron')))) return false
  const note = await stat(await failureNote()).catch(() => null)
  return note !== null && Date.now() - note.mtimeMs < RETRY_AFTER_MS
}

/** The version package.json asks for, as it is installed. */
export async function pinnedVersion() {
  return JSON.parse(await readFile(at('node_modules', 'electron', 'package.json'), 'utf8')).version
}

function nothingFound(version) {
  return `Electron ${version} could not be downloaded and there is no substitute for ${process.platform}-${process.arch}. `
    + 'Check the connection (or set ELECTRON_MIRROR) and start again, or name a folder that holds Electron in ELECTRON_OVERRIDE_DIST_PATH.'
}

/**
 * Environment for programs that start Electron: electron's own npm package, electron-vite and Forge look here. Chromium
 * refuses to start its sandbox as root, so there, and only there, it is switched off.
 */
export function electronEnv(electron, env = process.env) {
  const asRoot = process.getuid?.() === 0 ? { ELECTRON_DISABLE_SANDBOX: '1' } : {}
  return { ...env, ...asRoot, ELECTRON_OVERRIDE_DIST_PATH: electron.folder, ELECTRON_EXEC_PATH: electron.executable }
}

const isFile = file => stat(file).then(found => found.isFile(), () => false)
