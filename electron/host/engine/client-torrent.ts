import { isIP } from 'node:net'
import type { ChunkStore, Torrent, Wire } from 'webtorrent'
import type { InfoHash } from '../../../shared/ids.ts'
import type { PeerAddress } from '../../../shared/torrent/magnet.ts'
import { createConnectPolicy } from './connect-policy.ts'
import { countHavesOnce } from './seed-status.ts'
import type { GuardedClient } from './create-client.ts'
import { isPrivateEnough } from './encryption.ts'
import { joinTraffic } from './wire-traffic.ts'
import { guardTorrent } from './guards/guard-torrent.ts'
import { resolveBySystem, resolveOutside } from './guards/outside-lookup.ts'
import { keepToTheWay } from './keep-to-the-way.ts'
import type { WayOut } from './way-out.ts'
import type { ParsedMagnet, ParsedTorrent } from './guards/parsed-torrent.ts'

/**
 * One torrent inside the peer-to-peer client: added with nothing selected, its picker replaced, its peers guarded and
 * dialled by our own policy. It lives until `close`; a new search for metadata is a new one.
 */
export interface ClientTorrent {
  readonly torrent: Torrent
  /** Our own or the person's word, `host:port`: dialled wherever it is, again and again. */
  addPeer(address: string): void
  /** Leaves the swarm; touches no data. */
  close(): Promise<void>
}

export interface ClientTorrentOptions {
  readonly infoHash: InfoHash
  readonly parsed: ParsedTorrent | ParsedMagnet
  /** The info dictionary, and which pieces are here already; null while it has to be asked for. */
  readonly ready: { readonly infoBytes: Uint8Array; readonly bitfield: Uint8Array; readonly isPrivate: boolean } | null
  /** Our store as the client sees it: it reads blocks for uploads. */
  readonly storeClass: new (pieceLength: number) => ChunkStore
  /** Peers the person named. */
  readonly namedPeers: Iterable<string>
  /** Peers a magnet link named (BEP 9 `x.pe`): strangers' word, so the block list is asked. */
  readonly givenPeers: readonly PeerAddress[]
  /** BEP 27, as far as it is known now. */
  readonly isPrivate: () => boolean
  /** True while peers that were lost should be dialled again. */
  readonly wantsPeers: () => boolean
  readonly onInfo: (infoBytes: Uint8Array) => void
  readonly onWire: (wire: Wire) => void
  /** The last peer has gone. */
  readonly onLonely: () => void
  readonly onError: (error: Error) => void
}

export function openClientTorrent(guarded: GuardedClient, options: ClientTorrentOptions): ClientTorrent {
  const { ready } = options
  const torrent = guarded.client.add(options.parsed, {
    deselect: true,
    storeCacheSlots: 0,
    alwaysChokeSeeders: false, // a fresh peer that has sent no bitfield yet is taken for a seeder
    store: options.storeClass,
    ...(ready ? { bitfield: ready.bitfield, private: ready.isPrivate } : {}),
  })
  guardTorrent(torrent, { infoHash: options.infoHash, infoBytes: ready?.infoBytes ?? null, blocked: guarded.blocked, way: guarded.way, maxConnections: guarded.maxConnections, onInfo: options.onInfo })
  keepToTheWay(torrent, guarded.way)
  noteVisitors(guarded, torrent)
  torrent._update = () => undefined // our scheduler decides what is asked of whom
  torrent._updateWire = () => undefined
  countHavesOnce(torrent)
  giveNothingWhilePaused(torrent, guarded.isPaused)
  keepPrivateOffTheLan(guarded, torrent, options.isPrivate)
  torrent.on('error', options.onError)
  torrent.on('wire', (wire: Wire) => {
    if (!isPrivateEnough(wire, guarded.encryption())) { wire.destroy(); return }
    joinTraffic(wire)
    wire.once('close', () => { if (torrent.wires.length <= 1) options.onLonely() })
    options.onWire(wire)
  })
  const policy = createConnectPolicy(torrent, { wanted: options.wantsPeers, isBanned: guarded.isBanned, hasUtp: () => guarded.client.utp, encryption: guarded.encryption })
  torrent.once('infoHash', () => {
    for (const address of options.namedPeers) policy.keepDialling(address)
    for (const { host, port } of options.givenPeers) void addGivenPeer(torrent, guarded.way, host, port)
  })
  let closing: Promise<void> | null = null

  return {
    torrent,
    addPeer: policy.keepDialling,
    close: () => {
      policy.close()
      closing ??= new Promise((resolve) => {
        if (torrent.destroyed) resolve()
        else torrent.destroy({ destroyStore: false }, () => { resolve() })
      })
      return closing
    },
  }
}

/** Whoever comes in over TCP found our door, whether there is room for one more or not. */
function noteVisitors(guarded: GuardedClient, torrent: Torrent): void {
  const addIncomingPeer = torrent._addIncomingPeer.bind(torrent)
  torrent._addIncomingPeer = (peer) => {
    if (peer.type === 'tcpIncoming') guarded.noteVisitor(peer.conn?.remoteAddress ?? '')
    addIncomingPeer(peer)
  }
}

/** Who asks is told to wait; what was asked for already is not sent (BEP 3, choking). */
function giveNothingWhilePaused(torrent: Torrent, isPaused: () => boolean): void {
  const rechoke = torrent._rechoke.bind(torrent)
  torrent._rechoke = () => {
    if (!isPaused()) rechoke()
    else for (const wire of torrent.wires) wire.choke()
  }
  torrent.on('wire', (wire: Wire) => {
    const unchoke = wire.unchoke.bind(wire)
    wire.unchoke = () => { if (!isPaused()) unchoke() }
  })
}

/** BEP 14 says nothing of private torrents, BEP 27 does: peers from the tracker only. */
function keepPrivateOffTheLan({ client }: GuardedClient, torrent: Torrent, isPrivate: () => boolean): void {
  const startDiscovery = torrent._startDiscovery.bind(torrent)
  torrent._startDiscovery = () => {
    const { lsd } = client
    client.lsd = lsd && !isPrivate()
    startDiscovery()
    client.lsd = lsd
  }
}

/** A name may lead anywhere: its address is what the block list judges. */
async function addGivenPeer(torrent: Torrent, way: WayOut, host: string, port: number): Promise<void> {
  // Asking for its address would go round the proxy.
  if (isIP(host) === 0 && way.containment().proxy !== null) return
  const address = await resolveOutside(host, resolveBySystem, true)
  if (address !== null && !torrent.destroyed) torrent.addPeer(hostPort(address, port), 'tracker')
}

function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${String(port)}` : `${host}:${String(port)}`
}
