import { createWriteStream } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { open } from 'yauzl'
import type { Entry, Options, ZipFile } from 'yauzl'
import { runProgram } from './run-program.ts'

export type Programs = Readonly<Partial<Record<'ffmpeg' | 'ffprobe', string>>>

/** Copies the programs out of an archive (zip, wheel, or whatever tar reads) or a folder to `target`; by the ends of their paths. Throws when one is not there. */
export async function unpackPrograms(source: string, take: Programs, target: string): Promise<void> {
  await mkdir(target, { recursive: true })
  if ((await stat(source)).isDirectory()) return copyPrograms(source, take, target)
  const folder = await mkdtemp(path.join(target, 'unpacking-'))
  try {
    if (/\.(?:zip|whl)$/iu.test(source)) await unzip(source, Object.values(take), folder)
    else await runProgram('tar', ['-xf', source, '-C', folder], folder)
    await copyPrograms(folder, take, target)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function copyPrograms(folder: string, take: Programs, target: string): Promise<void> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
  for (const [name, end] of Object.entries(take)) {
    const found = files.find((file) => isAt(path.relative(folder, file), end))
    if (found === undefined) throw new Error(`there is no ${end} in it; name an archive or a folder that holds ffmpeg and ffprobe`)
    const copy = path.join(target, `${name}${path.extname(end) === '.exe' ? '.exe' : ''}`)
    await copyFile(found, copy)
    await chmod(copy, 0o755)
  }
}

/** Whole parts of a path only: `ffmpeg` is not the end of `notffmpeg`. */
function isAt(file: string, end: string): boolean {
  return `/${file.split(path.sep).join('/')}`.endsWith(`/${end}`)
}

/** Only what is asked for leaves the archive, at a place of ours: the names inside are not trusted with places. */
async function unzip(archive: string, ends: readonly string[], folder: string): Promise<void> {
  const zip = await promisify<string, Options, ZipFile>(open)(archive, { lazyEntries: true })
  for (let entry = await nextEntry(zip); entry !== null; entry = await nextEntry(zip)) {
    const name = entry.fileName
    const end = ends.find((each) => isAt(name, each))
    if (end === undefined) continue
    const file = path.join(folder, ...end.split('/'))
    await mkdir(path.dirname(file), { recursive: true })
    await pipeline(await openEntry(zip, entry), createWriteStream(file))
  }
}

function nextEntry(zip: ZipFile): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error')
    zip.once('entry', resolve).once('end', () => { resolve(null) }).once('error', reject)
    zip.readEntry()
  })
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => { zip.openReadStream(entry, (error, stream) => { if (error) reject(error); else resolve(stream) }) })
}
