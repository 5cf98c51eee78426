import Wire from 'bittorrent-protocol'
import WebTorrent from 'webtorrent'
import type { Log } from '../../../shared/log.ts'
import { isContained, withoutLeaks } from '../../../shared/network/containment.ts'
import type { Encryption, NetworkWish } from '../../../shared/network/network-wish.ts'
import { DEFAULT_NETWORK } from '../../../shared/network/network-wish.ts'
import type { Reach } from '../../../shared/network/reach.ts'
import { createBanList } from './guards/ban-list.ts'
import type { BanList } from './guards/ban-list.ts'
import { createBlockedAddresses } from './guards/blocked-addresses.ts'
import type { BlockedAddresses } from './guards/blocked-addresses.ts'
import { guardRouter } from './guards/guard-router.ts'
import { installEngineGuards } from './guards/install-guards.ts'
import { trackerOptions } from './guards/tracker-way.ts'
import { doorOf } from './door.ts'
import { isPrivateEnough } from './encryption.ts'
import { timeHandshakes } from './handshake-time.ts'
import { dropConnections, takeUpAgain } from './keep-to-the-way.ts'
import { listInterfaces, ownAddresses } from './own-addresses.ts'
import { createPeerFinding } from './peer-finding.ts'
import { createPeerPort } from './peer-port.ts'
import { createPortMapping } from './port-mapping.ts'
import { createWayOut } from './way-out.ts'
import type { WayOut } from './way-out.ts'
import type { MappedPort } from './port-mapping.ts'

/** The peer-to-peer client behind its guards: one for all torrents, so that they share ports and the DHT. */
export interface GuardedClient {
  readonly client: WebTorrent
  /** A ban list for one torrent: pieces are numbered within it, but whoever it bans stays out of all. */
  openBans(): BanList & { close(): void }
  readonly blocked: BlockedAddresses
  /** True for a host that any open torrent has banned. */
  readonly isBanned: (host: string) => boolean
  /** Connections of one torrent. */
  readonly maxConnections: () => number
  readonly encryption: () => Encryption
  /** A peer came in over TCP and knew one of our torrents. */
  readonly noteVisitor: (host: string) => void
  /** Bytes a second of all torrents together; null = no limit. */
  setLimits(downBytesPerSec: number | null, upBytesPerSec: number | null): void
  /** In force at once; resolves when the port is settled. */
  setNetwork(wish: NetworkWish): Promise<void>
  readonly reach: () => Reach
  /** How anybody is reached at all. */
  readonly way: WayOut
  /** Nothing is fetched and nothing given. */
  readonly isPaused: () => boolean
  setPaused(paused: boolean): void
  /** Asks the router again. */
  askRouter(): void
  close(): Promise<void>
}

export interface ClientOptions {
  readonly discovery: 'all' | 'trackers'
  readonly network: NetworkWish | undefined
  readonly allowLocal: boolean
  /** Hosts the person named as peers. */
  readonly namedHosts: readonly string[]
  /** Monotonic. */
  readonly clock: () => number
  /** A peer or node sent something the guards refuse. */
  readonly onRefusal: (reason: string) => void
  /** The way out is open, closed or troubled otherwise than before. */
  readonly onWay: () => void
  /** The client itself failed (a socket it cannot do without). */
  readonly onError: (error: Error) => void
  readonly log: Log
}

/** The client's word for no limit. */
const NO_LIMIT = -1
/** How strangers may come in: `secure` of the client. */
const SECURE = { asNeeded: 1, require: 2, off: 0 } as const

export function createClient(options: ClientOptions): GuardedClient {
  installEngineGuards(options.onRefusal, { allowLocal: options.allowLocal })
  timeHandshakes(Wire.prototype, () => performance.now())
  const everything = options.discovery === 'all'
  let network = options.network ?? DEFAULT_NETWORK
  const inForce = () => withoutLeaks(network)
  const way = createWayOut({ containment: network, interfaces: listInterfaces, onMoved: () => { settleWay() }, onReopened: () => { takeUp() }, onProblem: options.onWay })
  const contained = isContained(network)
  const client = new WebTorrent({
    // What may go by one way only begins when the way is settled.
    dht: everything && network.dht && !contained,
    lsd: everything && network.lsd && !contained,
    tracker: trackerOptions(way),
    // Nothing is sent before a port is wanted.
    natUpnp: everything,
    natPmp: everything,
    utPex: network.pex,
    utp: false, // our own port opens it
    maxConns: network.maxConnections,
    torrentPort: network.port ?? 0,
    secure: SECURE[network.encryption], // of those who come in; whom we dial is decided in connect-policy
  })
  guardRouter(client)
  // The client would ask for ports of its own accord.
  const mapping = createPortMapping(everything ? client.natTraversal : null)
  Reflect.deleteProperty(client, 'natTraversal')
  const { clock, log } = options
  const finding = createPeerFinding(client, { log, onDht: () => { askForPorts() } })
  const port = createPeerPort(client, {
    clock, log, ownAddresses, wish: network.port, utp: inForce().utp, door: doorOf(way),
    onBound: () => {
      askForPorts()
      finding.announce()
    },
  })
  const askForPorts = () => { mapping.want(everything && inForce().portMapping ? portsOf(port.facts().port, network.utp, finding.dhtPort()) : []) }
  const look = (anew: boolean) => {
    const { dht, lsd, pex } = inForce()
    const addresses = way.addresses()
    // The directory is asked over IPv4 alone.
    const hasHost = network.networkInterface === null || (addresses?.ipv4 ?? null) !== null
    finding.change({ dht: everything && dht && hasHost, dhtHost: addresses?.ipv4 ?? null, lsd: everything && lsd, pex }, anew)
  }
  const settleWay = () => {
    for (const torrent of client.torrents) dropConnections(torrent)
    port.setUtp(inForce().utp)
    void port.setDoor(doorOf(way))
    askForPorts()
    look(true)
    setImmediate(takeUp)
  }
  const takeUp = () => {
    for (const torrent of client.torrents) takeUpAgain(torrent)
    finding.announce()
  }
  if (contained) look(false)
  let paused = false
  const lists = new Set<BanList>()
  const isBanned = (host: string) => [...lists].some((list) => list.isBanned(host))
  const blocked = createBlockedAddresses({ allowLocal: options.allowLocal, named: options.namedHosts, isBanned })
  client.blocked = blocked
  client.on('error', options.onError)
  return {
    client, blocked, isBanned, way, askRouter: askForPorts,
    maxConnections: () => network.maxConnections,
    encryption: () => network.encryption,
    noteVisitor: port.noteVisitor,
    reach: () => ({ ...port.facts(), mapping: mapping.state() }),
    setNetwork: async (wish) => {
      const before = network
      network = wish
      client.maxConns = wish.maxConnections
      client.secure = SECURE[wish.encryption]
      for (const torrent of client.torrents) for (const wire of [...torrent.wires]) if (!isPrivateEnough(wire, wish.encryption)) wire.destroy()
      way.change({ proxy: wish.proxy, networkInterface: wish.networkInterface })
      look(false)
      if (wish.utp !== before.utp) port.setUtp(inForce().utp)
      await port.move(wish.port)
      if (wish.portMapping !== before.portMapping || wish.utp !== before.utp) askForPorts()
    },
    isPaused: () => paused,
    setPaused: (next) => {
      paused = next
      for (const torrent of client.torrents) torrent._rechoke()
    },
    setLimits: (downBytesPerSec, upBytesPerSec) => {
      client.throttleDownload(downBytesPerSec ?? NO_LIMIT)
      client.throttleUpload(upBytesPerSec ?? NO_LIMIT)
    },
    openBans: () => {
      const bans = createBanList()
      lists.add(bans)
      return { ...bans, close: () => { lists.delete(bans) } }
    },
    close: async () => {
      way.close()
      port.close()
      await Promise.all([mapping.close(), destroyed(client)])
    },
  }
}

function destroyed(client: WebTorrent): Promise<void> {
  return new Promise((resolve) => {
    if (client.destroyed) resolve()
    else client.destroy(() => { resolve() })
  })
}

/** The port peers come in by goes first: it is the one that is spoken of. */
function portsOf(port: number, utp: boolean, dhtPort: number | null): readonly MappedPort[] {
  if (port === 0) return []
  return [{ port, protocol: 'TCP' }, ...(utp ? [{ port, protocol: 'UDP' } as const] : []), ...(dhtPort === null ? [] : [{ port: dhtPort, protocol: 'UDP' } as const])]
}
