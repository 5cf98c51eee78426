import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { pinnedVersion } from './find-electron.mjs'
import { userCacheDir } from './places.mjs'

/**
 * Makes sure the runtime folder `electron.folder` also stands as a zip under the name Forge looks for, and returns the
 * zip's folder. Forge names the pinned version whatever runtime is inside, so each runtime has a folder of its own.
 */
export async function ensureElectronZip(electron) {
  const folder = path.join(userCacheDir(), `zip-${path.basename(electron.folder)}`)
  const target = path.join(folder, `electron-v${await pinnedVersion()}-${process.platform}-${process.arch}.zip`)
  if (await stat(target).catch(() => null)) return folder
  await mkdir(folder, { recursive: true })
  const unfinished = `${target}.${process.pid}`
  try {
    await zipFolder(electron.folder, unfinished)
    await rename(unfinished, target)
  } finally {
    await rm(unfinished, { force: true })
  }
  return folder
}

/** Stored, not deflated: it is read once on the same machine, and packing 260 MB costs more than it saves. */
async function zipFolder(folder, target) {
  const { ZipFile } = await import('yazl')
  const zip = new ZipFile()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter(found => found.isFile())) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name)
    zip.addFile(file, path.relative(folder, file).split(path.sep).join('/'), { compress: false })
  }
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(target))
}
