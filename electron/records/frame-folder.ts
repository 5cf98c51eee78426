import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { InfoHash } from '../../shared/ids.ts'
import type { Log } from '../../shared/log.ts'

/** Small pictures of where films were left, one a torrent, named by info hash. */
export interface FrameFolder {
  readonly save: (infoHash: InfoHash, picture: Uint8Array) => Promise<void>
  /** Null when there is none. */
  readonly read: (infoHash: InfoHash) => Promise<Uint8Array | null>
  readonly remove: (infoHash: InfoHash) => Promise<void>
  /** Removes every picture that belongs to none of these. */
  readonly tidy: (known: ReadonlySet<string>) => Promise<void>
}

/** JPEG begins with this (ITU-T T.81, B.1.1.3: start of image); anything else is not written. */
const JPEG_START = [0xff, 0xd8, 0xff] as const

/** A picture that cannot be written is only missing: the failure is logged. */
export function createFrameFolder(folder: string, log: Log): FrameFolder {
  const fileOf = (infoHash: string) => path.join(folder, `${infoHash}.jpg`)
  const drop = (file: string) => rm(file, { force: true }).catch((thrown: unknown) => { log('records', 'frameStays', { message: String(thrown) }) })
  return {
    save: async (infoHash, picture) => {
      if (!JPEG_START.every((byte, at) => picture[at] === byte)) return log('records', 'frameRefused', { bytes: picture.byteLength })
      await mkdir(folder, { recursive: true, mode: 0o700 })
        .then(() => writeFile(fileOf(infoHash), picture, { mode: 0o600 }))
        .catch((thrown: unknown) => { log('records', 'frameLost', { message: String(thrown) }) })
    },
    read: (infoHash) => readFile(fileOf(infoHash)).catch(() => null),
    remove: (infoHash) => drop(fileOf(infoHash)),
    tidy: async (known) => {
      const names = await readdir(folder).catch(() => [])
      await Promise.all(names.filter((name) => !known.has(path.basename(name, '.jpg'))).map((name) => drop(path.join(folder, name))))
    },
  }
}
