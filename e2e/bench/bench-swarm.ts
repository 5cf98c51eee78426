import { setTimeout as delay } from 'node:timers/promises'
import type { MadeTorrent } from '../lab/make-torrent.ts'
import { createSwarm } from '../lab/swarm.ts'
import type { Seeder, Swarm } from '../lab/swarm.ts'
import type { PeerGroup } from './scenarios.ts'

/** The peers of one run: fresh clients, so that no run profits from another's. */
export interface BenchSwarm {
  /** `host:port` of each. */
  readonly addresses: readonly string[]
  /** What all peers that never fall silent may send together. */
  readonly lastingBytesPerSec: number
  /** The clock of the peers that fall silent starts now. */
  readonly begin: () => void
  /** Payload sent so far. */
  readonly uploaded: () => Promise<Uploaded>
  readonly close: () => Promise<void>
}
export interface Uploaded {
  readonly bytes: number
  /** Of the peers that never fall silent. */
  readonly lastingBytes: number
}

interface BenchPeer {
  readonly seeder: Seeder
  readonly group: PeerGroup
  /** Payload at the moment the peer fell silent: it answers no questions after. */
  silentBytes: number | null
}

const POLL_MS = 20

/** Starts the peers of a scenario; all have all torrents. */
export async function openBenchSwarm(groups: readonly PeerGroup[], torrents: readonly MadeTorrent[]): Promise<BenchSwarm> {
  const swarm = createSwarm()
  const stop = new AbortController()
  try {
    const peers = await Promise.all(groups.flatMap((group) => startGroup(swarm, group, torrents)))
    const waits: Promise<void>[] = []
    const lasting = peers.filter(({ group }) => group.silent === undefined)
    return {
      addresses: peers.map(({ seeder }) => seeder.address),
      lastingBytesPerSec: sum(lasting.map(({ group }) => group.bytesPerSec)),
      begin: () => waits.push(...peers.map((peer) => fallSilent(peer, stop.signal))),
      uploaded: async () => {
        const [bytes, lastingBytes] = await Promise.all([peers, lasting].map(async (some) => sum(await Promise.all(some.map(uploadedBy)))))
        return { bytes: bytes ?? 0, lastingBytes: lastingBytes ?? 0 }
      },
      close: async () => {
        stop.abort()
        await Promise.all(waits)
        await swarm.close()
      },
    }
  } catch (error) {
    await swarm.close()
    throw error
  }
}

function startGroup(swarm: Swarm, group: PeerGroup, torrents: readonly MadeTorrent[]): Promise<BenchPeer>[] {
  const [torrent, ...alsoTorrents] = torrents
  if (torrent === undefined) throw new Error('a swarm needs a torrent')
  const [nearest, farthest] = group.roundTripMs
  return Array.from({ length: group.count }, async (_, place) => {
    const roundTripMs = nearest + ((farthest - nearest) * place) / Math.max(1, group.count - 1)
    const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent, alsoTorrents, uploadBytesPerSec: group.bytesPerSec, delayMs: roundTripMs / 2 })
    return { seeder, group, silentBytes: null }
  })
}

async function fallSilent(peer: BenchPeer, signal: AbortSignal): Promise<void> {
  const { silent } = peer.group
  if (silent === undefined) return
  try {
    if ('afterSec' in silent) await delay(silent.afterSec * 1000, undefined, { signal })
    else while (await peer.seeder.uploadedBytes() < silent.afterBytes) await delay(POLL_MS, undefined, { signal })
    peer.silentBytes = await peer.seeder.uploadedBytes()
    peer.seeder.freeze()
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

async function uploadedBy({ seeder, silentBytes }: BenchPeer): Promise<number> {
  return silentBytes ?? seeder.uploadedBytes()
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
