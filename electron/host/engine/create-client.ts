import WebTorrent from 'webtorrent'
import type { HostOptions } from '../host-options.ts'
import { createBanList } from './guards/ban-list.ts'
import type { BanList } from './guards/ban-list.ts'
import { createBlockedAddresses } from './guards/blocked-addresses.ts'
import type { BlockedAddresses } from './guards/blocked-addresses.ts'
import { guardRouter } from './guards/guard-router.ts'
import { installEngineGuards } from './guards/install-guards.ts'

/** The peer-to-peer client behind its guards: one for all torrents, so that they share ports and the DHT. */
export interface GuardedClient {
  readonly client: WebTorrent
  /** A ban list for one torrent: pieces are numbered within it, but whoever it bans stays out of all. */
  openBans(): BanList & { close(): void }
  readonly blocked: BlockedAddresses
  /** True for a host that any open torrent has banned. */
  readonly isBanned: (host: string) => boolean
  /** Connections of one torrent. */
  readonly maxConnections: number
  /** Bytes a second of all torrents together; null = no limit. */
  setLimits(downBytesPerSec: number | null, upBytesPerSec: number | null): void
  close(): Promise<void>
}

export interface ClientOptions {
  readonly discovery: 'all' | 'trackers'
  readonly network: HostOptions['network']
  readonly allowLocal: boolean
  /** Hosts the person named as peers. */
  readonly namedHosts: readonly string[]
  /** A peer or node sent something the guards refuse. */
  readonly onRefusal: (reason: string) => void
  /** The client itself failed (a socket it cannot do without). */
  readonly onError: (error: Error) => void
}

/** Connections of one torrent unless the person chose: the library's own default. */
const MAX_CONNECTIONS = 55
/** The client's word for no limit. */
const NO_LIMIT = -1

const EVERYTHING = { dht: true, lsd: true, pex: true, portMapping: true, utp: true, maxConnections: MAX_CONNECTIONS }

export function createClient(options: ClientOptions): GuardedClient {
  installEngineGuards(options.onRefusal, { allowLocal: options.allowLocal })
  const everything = options.discovery === 'all'
  const { dht, lsd, pex, portMapping, utp, maxConnections } = options.network ?? EVERYTHING
  const client = new WebTorrent({
    dht: everything && dht,
    lsd: everything && lsd,
    natUpnp: everything && portMapping,
    natPmp: everything && portMapping,
    utPex: pex,
    utp,
    maxConns: maxConnections,
    secure: 1, // strangers may come encrypted; whom we dial is decided in connect-policy
  })
  guardRouter(client)
  const lists = new Set<BanList>()
  const isBanned = (host: string) => [...lists].some((list) => list.isBanned(host))
  const blocked = createBlockedAddresses({ allowLocal: options.allowLocal, named: options.namedHosts, isBanned })
  client.blocked = blocked
  client.on('error', options.onError)
  return {
    client, blocked, isBanned, maxConnections,
    setLimits: (downBytesPerSec, upBytesPerSec) => {
      client.throttleDownload(downBytesPerSec ?? NO_LIMIT)
      client.throttleUpload(upBytesPerSec ?? NO_LIMIT)
    },
    openBans: () => {
      const bans = createBanList()
      lists.add(bans)
      return { ...bans, close: () => { lists.delete(bans) } }
    },
    close: () => new Promise((resolve) => {
      if (client.destroyed) resolve()
      else client.destroy(() => { resolve() })
    }),
  }
}
