import { rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { startDelayProxy } from './delay-proxy.ts'
import { startLibtorrent } from './libtorrent.ts'
import type { MadeTorrent } from './make-torrent.ts'
import { startOddPeer } from './odd-peer.ts'
import type { Oddity, OddPeer } from './odd-peer.ts'
import { createTempFolder } from './temp-folder.ts'
import { startTracker } from './tracker.ts'
import type { PeerAddress, Tracker } from './tracker.ts'
import { startTransmission } from './transmission.ts'

/** A seeder to start. Its content must stand complete in the torrent's save path. */
export interface SeederSpec {
  readonly kind: 'libtorrent' | 'transmission'
  readonly torrent: MadeTorrent
  /** Further torrents that share the cap, with the same save path (libtorrent only). */
  readonly alsoTorrents?: readonly MadeTorrent[]
  /** Payload cap; 0 or absent = none. */
  readonly uploadBytesPerSec?: number
  /** Makes the peer far away: one-way delay. */
  readonly delayMs?: number
  /** Speak uTP as well (libtorrent only). */
  readonly utp?: boolean
}

/** A well-behaved seeder: a real client in a process of its own, at a loopback address of its own. */
export interface Seeder extends PeerAddress {
  /** `host:port`, as `--peer` takes it. */
  readonly address: string
  /** Payload sent by the process that runs now; 0 while stopped. */
  readonly uploadedBytes: () => Promise<number>
  readonly setUploadRate: (bytesPerSec: number) => Promise<void>
  /** The peer vanishes: its process is killed and its connections break. */
  readonly stop: () => Promise<void>
  /** The peer returns on the same address and port. */
  readonly start: () => Promise<void>
  /** The process stops running but its connections stay, as when a computer falls asleep; thaw() wakes it. */
  readonly freeze: () => void
  readonly thaw: () => void
}

/** Peers and a tracker for one test; close() ends every process and socket. */
export interface Swarm {
  readonly startSeeder: (spec: SeederSpec) => Promise<Seeder>
  readonly startOddPeer: (torrent: MadeTorrent, oddity: Oddity, host?: string) => Promise<OddPeer & { readonly address: string }>
  /** A tracker that lists every peer of this swarm at the moment of asking. */
  readonly startTracker: () => Promise<Tracker>
  readonly close: () => Promise<void>
}

/** Makes an empty swarm. */
export function createSwarm(): Swarm {
  const peers: PeerAddress[] = []
  const closers: (() => Promise<void>)[] = []
  const nextHost = createHostCounter()
  const onClose = (close: () => Promise<void>) => closers.unshift(close)

  return {
    startSeeder: async (spec) => {
      const seeder = await startSeeder(spec, nextHost, onClose)
      peers.push(seeder)
      return seeder
    },
    startOddPeer: async (torrent, oddity, host = nextHost()) => {
      const peer = await startOddPeer({ torrent, contentPath: await onlyFile(torrent), host, oddity })
      onClose(peer.close)
      peers.push(peer)
      return { ...peer, address: `${peer.host}:${peer.port}` }
    },
    startTracker: async () => {
      const tracker = await startTracker(() => peers)
      onClose(tracker.close)
      return tracker
    },
    close: async () => {
      for (const close of closers.splice(0)) await close()
    },
  }
}

async function startSeeder(spec: SeederSpec, nextHost: () => string, onClose: (close: () => Promise<void>) => void): Promise<Seeder> {
  const host = nextHost()
  const folder = await createTempFolder('seeder')
  onClose(folder.close)
  let rate = spec.uploadBytesPerSec ?? 0
  const launch = (port: number) => launchClient({ spec, host, port, rate, configDir: path.join(folder.path, 'config') })
  let running: RunningClient | null = await launch(0)
  const port = running.port
  onClose(async () => running?.close())
  const front = spec.delayMs === undefined ? { host, port } : await startDelayProxy({ host: nextHost(), target: { host, port }, delayMs: spec.delayMs })
  if ('close' in front) onClose(front.close)

  return {
    host: front.host,
    port: front.port,
    address: `${front.host}:${front.port}`,
    uploadedBytes: async () => running?.uploadedBytes() ?? 0,
    setUploadRate: async (bytesPerSec) => {
      rate = bytesPerSec
      await running?.setUploadRate(bytesPerSec)
    },
    stop: async () => {
      const stopped = running
      running = null
      await stopped?.kill()
    },
    start: async () => {
      running ??= await launch(port)
    },
    freeze: () => running?.signal('SIGSTOP'),
    thaw: () => running?.signal('SIGCONT'),
  }
}

interface RunningClient {
  readonly port: number
  readonly uploadedBytes: () => Promise<number>
  readonly setUploadRate: (bytesPerSec: number) => Promise<void>
  readonly signal: (name: NodeJS.Signals) => void
  readonly kill: () => Promise<void>
  readonly close: () => Promise<void>
}

async function launchClient(launch: { spec: SeederSpec; host: string; port: number; rate: number; configDir: string }): Promise<RunningClient> {
  const { spec, host, port, rate } = launch
  const { torrent } = spec
  if (spec.kind === 'libtorrent') {
    const client = await startLibtorrent({ torrent, alsoTorrents: spec.alsoTorrents ?? [], savePath: torrent.savePath, seed: true, host, port, uploadBytesPerSec: rate, utp: spec.utp ?? false, peers: [] })
    return {
      port: client.port,
      uploadedBytes: async () => (await client.ask({ do: 'stats' })).uploadedBytes,
      setUploadRate: async (uploadBytesPerSec) => void (await client.ask({ do: 'rate', uploadBytesPerSec })),
      ...endings(client.process.signal, client.process.ended, client.process.close),
    }
  }
  await rm(launch.configDir, { recursive: true, force: true })
  const client = await startTransmission({ torrent, savePath: torrent.savePath, configDir: launch.configDir, host, port, uploadBytesPerSec: rate })
  return { port: client.port, uploadedBytes: client.uploadedBytes, setUploadRate: client.setUploadRate, ...endings(client.process.signal, client.process.ended, client.process.close) }
}

function endings(signal: (name: NodeJS.Signals) => void, ended: Promise<unknown>, close: () => Promise<void>): Pick<RunningClient, 'signal' | 'kill' | 'close'> {
  const wake = () => signal('SIGCONT')
  return {
    signal,
    kill: async () => {
      signal('SIGKILL')
      await ended
    },
    close: async () => {
      wake()
      await close()
    },
  }
}

/** 127.0.1.1, 127.0.1.2, …: every peer its own address, because clients refuse two peers from one. */
function createHostCounter(): () => string {
  let used = 0
  return () => {
    used += 1
    return `127.0.${1 + Math.floor(used / 250)}.${1 + (used % 250)}`
  }
}

async function onlyFile(torrent: MadeTorrent): Promise<string> {
  const content = path.join(torrent.savePath, torrent.name)
  if ((await stat(content)).isDirectory()) throw new Error('an odd peer serves torrents of one file only')
  return content
}
