import path from 'node:path'
import { parseEvent, startHeadless } from '../fixtures/headless.ts'
import { startLabProcess } from '../lab/lab-process.ts'
import { readNumbers } from '../lab/libtorrent.ts'
import type { MadeTorrent } from '../lab/make-torrent.ts'
import { lastDescendant } from './process-figures.ts'

/** A program that makes a torrent playable over HTTP, running and idle. */
export interface RunningProgram {
  /** The process whose cost is counted. */
  readonly pid: number
  /** Hands a torrent over and answers with the film's address. */
  readonly open: (torrent: MadeTorrent) => Promise<string>
  /** Payload the program has received and what of it was received before. */
  readonly received: () => Promise<Received>
  readonly close: () => Promise<void>
}
export interface Received {
  readonly receivedBytes: number
  readonly wastedBytes: number
}

/** What a program is told at its start. */
export interface ProgramSpec {
  /** Where it may write. */
  readonly folder: string
  /** `host:port` of the swarm's peers. Everybody is told them; nobody looks for others. */
  readonly peers: readonly string[]
}

export type ProgramName = 'ours' | 'wt3' | 'ts' | 'lt'
export interface Program {
  readonly name: ProgramName
  readonly title: string
  readonly start: (spec: ProgramSpec) => Promise<RunningProgram>
}

const PEERS = path.resolve(import.meta.dirname, 'peers')
/** The system's own Python, because that is where Debian installs python3-libtorrent. */
const PYTHON = '/usr/bin/python3'
const LISTENING_LIMIT_MS = 60_000

/** All that are measured, ours first. */
export const PROGRAMS: readonly Program[] = [
  { name: 'ours', title: 'Millrace', start: startOurs },
  { name: 'wt3', title: 'webtorrent', start: (spec) => startPeer(process.execPath, 'webtorrent-server.mjs', spec) },
  { name: 'ts', title: 'torrent-stream', start: (spec) => startPeer(process.execPath, 'torrent-stream-server.mjs', spec) },
  { name: 'lt', title: 'libtorrent', start: (spec) => startPeer(PYTHON, 'libtorrent-server.py', spec) },
]

/** Headless mode as anybody starts it; URLs are the window's own, which may be served early. */
async function startOurs({ folder, peers }: ProgramSpec): Promise<RunningProgram> {
  const args = ['-', '--early', '--allow-local', '--no-token', '--download-dir', folder, ...peers.flatMap((peer) => ['--peer', peer])]
  const headless = startHeadless(args)
  await headless.waitFor('ready')
  let latest: Received = { receivedBytes: 0, wastedBytes: 0 }
  headless.process.onLine((line) => {
    const event = parseEvent(line)
    if (event?.event === 'status') latest = sumReceived(event.torrents)
  })
  return {
    pid: await lastDescendant(headless.process.pid),
    open: (torrent) => {
      headless.process.send(torrent.torrentPath)
      return headless.streamUrl(torrent.infoHash)
    },
    received: () => Promise.resolve(latest),
    close: headless.close,
  }
}

async function startPeer(runtime: string, program: string, { folder, peers }: ProgramSpec): Promise<RunningProgram> {
  const child = startLabProcess(runtime, [path.join(PEERS, program), folder])
  const hear = (event: string, accept: (line: string) => boolean) => child.waitForLine((line) => parseEvent(line)?.event === event && accept(line), LISTENING_LIMIT_MS)
  await hear('ready', () => true)
  let lastId = 0
  return {
    pid: child.pid,
    open: async ({ torrentPath }) => {
      child.send(JSON.stringify({ do: 'add', torrentPath, peers }))
      return String(parseEvent(await hear('listening', (line) => parseEvent(line)?.torrentPath === torrentPath))?.url)
    },
    received: async () => {
      const id = (lastId += 1)
      child.send(JSON.stringify({ do: 'stats', id }))
      return toReceived(readNumbers(await hear('stats', (line) => readNumbers(line).id === id)))
    },
    close: child.close,
  }
}

function sumReceived(torrents: unknown): Received {
  const each = Array.isArray(torrents) ? torrents.map((torrent: unknown) => toReceived(readNumbers(JSON.stringify(torrent)))) : []
  return {
    receivedBytes: each.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0),
    wastedBytes: each.reduce((sum, { wastedBytes }) => sum + wastedBytes, 0),
  }
}

function toReceived({ receivedBytes = 0, wastedBytes = 0 }: Readonly<Record<string, number>>): Received {
  return { receivedBytes, wastedBytes }
}
