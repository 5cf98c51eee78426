import type { Wire } from 'webtorrent'
import { openClientTorrent } from './client-torrent.ts'
import type { ClientTorrent, ClientTorrentOptions } from './client-torrent.ts'
import type { GuardedClient } from './create-client.ts'

/** A torrent's place in its swarm: joined, left, and joined anew. */
export interface SwarmMembership {
  /** Null while it is in no swarm. */
  readonly current: () => ClientTorrent | null
  readonly wires: () => readonly Wire[]
  /** Peers that are known of. */
  readonly foundPeers: () => number
  readonly uploadBytesPerSec: () => number
  /** Milliseconds without a connected peer; 0 while there is one. */
  readonly aloneMs: () => number
  /** Our own or the person's word, `host:port`: allowed wherever it is, in this swarm and the next. */
  addPeer(address: string): void
  /** One of those peers is reached whatever the way out is like. */
  readonly hasDirectPeer: () => boolean
  join(parsed: ClientTorrentOptions['parsed'], ready: ClientTorrentOptions['ready']): ClientTorrent
  leave(): Promise<void>
}

export interface MembershipWorld extends Pick<ClientTorrentOptions, 'infoHash' | 'isPrivate' | 'wantsPeers' | 'onInfo' | 'onWire' | 'onError'> {
  readonly guarded: GuardedClient
  readonly namedPeers: readonly string[]
  /** As they are when a swarm is joined. */
  readonly givenPeers: () => ClientTorrentOptions['givenPeers']
  readonly storeClass: () => ClientTorrentOptions['storeClass']
  readonly clock: () => number
}

/** The time of a torrent that has a peer. */
const NOT_ALONE = -1

export function createSwarmMembership({ guarded, namedPeers, givenPeers, storeClass, clock, onWire, ...options }: MembershipWorld): SwarmMembership {
  const ownPeers = new Set(namedPeers)
  let current: ClientTorrent | null = null
  let aloneSinceMs = clock()
  const wires = (): readonly Wire[] => current?.torrent.wires ?? []

  return {
    current: () => current,
    wires,
    foundPeers: () => current?.torrent._peers?.size ?? 0,
    // Nobody connected, nothing sent: the library's own mean falls only slowly.
    uploadBytesPerSec: () => (wires().length > 0 ? (current?.torrent.uploadSpeed ?? 0) : 0),
    aloneMs: () => (aloneSinceMs === NOT_ALONE || wires().length > 0 ? 0 : clock() - aloneSinceMs),
    addPeer: (address) => {
      ownPeers.add(address)
      current?.addPeer(address)
    },
    hasDirectPeer: () => [...ownPeers].some(guarded.way.isDirect),
    join: (parsed, ready) => {
      current = openClientTorrent(guarded, {
        ...options, parsed, ready,
        storeClass: storeClass(),
        namedPeers: ownPeers,
        givenPeers: givenPeers(),
        onWire: (wire) => {
          aloneSinceMs = NOT_ALONE
          onWire(wire)
        },
        onLonely: () => { aloneSinceMs = clock() },
      })
      return current
    },
    leave: async () => {
      const lost = current
      current = null
      await lost?.close()
    },
  }
}
