import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { checkBuild } from './check-build.ts'
import type { BuildFacts } from './check-build.ts'
import { getGiven, getPinned } from './get-archive.ts'
import { PINS } from './pins.ts'
import { sourceText } from './source-text.ts'
import { unpackPrograms } from './unpack-programs.ts'

export interface BundleWish {
  /** As Node names them. */
  readonly platform: string
  readonly arch: string
  /** A folder, a file or the address of one; null: the pinned build. */
  readonly from: string | null
  readonly sha256: string | null
  /** Where its source is to be had, for a build that is not pinned. */
  readonly source: string | null
  readonly cache: string
  /** The folder to make; its name is what it is called beside the app. */
  readonly target: string
}

/**
 * Puts ffmpeg, ffprobe and their licence into a folder that packaging copies beside the app. A build for this system is run
 * and asked what it can do; one for another is known by its checksum alone. Returns what was found. Throws with a sentence,
 * and leaves an earlier folder as it was.
 */
export async function bundleFfmpeg(wish: BundleWish): Promise<readonly string[]> {
  const making = `${wish.target}.making`
  await rm(making, { recursive: true, force: true })
  await mkdir(making, { recursive: true })
  try {
    const origins = wish.from === null ? await takePinned(wish, making) : await takeGiven(wish, wish.from, making)
    const runsHere = wish.platform === process.platform && wish.arch === process.arch
    const facts = runsHere ? await checkBuild(making) : null
    await copyFile(path.join(import.meta.dirname, 'GPL-3.0.txt'), path.join(making, 'GPL-3.0.txt'))
    await writeFile(path.join(making, 'SOURCE.txt'), sourceText(origins, facts))
    await rm(wish.target, { recursive: true, force: true })
    await rename(making, wish.target)
    return [...origins, facts === null ? 'not run: it is for another system' : said(facts)]
  } finally {
    await rm(making, { recursive: true, force: true })
  }
}

const said = ({ version }: BuildFacts) => `runs here and has what is needed: ffmpeg ${version}`

async function takePinned({ platform, arch, cache }: BundleWish, folder: string): Promise<string[]> {
  const pins = PINS[`${platform}-${arch}`]
  if (!pins) throw new Error(`no build is pinned for ${platform}-${arch}; name one with --from, --sha256 and --source, or package without: the app then takes the ffmpeg that is installed`)
  for (const pin of pins) await unpackPrograms(await getPinned(pin, cache), pin.take, folder)
  return pins.map(({ take, version, file, sha256, licence }) => `${Object.keys(take).join(' and ')} ${version} from ${file}, SHA-256 ${sha256}, ${licence}`)
}

async function takeGiven({ platform, sha256, source, cache }: BundleWish, from: string, folder: string): Promise<string[]> {
  if (source === null) throw new Error('say where its source is to be had (--source ADDRESS): whoever gets the program may ask for it')
  const end = platform === 'win32' ? '.exe' : ''
  await unpackPrograms(await getGiven(from, sha256, cache), { ffmpeg: `ffmpeg${end}`, ffprobe: `ffprobe${end}` }, folder)
  return [`ffmpeg and ffprobe from ${path.basename(from)}${sha256 === null ? '' : `, SHA-256 ${sha256}`}; source: ${source}`]
}
