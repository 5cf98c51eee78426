import type { PeerConnection, Torrent } from 'webtorrent'

/**
 * How peers are dialled. In the clear over TCP first: the encrypted handshake costs three more round trips before the
 * first byte. A peer that takes the connection but closes it before its handshake is dialled again encrypted (MSE); one
 * that cannot be reached is tried over uTP. Peers that were good once, and those the person named, are dialled again
 * every few seconds for as long as they are wanted, so that a seeder that comes back is noticed at once.
 */
export interface ConnectPolicy {
  /** Our own or the person's word: dials now if it is not connected, wherever it is, and again whenever it is lost. `host:port`. */
  keepDialling(address: string): void
  close(): void
}

const REDIAL_MS = 1500
/** Addresses dialled again and again; a swarm's other peers come from trackers and the DHT. */
const MAX_KEPT = 200

export interface ConnectPolicyOptions {
  /** True while peers that were lost should be dialled again. */
  readonly wanted: () => boolean
  /** A peer that sent wrong bytes stays out, whoever named it. */
  readonly isBanned: (host: string) => boolean
}

export function createConnectPolicy(torrent: Torrent, { wanted, isBanned }: ConnectPolicyOptions): ConnectPolicy {
  const named = new Set<string>()
  const kept = new Set<string>()
  const encrypted = new Set<string>()
  const overUtp = new Set<string>()
  const dial = torrent._addPeer.bind(torrent)

  const remember = (set: Set<string>, address: string) => {
    if (set.size < MAX_KEPT || set.has(address)) set.add(address)
  }

  torrent._addPeer = (peer, type, source) => {
    if (typeof peer !== 'string') return dial(peer, type, source)
    if (isBanned(hostOf(peer))) return null
    const connection = dial(peer, type === 'utp' && !overUtp.has(peer) ? 'tcp' : type, source)
    if (connection) watch(connection, peer)
    return connection
  }

  const watch = (connection: PeerConnection, address: string) => {
    connection.secure = encrypted.has(address) ? 1 : 0
    let connected = false
    connection.once('connect', () => { connected = true })
    connection.once('disconnect', () => {
      if (connection._handshakeDone) remember(kept, address)
      else if (connected && toggle(encrypted, address)) setImmediate(dialNow, address)
    })
    connection.conn?.once('error', (error: unknown) => { if (!connected && !(kept.has(address) && isRefusal(error))) toggle(overUtp, address) })
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

/**
 * The computer is there but nobody listens: its program is not running now. A try over uTP would hang for seconds on such
 * a peer and miss the moment it comes back.
 */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
}

/** True when the address is in the set now. */
function toggle(set: Set<string>, address: string): boolean {
  if (set.delete(address)) return false
  set.add(address)
  return true
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
}
