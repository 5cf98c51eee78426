import { createHash } from 'node:crypto'
import type { InfoHash } from '../../../../shared/ids.ts'
import { SOURCE_LIMITS } from '../../../../shared/torrent/limits.ts'
import type { BlockedAddresses } from './blocked-addresses.ts'
import type { NeighbouredTorrent } from './guard-neighbours.ts'
import { guardNeighbours } from './guard-neighbours.ts'
import type { SeededTorrent } from './guard-web-seeds.ts'
import type { WayOut } from '../way-out.ts'
import { guardWebSeeds } from './guard-web-seeds.ts'
import { limitPexMessage } from './pex-limit.ts'

/** The engine's ut_metadata extension of one wire (BEP 9), with the private names the guard replaces. */
export interface GuardableMetadata {
  _metadataComplete: boolean
  _metadataSize: number | null
  metadata?: Uint8Array
  cancel(): void
  onExtendedHandshake(handshake: unknown): void
  setMetadata(bytes: unknown): Promise<boolean>
}

/** What the guard needs of a wire; structural, so that the engine's own types fit. */
export interface GuardableConnection {
  readonly ut_metadata?: GuardableMetadata
  readonly ut_pex?: { onMessage(bytes: Uint8Array): void }
  readonly extendedHandshake: { metadata_size?: number }
}

export interface GuardablePeer {
  readonly type?: string
  readonly addr?: string | null
  readonly conn: { readonly remoteAddress?: string } | null
  destroy(error?: Error): void
}

/** What the guard needs of a torrent. */
export interface GuardableTorrent extends SeededTorrent, NeighbouredTorrent {
  readonly destroyed: boolean
  readonly _peers: (SeededTorrent['_peers'] & { readonly size: number; values(): Iterable<{ readonly type: string }> }) | null
  readonly _numConns: number
  addPeer(peer: unknown, source?: string): boolean
  _addIncomingPeer(peer: GuardablePeer): void
  on(event: 'wire', listener: (wire: GuardableConnection) => void): unknown
}

export interface TorrentGuardOptions {
  /** The hash that was asked for; whatever else peers say. */
  readonly infoHash: InfoHash
  /** The info dictionary when it is known already; null for a magnet link. */
  readonly infoBytes: Uint8Array | null
  readonly blocked: BlockedAddresses
  /** The way web seeds are asked; as the system likes unless given. */
  readonly way?: WayOut
  /** Connections strangers may open to us. */
  readonly maxConnections: () => number
  /** The info dictionary has come and its hash is right. Called once; its content is not checked yet. */
  readonly onInfo: (infoBytes: Uint8Array) => void
}

/** Known peers of a torrent; libtorrent stops at 3000, a swarm is served by far fewer. */
const MAX_KNOWN_PEERS = 1000

/** Guards one torrent: metadata by hash, peers by number and address, web seeds by what they send. To be called right after client.add, before any other 'wire' listener. */
export function guardTorrent(torrent: GuardableTorrent, options: TorrentGuardOptions): void {
  const metadata = createMetadataKeeper(options)
  torrent.on('wire', (wire) => {
    guardWire(wire, metadata)
  })
  guardWebSeeds(torrent, options.way)
  guardNeighbours(torrent, options.infoHash, () => performance.now())
  limitKnownPeers(torrent, options)
  limitIncoming(torrent, options)
}

/** Knows the info dictionary, or waits for the first bytes with the right hash. */
export interface MetadataKeeper {
  known(): Uint8Array | null
  /** True when bytes are the info dictionary. */
  offer(bytes: Uint8Array): boolean
}

export function createMetadataKeeper({ infoHash, infoBytes, onInfo }: Pick<TorrentGuardOptions, 'infoHash' | 'infoBytes' | 'onInfo'>): MetadataKeeper {
  let known = infoBytes
  return {
    known: () => known,
    offer(bytes) {
      if (known !== null) return true
      if (createHash('sha1').update(bytes).digest('hex') !== infoHash) return false
      known = bytes.slice()
      onInfo(known)
      return true
    },
  }
}

/** Guards one connection: the info dictionary is taken only with the right hash and given to the peer as it was hashed; peer exchange is cut to size. */
export function guardWire(wire: GuardableConnection, keeper: MetadataKeeper): void {
  if (wire.ut_metadata) guardMetadata(wire, wire.ut_metadata, keeper)
  if (wire.ut_pex) guardPex(wire.ut_pex)
}

function guardMetadata(wire: GuardableConnection, extension: GuardableMetadata, keeper: MetadataKeeper): void {
  const onExtendedHandshake = extension.onExtendedHandshake.bind(extension)
  const settle = (infoBytes: Uint8Array) => {
    extension.cancel()
    extension.metadata = infoBytes
    extension._metadataComplete = true
    extension._metadataSize = infoBytes.length
    wire.extendedHandshake.metadata_size = infoBytes.length
  }
  extension.setMetadata = (bytes) => {
    const accepted = keeper.known() !== null || (bytes instanceof Uint8Array && keeper.offer(bytes))
    const infoBytes = keeper.known()
    if (accepted && infoBytes !== null) settle(infoBytes)
    return Promise.resolve(accepted)
  }
  extension.onExtendedHandshake = (handshake) => {
    if (extension._metadataSize === null && offeredBytes(handshake) <= SOURCE_LIMITS.infoBytes) onExtendedHandshake(handshake)
  }
  const known = keeper.known()
  if (known !== null) settle(known)
}

function offeredBytes(handshake: unknown): number {
  const size = typeof handshake === 'object' && handshake !== null && 'metadata_size' in handshake ? handshake.metadata_size : 0
  return typeof size === 'number' ? size : 0
}

function guardPex(extension: { onMessage(bytes: Uint8Array): void }): void {
  const onMessage = extension.onMessage.bind(extension)
  extension.onMessage = (bytes) => {
    const limited = limitPexMessage(bytes)
    if (limited !== null) onMessage(limited)
  }
}

/** The engine's own word for peers the person named. */
const SOURCE_MANUAL = 'manual'
/** And for those that announced themselves in the local network: their address is the one the datagram came from, so they can name nobody else. */
const SOURCE_NEIGHBOUR = 'lsd'

/** Of `host:port` or `[host]:port`. */
const hostOf = (address: string) => address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')

function limitKnownPeers(torrent: GuardableTorrent, { blocked, maxConnections }: TorrentGuardOptions): void {
  const addPeer = torrent.addPeer.bind(torrent)
  torrent.addPeer = (peer, source) => {
    const isConnection = isDestroyable(peer)
    const full = (torrent._peers?.size ?? 0) >= MAX_KNOWN_PEERS || (isConnection && countBrowsers(torrent) >= maxConnections())
    if (source === SOURCE_NEIGHBOUR && typeof peer === 'string') blocked.noteNeighbour(hostOf(peer))
    if (!full || source === SOURCE_MANUAL) return addPeer(peer, source)
    if (isConnection) peer.destroy()
    return false
  }
}

/** Peers over WebRTC come as connections that are open already. */
function countBrowsers(torrent: GuardableTorrent): number {
  return [...(torrent._peers?.values() ?? [])].filter(({ type }) => type === 'webrtc').length
}

function isDestroyable(peer: unknown): peer is { destroy(): void } {
  return typeof peer === 'object' && peer !== null && 'destroy' in peer && typeof peer.destroy === 'function'
}

/** The engine asks its block list only about peers it dials, and counts only those. */
function limitIncoming(torrent: GuardableTorrent, { blocked, maxConnections }: TorrentGuardOptions): void {
  const addIncomingPeer = torrent._addIncomingPeer.bind(torrent)
  torrent._addIncomingPeer = (peer) => {
    const host = peer.conn?.remoteAddress ?? ''
    if (blocked.contains(host)) peer.destroy(new Error('this address is not let in'))
    else if (torrent._numConns >= maxConnections()) peer.destroy(new Error('there are enough connections'))
    else addIncomingPeer(peer)
  }
}
