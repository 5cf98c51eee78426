import type { HostKind } from '../../../../shared/torrent/address.ts'
import { canonicalHost, hostKindOf } from '../../../../shared/torrent/address.ts'

/** What the client's `blocked` option asks of every peer before it is dialled or let in. */
export interface BlockedAddresses {
  contains(host: string): boolean
  /** A computer in the local network announced itself there (BEP 14): it may be a peer, until it is banned. */
  noteNeighbour(host: string): void
}

export interface BlockedAddressesOptions {
  /** Peers on this computer and the local network are welcome. */
  readonly allowLocal: boolean
  /** Hosts the person named; let in wherever they are, until they are banned. */
  readonly named: readonly string[]
  readonly isBanned: (host: string) => boolean
}

/** Nobody is there to be a peer; and a name may lead anywhere, so whoever has one looks it up and judges the address. */
const NEVER: readonly HostKind[] = ['multicast', 'unspecified', 'name']
/** Whom strangers may not make us contact: trackers, DHT and peers could aim us at services of this computer and its network. */
const LOCAL: readonly HostKind[] = ['loopback', 'linkLocal', 'lan']

/** Computers of the local network that are remembered; nobody has more of them with the same torrents. */
const MAX_NEIGHBOURS = 500

export function createBlockedAddresses({ allowLocal, named, isBanned }: BlockedAddressesOptions): BlockedAddresses {
  const welcome = new Set(named.map(canonicalHost))
  const neighbours = new Set<string>()
  const refused = allowLocal ? NEVER : [...NEVER, ...LOCAL]
  return {
    contains(host) {
      if (isBanned(host)) return true
      const known = canonicalHost(host)
      return !welcome.has(known) && !neighbours.has(known) && refused.includes(hostKindOf(host))
    },
    noteNeighbour: (host) => {
      const kind = hostKindOf(host)
      if (kind !== 'lan' && kind !== 'linkLocal') return
      neighbours.add(canonicalHost(host))
      const [oldest] = neighbours
      if (neighbours.size > MAX_NEIGHBOURS && oldest !== undefined) neighbours.delete(oldest)
    },
  }
}
