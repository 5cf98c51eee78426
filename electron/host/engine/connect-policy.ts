import type { EventEmitter } from 'node:events'
import type { PeerConnection, Torrent } from 'webtorrent'
import type { Encryption } from '../../../shared/network/network-wish.ts'
import { CodedError } from '../../../shared/errors.ts'
import { dialledSecurity } from './encryption.ts'
import { createFailureCount } from './failure-count.ts'
import { judgedHost } from './guards/judged-host.ts'
import { createUtpRace } from './utp-race.ts'

/**
 * How peers are dialled. Unless the person chose otherwise in the clear over TCP first: the encrypted handshake costs three more round trips before the
 * first byte. A peer that takes the connection but closes it before its handshake is dialled again encrypted (MSE); one
 * that does not answer over TCP is tried over uTP beside it, and the first handshake wins. Peers that were good once, and
 * those the person named, are dialled again every few seconds for as long as they are wanted, so that a seeder that comes
 * back is noticed at once; one the person did not name is forgotten when it has not answered for a minute or more.
 */
export interface ConnectPolicy {
  /** Our own or the person's word: dials now if it is not connected, wherever it is, and again whenever it is lost. `host:port`. */
  keepDialling(address: string): void
  close(): void
}

const REDIAL_MS = 1500
/** Addresses dialled again and again; a swarm's other peers come from trackers and the DHT. */
const MAX_KEPT = 200
/** A TCP connection across the world takes less; beyond it a lost packet or a wall is more likely than distance. */
const CONNECT_PATIENCE_MS = 300
/** A computer that takes the connection answers the handshake in a round trip or two, unless nobody is behind it. */
const HANDSHAKE_PATIENCE_MS = 1500
/** A dialling that waits for a free place is looked at this often. */
const QUEUE_LOOK_MS = 250

export interface ConnectPolicyOptions {
  /** True while peers that were lost should be dialled again. */
  readonly wanted: () => boolean
  /** A peer that sent wrong bytes stays out, whoever named it. */
  readonly isBanned: (host: string) => boolean
  /** False where uTP is not there or was given up. */
  readonly hasUtp: () => boolean
  readonly encryption: () => Encryption
}

export function createConnectPolicy(torrent: Torrent, { wanted, isBanned, hasUtp, encryption }: ConnectPolicyOptions): ConnectPolicy {
  const named = new Set<string>()
  const kept = new Set<string>()
  const encrypted = new Set<string>()
  /** Its TCP port was open once: when it is closed now, its program is not running, and uTP would not find it either. */
  const answeredTcp = new Set<string>()
  const failures = createFailureCount()
  const dial = torrent._addPeer.bind(torrent)
  const race = createUtpRace(torrent, dial)

  const remember = (set: Set<string>, address: string) => {
    if (set.size < MAX_KEPT || set.has(address)) set.add(address)
  }

  torrent._addPeer = (peer, type, source) => {
    if (typeof peer !== 'string') return dial(peer, type, source)
    if (isBanned(judgedHost(hostOf(peer), portOf(peer))) || isForgotten(peer)) return null
    const connection = dial(peer, 'tcp', source)
    if (connection) watch(connection, peer)
    if (connection && isIPv4(peer)) whenDialled(connection, (conn) => { raceWhenLate(connection, conn, peer, source) })
    return connection
  }

  /** Asked once for each dialling: the answer ends the library's own tries too, the next mention begins anew. */
  const isForgotten = (address: string): boolean => {
    if (named.has(address) || !failures.takeHopeless(address)) return false
    kept.delete(address)
    return true
  }

  const watch = (connection: PeerConnection, address: string) => {
    connection.secure = dialledSecurity(encryption(), encrypted.has(address))
    let connected = false
    connection.once('connect', () => { connected = true })
    connection.once('disconnect', () => {
      if (connection._handshakeDone) remember(kept, address)
      else if (connected && encryption() === 'asNeeded' && !race.wasDropped(connection) && toggle(encrypted, address)) setImmediate(dialNow, address)
    })
    whenDialled(connection, (conn) => { conn.once('close', () => { count(connection, address) }) })
  }

  const count = (connection: PeerConnection, address: string) => {
    // Our own way out was to blame.
    if (connection.conn?.errored instanceof CodedError) return
    if (connection._handshakeDone) {
      failures.succeeded(address)
      if (connection.type.startsWith('tcp')) remember(answeredTcp, address)
    } else if (connection.type.startsWith('tcp') && !race.wasDropped(connection)) failures.failed(address)
  }

  const raceWhenLate = (connection: PeerConnection, conn: EventEmitter, address: string, source: string | undefined) => {
    const enter = () => {
      if (torrent.destroyed || !hasUtp() || connection._handshakeDone || race.wasDropped(connection)) return
      const utp = race.enter(address, connection, source)
      if (utp) watch(utp, address)
    }
    const late = after(CONNECT_PATIENCE_MS, () => { if (!connection.connected) enter() })
    const mute = after(HANDSHAKE_PATIENCE_MS, () => { if (connection.connected) enter() })
    conn.once('error', (error: unknown) => { if (!connection.connected && !(answeredTcp.has(address) && isRefusal(error))) enter() })
    conn.once('close', () => {
      clearTimeout(late)
      clearTimeout(mute)
    })
  }

  const dialNow = (address: string) => {
    if (torrent.destroyed || torrent._peers.has(address)) return
    if (named.has(address)) torrent._addPeer(address, 'tcp', 'manual')
    else torrent.addPeer(address, 'manual') // asks the block list
  }

  const redial = setInterval(() => {
    if (torrent.destroyed || !wanted()) return
    for (const address of kept) dialNow(address)
  }, REDIAL_MS)
  redial.unref()

  return {
    keepDialling: (address) => {
      named.add(address)
      remember(kept, address)
      dialNow(address)
    },
    close: () => { clearInterval(redial) },
  }
}

/** The computer is there but nobody listens. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
}

/** Calls with the socket once there is one: a torrent with many connections dials the next when a place is free. */
function whenDialled(connection: PeerConnection, act: (conn: EventEmitter) => void): void {
  if (connection.conn) act(connection.conn)
  else if (!connection.destroyed) after(QUEUE_LOOK_MS, () => { whenDialled(connection, act) })
}

function after(ms: number, act: () => void): NodeJS.Timeout {
  return setTimeout(act, ms).unref()
}

/** What uTP is spoken over here: the library's own socket is one for IPv4. */
function isIPv4(address: string): boolean {
  return !address.startsWith('[')
}

/** True when the address is in the set now. */
function toggle(set: Set<string>, address: string): boolean {
  if (set.delete(address)) return false
  set.add(address)
  return true
}

function portOf(address: string): number {
  return Number(/:(\d+)$/.exec(address)?.[1] ?? 0)
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
}
