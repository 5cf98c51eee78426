import path from 'node:path'
import { startLabProcess } from './lab-process.ts'
import type { LabProcess } from './lab-process.ts'
import type { MadeTorrent } from './make-torrent.ts'

/** What a libtorrent client of the lab is told at its start. */
export interface LibtorrentSpec {
  readonly torrent: MadeTorrent
  /** Further torrents of the same client, below the same cap; figures of bytes sent are of all of them. */
  readonly alsoTorrents?: readonly MadeTorrent[]
  /** Folder that holds (seeder) or receives (downloader) the content. */
  readonly savePath: string
  readonly seed: boolean
  /** Loopback address of its own; clients refuse a second peer from the same address. */
  readonly host: string
  /** 0 = any free port. */
  readonly port: number
  /** Payload cap; 0 = none. */
  readonly uploadBytesPerSec: number
  readonly utp: boolean
  /** Of connections in both directions: 0 = only encrypted, 1 = both (the default), 2 = never. */
  readonly encryption?: 0 | 1 | 2
  readonly peers: readonly { readonly host: string; readonly port: number }[]
}

/** One running libtorrent process. */
export interface LibtorrentClient {
  readonly process: LabProcess
  readonly port: number
  readonly ask: (command: Readonly<Record<string, unknown>>) => Promise<LibtorrentStats>
}
export interface LibtorrentStats {
  readonly uploadedBytes: number
  readonly downloadedBytes: number
  readonly peers: number
  readonly progress: number
}

const PROGRAM = path.join(import.meta.dirname, 'libtorrent-seeder.py')
/** The system's own Python, because that is where Debian installs python3-libtorrent. */
const PYTHON = '/usr/bin/python3'

/** Starts libtorrent in a process of its own and waits until it listens. */
export async function startLibtorrent(spec: LibtorrentSpec): Promise<LibtorrentClient> {
  const { torrent, alsoTorrents = [], peers, ...rest } = spec
  const settings = { ...rest, torrent: torrent.torrentPath, alsoTorrents: alsoTorrents.map(({ torrentPath }) => torrentPath), peers: peers.map(({ host, port }) => [host, port]) }
  const process = startLabProcess(PYTHON, [PROGRAM, JSON.stringify(settings)])
  const ready = readNumbers(await process.waitForLine((line) => line.includes('"ready"')))
  const port = ready.port ?? 0
  if (port === 0) throw new Error(`libtorrent found no port to listen on at ${spec.host}: ${process.complaints()}`)
  let lastId = 0
  return {
    process,
    port,
    ask: async (command) => {
      lastId += 1
      const id = lastId
      process.send(JSON.stringify({ ...command, id }))
      return toStats(readNumbers(await process.waitForLine((line) => line.includes('"answer"') && readNumbers(line).id === id)))
    },
  }
}

function toStats(numbers: Readonly<Record<string, number>>): LibtorrentStats {
  const { uploadedBytes = 0, downloadedBytes = 0, peers = 0, progress = 0 } = numbers
  return { uploadedBytes, downloadedBytes, peers, progress }
}

/** The numeric fields of a JSON line; everything else in it is left out. */
export function readNumbers(line: string): Readonly<Record<string, number>> {
  const parsed: unknown = JSON.parse(line)
  if (typeof parsed !== 'object' || parsed === null) return {}
  return Object.fromEntries(Object.entries(parsed).filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
}
