import { Client as Dht } from 'bittorrent-dht'
import type { Dht as DhtNode } from 'bittorrent-dht'
import type WebTorrent from 'webtorrent'
import type { Torrent } from 'webtorrent'
import type { Log } from '../../../shared/log.ts'

/** The ways peers are found besides trackers, each of which may begin and end while torrents are open. */
export interface PeerFinding {
  /** `anew`: what was begun goes by a way there is no more, and begins again. */
  change(wish: FindingWish, anew?: boolean): void
  /** Tells everybody anew where we are: the port has changed. */
  announce(): void
  /** The port of the directory's node; null while there is none. */
  readonly dhtPort: () => number | null
}

export interface FindingWish {
  readonly dht: boolean
  /** What the directory's node sends from; null = any address. */
  readonly dhtHost: string | null
  readonly lsd: boolean
  readonly pex: boolean
}

export interface FindingOptions {
  /** The node of the public directory listens, or has gone. */
  readonly onDht: () => void
  readonly log: Log
}

export function createPeerFinding(client: WebTorrent, { onDht, log }: FindingOptions): PeerFinding {
  const follow = (node: DhtNode) => {
    node.once('listening', onDht)
    // Without its socket the directory is lost, and the rest goes on.
    node.on('error', (error: unknown) => {
      log('engine', 'dhtFailed', { message: String(error) })
      if (client.dht === node) stopDht()
    })
  }
  const startDht = (host: string | null) => {
    const node = new Dht({ nodeId: client.nodeId })
    follow(node)
    node.setMaxListeners(0)
    if (host === null) node.listen()
    else node.listen(0, host)
    client.dht = node
  }
  const stopDht = () => {
    const node = client.dht
    client.dht = false
    // Peers tell the number of their own node at any time, and the engine would hand it on to ours.
    for (const torrent of client.torrents) for (const wire of torrent.wires) wire.removeAllListeners('port')
    if (node !== false) node.destroy()
    onDht()
  }
  if (client.dht !== false) {
    // It would end the whole client.
    client.dht.removeAllListeners('error')
    follow(client.dht)
  }

  const stopExchange = () => {
    for (const torrent of client.torrents) for (const { ut_pex: exchange } of torrent.wires) {
      if (!exchange) continue
      exchange.reset()
      exchange.onMessage = () => undefined
    }
  }
  const announce = () => { for (const torrent of client.torrents) announceAnew(torrent) }

  return {
    announce,
    dhtPort: () => (client.dht !== false && client.dht.listening ? client.dht.address().port : null),
    change: ({ dht, dhtHost, lsd, pex }, anew = false) => {
      if (anew && client.dht !== false) stopDht()
      const ways = anew || client.lsd !== lsd || (client.dht !== false) !== dht
      if (client.utPex && !pex) stopExchange()
      client.utPex = pex
      client.lsd = lsd
      if (dht && client.dht === false) startDht(dhtHost)
      if (!dht && client.dht !== false) stopDht()
      if (ways) announce()
    },
  }
}

/** The search for peers keeps to the ways there were when it began: another one takes its place. */
function announceAnew(torrent: Torrent): void {
  const search = torrent.discovery
  if (search === null || search === undefined || torrent.destroyed) return
  torrent.discovery = null
  if (torrent._noPeersIntervalId) clearInterval(torrent._noPeersIntervalId)
  search.destroy(() => undefined)
  torrent._startDiscovery()
}
