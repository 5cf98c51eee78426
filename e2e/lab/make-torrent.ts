import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { bencode } from './bencode.ts'
import type { Bencodable } from './bencode.ts'

/** What to describe: one file, or a folder with everything below it in the order of its names. */
export interface TorrentSpec {
  readonly content: string
  /** Where to write the .torrent. */
  readonly torrentPath: string
  /** Power of two; 256 KiB by default, as common for films of this size. */
  readonly pieceLengthBytes?: number
  readonly trackers?: readonly string[]
  /** Addresses of web seeds (BEP 19). */
  readonly webSeeds?: readonly string[]
}

/** A written .torrent and the ways to name it. */
export interface MadeTorrent {
  readonly torrentPath: string
  readonly metainfo: Buffer
  readonly infoHash: string
  readonly magnet: string
  readonly name: string
  readonly pieceLengthBytes: number
  /** Folder that holds the content under the torrent's own name: what a seeder calls its save path. */
  readonly savePath: string
  readonly lengthBytes: number
}

const DEFAULT_PIECE_BYTES = 256 * 1024

/** Writes a .torrent (BEP 3) for a file or folder. */
export async function makeTorrent(spec: TorrentSpec): Promise<MadeTorrent> {
  const name = path.basename(spec.content)
  const pieceLengthBytes = spec.pieceLengthBytes ?? DEFAULT_PIECE_BYTES
  const files = await listFiles(spec.content)
  const info = { name, 'piece length': pieceLengthBytes, pieces: await hashPieces(files, pieceLengthBytes), ...layout(spec.content, files) }
  const trackers = spec.trackers ?? []
  const metainfo = bencode({ ...announce(trackers), info, ...(spec.webSeeds ? { 'url-list': [...spec.webSeeds] } : {}) })
  const infoHash = createHash('sha1').update(bencode(info)).digest('hex')
  await mkdir(path.dirname(spec.torrentPath), { recursive: true })
  await writeFile(spec.torrentPath, metainfo)
  const lengthBytes = files.reduce((sum, file) => sum + file.lengthBytes, 0)
  return { torrentPath: spec.torrentPath, metainfo, infoHash, magnet: magnetOf(infoHash, name, trackers), name, pieceLengthBytes, savePath: path.dirname(spec.content), lengthBytes }
}

/** A magnet link (BEP 9) with a name and trackers. */
export function magnetOf(infoHash: string, name: string, trackers: readonly string[] = []): string {
  const parts = [`xt=urn:btih:${infoHash}`, `dn=${encodeURIComponent(name)}`, ...trackers.map((tracker) => `tr=${encodeURIComponent(tracker)}`)]
  return `magnet:?${parts.join('&')}`
}

interface ListedFile {
  readonly path: string
  readonly lengthBytes: number
}

async function listFiles(content: string): Promise<ListedFile[]> {
  const found = await stat(content)
  if (!found.isDirectory()) return [{ path: content, lengthBytes: found.size }]
  const names = (await readdir(content)).sort()
  const nested = await Promise.all(names.map((name) => listFiles(path.join(content, name))))
  return nested.flat()
}

function layout(content: string, files: readonly ListedFile[]): Record<string, Bencodable> {
  const only = files[0]
  if (only !== undefined && only.path === content) return { length: only.lengthBytes }
  return { files: files.map((file) => ({ length: file.lengthBytes, path: path.relative(content, file.path).split(path.sep) })) }
}

function announce(trackers: readonly string[]): Record<string, Bencodable> {
  const [first] = trackers
  return first === undefined ? {} : { announce: first, 'announce-list': trackers.map((tracker) => [tracker]) }
}

/** SHA-1 of every piece of the files laid end to end. */
async function hashPieces(files: readonly ListedFile[], pieceLengthBytes: number): Promise<Buffer> {
  const digests: Buffer[] = []
  let hash = createHash('sha1')
  let filled = 0
  for (const file of files) {
    for await (const slice of createReadStream(file.path)) {
      let rest: Buffer = slice
      while (rest.length > 0) {
        const part = rest.subarray(0, pieceLengthBytes - filled)
        hash.update(part)
        filled += part.length
        rest = rest.subarray(part.length)
        if (filled < pieceLengthBytes) continue
        digests.push(hash.digest())
        hash = createHash('sha1')
        filled = 0
      }
    }
  }
  if (filled > 0) digests.push(hash.digest())
  return Buffer.concat(digests)
}
