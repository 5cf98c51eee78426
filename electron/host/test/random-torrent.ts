import { createHash, randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Files of random bytes, named as films, to be made into a torrent. */
export interface RandomContent {
  /** The file, or the folder when there are several. */
  readonly path: string
  /** SHA-256 of each file. */
  readonly hashes: readonly string[]
  readonly bytes: readonly Buffer[]
}

/** Writes one file, or a folder of several when several lengths are given. Names sort in the order of the lengths. */
export async function writeRandomContent(folder: string, ...lengths: readonly number[]): Promise<RandomContent> {
  const bytes = lengths.map((length) => randomBytes(length))
  const hashes = bytes.map((each) => createHash('sha256').update(each).digest('hex'))
  const single = lengths.length === 1
  const target = path.join(folder, 'seeded', single ? 'film.mp4' : 'films')
  await mkdir(single ? path.dirname(target) : target, { recursive: true })
  await Promise.all(bytes.map((each, i) => writeFile(single ? target : path.join(target, `film-${String(i)}.mp4`), each)))
  return { path: target, hashes, bytes }
}
