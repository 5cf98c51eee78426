import { once } from 'node:events'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import { bencode } from './bencode.ts'
import { portOf } from './free-port.ts'

/** A HTTP tracker (BEP 3, compact peers of BEP 23) that knows exactly the peers it was given. */
export interface Tracker {
  readonly url: string
  /** Announces answered so far. */
  readonly announces: () => number
  readonly close: () => Promise<void>
}
export interface PeerAddress {
  readonly host: string
  readonly port: number
}

const ANNOUNCE_INTERVAL_SEC = 5

/** Starts a tracker on 127.0.0.1; `peers` is asked anew at every announce. */
export async function startTracker(peers: () => readonly PeerAddress[]): Promise<Tracker> {
  let announces = 0
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/announce') !== true) return refuse(response)
    announces += 1
    response.setHeader('Content-Type', 'text/plain')
    response.end(bencode({ interval: ANNOUNCE_INTERVAL_SEC, peers: Buffer.concat(peers().map(compact)) }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${portOf(server)}/announce`,
    announces: () => announces,
    close: async () => {
      if (!server.listening) return
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function refuse(response: ServerResponse): void {
  response.statusCode = 404
  response.end()
}

function compact({ host, port }: PeerAddress): Buffer {
  return Buffer.from([...host.split('.').map(Number), port >> 8, port & 0xff])
}
