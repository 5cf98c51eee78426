import type WebTorrent from 'webtorrent'
import type { Log } from '../../../shared/log.ts'
import { isFromOutside } from '../../../shared/network/reach.ts'
import type { OwnAddress, Reach } from '../../../shared/network/reach.ts'
import type { Door } from './door.ts'
import { createUtpPort } from './utp-port.ts'

/**
 * The port peers come in by, over TCP and, if wanted, uTP. It moves while everything goes on: peers that are connected stay.
 * Invariant: as soon as any port could be bound one is, and it is the person's unless another program has that one.
 */
export interface PeerPort {
  readonly facts: () => Omit<Reach, 'mapping'>
  /** Null = whichever is free. Resolves when it is settled. */
  move(wish: number | null): Promise<void>
  /** Where strangers may come in, from now on. Resolves when it is settled. */
  setDoor(door: Door): Promise<void>
  /** Whether peers may come over uTP, from now on. */
  setUtp(on: boolean): void
  /** Somebody came in over TCP and spoke the protocol. Over uTP it proves nothing: we dial from the same port, which opens it a little. */
  noteVisitor(host: string): void
  close(): void
}

export interface PeerPortOptions {
  readonly door: Door
  /** What the client was made with; it must have been made without uTP. */
  readonly wish: number | null
  readonly utp: boolean
  /** Monotonic. */
  readonly clock: () => number
  readonly ownAddresses: () => readonly OwnAddress[]
  /** A port was bound. */
  readonly onBound: (port: number) => void
  readonly log: Log
}

export function createPeerPort(client: WebTorrent, options: PeerPortOptions): PeerPort {
  const pool = client._connPool
  const utpPort = createUtpPort(client, { wanted: options.utp, log: options.log })
  const server = pool.tcpServer
  let wish = options.wish
  let door: Door = { kind: 'any' }
  let taken = false
  let bound = 0
  let lastVisitMs: number | null = null
  let closed = false

  // A port that is another program's would end the whole client otherwise.
  server.removeListener('error', pool._onTCPError)
  server.on('error', (error) => { options.log('engine', 'portFailed', { message: error.message }) })

  /** What is under way: at the start the client's own try. */
  const settled = () => new Promise<boolean>((resolve) => {
    const onListening = () => { finish(true) }
    const onError = () => { finish(false) }
    const finish = (ok: boolean) => {
      server.off('listening', onListening)
      server.off('error', onError)
      resolve(ok)
    }
    server.once('listening', onListening)
    server.once('error', onError)
  })
  const listen = (port: number) => {
    const done = settled()
    server.listen(port, ...(door.kind === 'address' ? [door.host] : []))
    return done
  }

  const settle = async (first: Promise<boolean>, fallbacks: readonly number[]): Promise<void> => {
    let done = await first
    taken = !done && wish !== null
    for (const port of fallbacks) if (!done && !closed) done = await listen(port)
    if (done && !closed) bind()
  }

  const bind = () => {
    const address = server.address()
    bound = typeof address === 'object' && address !== null ? address.port : 0
    client.torrentPort = bound
    lastVisitMs = null
    utpPort.follow(door, bound)
    options.onBound(bound)
  }

  let working = settle(settled(), [0])

  const goThrough = async (next: Door) => {
    if (closed || JSON.stringify(next) === JSON.stringify(door)) return
    door = next
    const former = bound
    server.close()
    bound = 0
    utpPort.follow(door, bound)
    if (door.kind === 'closed') {
      taken = false
      return
    }
    await settle(listen(wish ?? former), [former, 0])
  }
  const setDoor = (next: Door) => {
    working = working.then(() => goThrough(next))
    return working
  }
  void setDoor(options.door)

  return {
    facts: () => ({ port: bound, taken, lastVisitSec: lastVisitMs === null ? null : (options.clock() - lastVisitMs) / 1000 }),
    setDoor,
    move: (next) => {
      working = working.then(async () => {
        if (closed || next === wish && !taken) return
        wish = next
        if (door.kind === 'closed') return
        const former = bound
        // Whoever is connected stays; only nobody new comes in for a moment.
        server.close()
        await settle(listen(next ?? 0), [former, 0])
      })
      return working
    },
    setUtp: utpPort.setWanted,
    noteVisitor: (host) => { if (isFromOutside(host, options.ownAddresses())) lastVisitMs = options.clock() },
    close: () => {
      closed = true
      utpPort.close()
    },
  }
}
