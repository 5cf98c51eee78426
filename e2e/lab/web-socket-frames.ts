import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'

/** RFC 6455 1.3. */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** Makes a connection that asked for it a WebSocket. `key`: its Sec-WebSocket-Key. */
export function acceptUpgrade(socket: Duplex, key: string): void {
  socket.on('error', () => socket.destroy())
  const accept = createHash('sha1').update(`${key}${MAGIC}`).digest('base64')
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
}

/** A whole text as a server sends it, its length in the longest form (RFC 6455 5.2). */
export function textFrame(text: string): Buffer {
  const bytes = Buffer.from(text)
  const head = Buffer.alloc(10)
  head[0] = 0x81
  head[1] = 127
  head.writeBigUInt64BE(BigInt(bytes.length), 2)
  return Buffer.concat([head, bytes])
}
