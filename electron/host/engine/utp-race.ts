import type { PeerConnection, Torrent, Wire } from 'webtorrent'

/**
 * A second attempt over uTP beside one over TCP that is late; the first handshake wins and the other is dropped, so that
 * there are never two wires to one address. Invariant: the library knows the winner by its address; an attempt over uTP
 * that has not won stands in its list under a name of its own, so that it is in nobody's way.
 */
export interface UtpRace {
  /** Dials over uTP beside `rival` (the attempt over TCP, or what is left of it), unless that is under way or there is no room. */
  enter(address: string, rival: PeerConnection, source: string | undefined): PeerConnection | null
  /** True for an attempt that ended because the other one won: it says nothing about the peer. */
  wasDropped(connection: PeerConnection): boolean
}

type Dial = Torrent['_addPeer']

/** Connections and attempts of a torrent beyond which a place is worth more than the time an attempt beside it saves. */
const MAX_CROWD = 40

export function createUtpRace(torrent: Torrent, dial: Dial): UtpRace {
  const racing = new Map<string, PeerConnection>()
  const dropped = new WeakSet<PeerConnection>()

  const drop = (loser: PeerConnection | undefined) => {
    if (!loser) return
    dropped.add(loser)
    loser.destroy()
  }

  /** The library's own list is by address and refuses a second entry: the first one steps aside for a moment. */
  const dialBeside = (address: string, source: string | undefined): PeerConnection | null => {
    const first = torrent._peers.get(address)
    torrent._peers.delete(address)
    const second = dial(address, 'utp', source)
    torrent._peers.delete(address)
    if (second) rename(second, `${address} over uTP`)
    if (first) torrent._peers.set(address, first)
    return second
  }

  const rename = (connection: PeerConnection, id: string) => {
    torrent._peers.delete(connection.id)
    connection.id = id
    torrent._peers.set(id, connection)
  }

  const settle = (wire: Wire) => {
    for (const [address, utp] of racing) {
      const overTcp = torrent._peers.get(address)
      if (utp.wire !== wire && overTcp?.wire !== wire) continue
      racing.delete(address)
      if (utp.wire !== wire) { drop(utp); return }
      drop(overTcp)
      rename(utp, address)
      return
    }
  }
  torrent.on('wire', settle)

  return {
    enter: (address, rival, source) => {
      if (torrent.destroyed || racing.has(address) || torrent._numConns + torrent._numPending >= MAX_CROWD) return null
      const utp = dialBeside(address, source)
      if (!utp) return null
      utp.retries = rival.retries
      racing.set(address, utp)
      utp.conn?.once('close', () => { if (racing.get(address) === utp) racing.delete(address) })
      return utp
    },
    wasDropped: (connection) => dropped.has(connection),
  }
}
