import WebTorrent from 'webtorrent'
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
  close(): Promise<void>
}

export interface ClientOptions {
  readonly discovery: 'all' | 'trackers'
  readonly allowLocal: boolean
  /** Hosts the person named as peers. */
  readonly namedHosts: readonly string[]
  /** A peer or node sent something the guards refuse. */
  readonly onRefusal: (reason: string) => void
  /** The client itself failed (a socket it cannot do without). */
  readonly onError: (error: Error) => void
}

/** Connections of one torrent, as the library's own default. */
export const MAX_CONNECTIONS = 55

export function createClient(options: ClientOptions): GuardedClient {
  installEngineGuards(options.onRefusal, { allowLocal: options.allowLocal })
  const everything = options.discovery === 'all'
  const client = new WebTorrent({
    dht: everything,
    lsd: everything,
    natUpnp: everything,
    natPmp: everything,
    utPex: true,
    maxConns: MAX_CONNECTIONS,
    secure: 1, // strangers may come encrypted; whom we dial is decided in connect-policy
  })
  guardRouter(client)
  const lists = new Set<BanList>()
  const isBanned = (host: string) => [...lists].some((list) => list.isBanned(host))
  const blocked = createBlockedAddresses({ allowLocal: options.allowLocal, named: options.namedHosts, isBanned })
  client.blocked = blocked
  client.on('error', options.onError)
  return {
    client, blocked, isBanned,
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
