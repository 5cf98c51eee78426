import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** A WebSocket tracker that says what a test tells it to as soon as somebody connects, asked or not (RFC 6455). */
export interface SocketServer {
  readonly address: string
  messages: readonly string[]
  readonly connections: () => number
  close(): void
}

/** RFC 6455 1.3. */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

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
    const accept = createHash('sha1').update(`${String(request.headers['sec-websocket-key'])}${MAGIC}`).digest('base64')
    socket.on('error', () => socket.destroy())
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
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

function textFrame(text: string): Buffer {
  const bytes = Buffer.from(text)
  const head = Buffer.alloc(10)
  head[0] = 0x81
  head[1] = 127
  head.writeBigUInt64BE(BigInt(bytes.length), 2)
  return Buffer.concat([head, bytes])
}
