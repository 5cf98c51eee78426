import { isIPv4 } from 'node:net'
import type WebTorrent from 'webtorrent'
import type { UtpSocket } from 'webtorrent'
import utp from 'webtorrent/lib/utp.cjs'
import type { Log } from '../../../shared/log.ts'
import type { Door } from './door.ts'

/**
 * uTP (BEP 29) on the number of the TCP port, open while it is wanted and there are torrents: an open one wakes the processor fifty times
 * a second, all night on a computer where nothing is played. client.utp says whether peers may be dialled over uTP: from the port when it
 * is open, otherwise from any.
 */
export interface UtpPort {
  setWanted(wanted: boolean): void
  /** Where peers come in now; port 0 = nowhere yet. */
  follow(door: Door, port: number): void
  /** For good; the client closes what is open. */
  close(): void
}

/** The client's own, for bursts of datagrams. */
const BUFFER_BYTES = 1_048_576
/** One film is closed and the next one opened: the port stays meanwhile. */
const IDLE_MS = 10_000

export function createUtpPort(client: WebTorrent, options: { readonly wanted: boolean; readonly log: Log }): UtpPort {
  const pool = client._connPool
  let { wanted } = options
  let door: Door = { kind: 'closed' }
  let port = 0
  /** Where it is open. */
  let openAt = ''
  /** Places that are shut but held until the last peer that came in by them is gone. */
  const leaving = new Set<string>()
  let idling: NodeJS.Timeout | null = null
  let closed = false

  const look = () => {
    if (closed) return
    if (idling) clearTimeout(idling)
    idling = null
    // It is spoken over IPv4 alone.
    const may = wanted && utp.createServer !== undefined && (door.kind === 'any' || door.kind === 'address' && isIPv4(door.host))
    const isNeeded = may && client.torrents.length > 0
    const place = door.kind === 'address' ? `${door.host}:${String(port)}` : String(port)
    if (pool.utpServer && (!isNeeded || openAt !== place)) shut(pool.utpServer)
    if (isNeeded && !pool.utpServer && port !== 0 && !leaving.has(place)) open(place)
    client.utp = may && mayDial()
  }

  /** From an address of our own alone, never from another one. */
  const mayDial = () => door.kind === 'any' || Boolean(pool.utpServer)

  const open = (place: string) => {
    const socket = utp.createServer?.()
    if (!socket) return
    socket.on('connection', pool._onUTPConnectionBound)
    let listens = false
    socket.once('listening', () => { listens = true })
    socket.on('error', (error: Error) => {
      options.log('engine', 'utpFailed', { message: error.message })
      if (listens) return
      // The number is another program's there: nobody comes in until the next torrent, with which it is tried again.
      if (pool.utpServer === socket) pool.utpServer = null
      if (!mayDial()) client.utp = false
      socket.close()
    })
    if (door.kind === 'address') socket.listen(port, door.host)
    else socket.listen(port)
    socket.setSendBufferSize(BUFFER_BYTES)
    socket.setRecvBufferSize(BUFFER_BYTES)
    pool.utpServer = socket
    openAt = place
  }

  const shut = (socket: UtpSocket) => {
    const held = openAt
    pool.utpServer = null
    leaving.add(held)
    socket.removeAllListeners('connection')
    socket.once('close', () => {
      leaving.delete(held)
      look()
    })
    socket.close()
  }

  client.on('add', look)
  client.on('remove', () => {
    if (closed || idling || client.torrents.length > 0) return
    idling = setTimeout(look, IDLE_MS)
    idling.unref()
  })

  return {
    setWanted: (next) => {
      wanted = next
      look()
    },
    follow: (nextDoor, nextPort) => {
      [door, port] = [nextDoor, nextPort]
      look()
    },
    close: () => {
      closed = true
      if (idling) clearTimeout(idling)
    },
  }
}
