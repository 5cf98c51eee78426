import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { CodedError } from '../../shared/errors.ts'
import { formatClock } from '../../shared/text/numbers.ts'
import { toSafeName } from '../../shared/torrent/safe-name.ts'

/** What a PNG file begins with (PNG specification, 5.2); anything else is not written. */
const PNG_START = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const
/** Pictures of one second of one film; nobody keeps as many. */
const MAX_NUMBER = 999

export interface FilmPicture {
  readonly title: string
  readonly timeSec: number
  readonly picture: Uint8Array
}

/** Writes a picture of a film into the folder, named by title and time, beside those that are there. Answers with its path. Throws CodedError: invalidMessage, folderUnusable, storageFailed. */
export async function keepPicture(folder: string, { title, timeSec, picture }: FilmPicture): Promise<string> {
  if (!PNG_START.every((byte, at) => picture[at] === byte)) throw new CodedError({ code: 'invalidMessage', message: 'a picture that is no PNG', details: {} })
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => { throw new CodedError({ code: 'folderUnusable', message: `the folder for pictures cannot be made: ${String(cause)}`, details: { folder } }, { cause }) })
  const stem = `${toSafeName(title).name.slice(0, MAX_TITLE_CHARS)} ${formatClock(timeSec).replaceAll(':', '.')}`
  for (let number = 1; number <= MAX_NUMBER; number++) {
    const file = path.join(folder, number === 1 ? `${stem}.png` : `${stem} (${String(number)}).png`)
    if (await writeNew(file, picture)) return file
  }
  throw new CodedError({ code: 'storageFailed', message: 'every name for the picture is taken', details: {} })
}

/** Room for the time and a number within what file systems take. */
const MAX_TITLE_CHARS = 60

/** False when a file of this name is there already. */
async function writeNew(file: string, picture: Uint8Array): Promise<boolean> {
  try {
    await writeFile(file, picture, { flag: 'wx' })
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false
    throw new CodedError({ code: 'storageFailed', message: `the picture cannot be written: ${String(cause)}`, details: {} }, { cause })
  }
}
