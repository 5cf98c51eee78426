import { once } from 'node:events'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { acceptUpgrade, textFrame } from '../../../../e2e/lab/web-socket-frames.ts'

/** A WebSocket tracker that says what a test tells it to as soon as somebody connects, asked or not (RFC 6455). */
export interface SocketServer {
  readonly address: string
  messages: readonly string[]
  readonly connections: () => number
  close(): void
}

/** Takes over a server that does not listen yet. */
export async function openSocketServer(http: Server): Promise<SocketServer> {
  const sockets = new Set<Duplex>()
  http.listen(0, '127.0.0.1')
  let connections = 0
  http.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
  })
  http.on('upgrade', (request, socket: Duplex) => {
    acceptUpgrade(socket, String(request.headers['sec-websocket-key']))
    for (const message of server.messages) socket.write(textFrame(message))
  })
  await once(http, 'listening')
  const bound = http.address()
  const server: SocketServer = {
    address: `ws://127.0.0.1:${String(typeof bound === 'object' && bound !== null ? bound.port : 0)}/announce`,
    messages: [],
    connections: () => connections,
    close: () => {
      for (const socket of sockets) socket.destroy()
      http.close()
    },
  }
  return server
}
