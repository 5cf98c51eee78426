import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { bencode } from './bencode.ts'
import { portOf } from './free-port.ts'
import { handshake, HANDSHAKE_BYTES } from './wire-messages.ts'

/** A peer that has nothing, gives nothing and only notes which pieces it is told of (BEP 3 have, BEP 54 donthave). */
export interface ListeningPeer {
  readonly host: string
  readonly port: number
  /** Pieces the other side says it has at this moment. */
  readonly told: () => ReadonlySet<number>
  /** How often it took a piece back. */
  readonly takenBack: () => number
  close(): void
}

const OWN_ID = 7
const [HAVE, BITFIELD, EXTENDED, HAVE_NONE, FAST, EXTENSIONS] = [4, 5, 20, 0x0f, 0x04, 0x10]

export async function startListeningPeer(infoHash: string, host: string): Promise<ListeningPeer> {
  const sockets = new Set<Socket>()
  const told = new Set<number>()
  let takenBack = 0
  const hear = (message: Buffer) => {
    if (message[0] === BITFIELD) for (const piece of piecesIn(message.subarray(1))) told.add(piece)
    if (message[0] === HAVE) told.add(message.readUInt32BE(1))
    if (message[0] !== EXTENDED || message[1] !== OWN_ID) return
    told.delete(message.readUInt32BE(2))
    takenBack += 1
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    greet(socket, infoHash, hear)
  }).listen(0, host)
  await once(server, 'listening')
  return {
    host, port: portOf(server),
    told: () => told, takenBack: () => takenBack,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

function greet(socket: Socket, infoHash: string, hear: (message: Buffer) => void): void {
  let unread = Buffer.alloc(0)
  let greeted = false
  socket.on('data', (slice: Buffer) => {
    unread = Buffer.concat([unread, slice])
    if (!greeted && unread.length >= HANDSHAKE_BYTES) {
      greeted = true
      unread = unread.subarray(HANDSHAKE_BYTES)
      const hello = handshake(infoHash, '-LB0001-listening')
      hello[25] = EXTENSIONS
      hello[27] = FAST
      socket.write(Buffer.concat([hello, frame(Buffer.of(HAVE_NONE)), frame(Buffer.concat([Buffer.of(EXTENDED, 0), bencode({ m: { lt_donthave: OWN_ID } })]))]))
    }
    while (greeted && unread.length >= 4 && unread.length >= 4 + unread.readUInt32BE(0)) {
      const end = 4 + unread.readUInt32BE(0)
      hear(unread.subarray(4, end))
      unread = unread.subarray(end)
    }
  })
}

function piecesIn(bits: Buffer): number[] {
  return [...bits].flatMap((byte, at) => [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte & (128 >> bit)) !== 0).map((bit) => at * 8 + bit))
}

function frame(message: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(message.length)
  return Buffer.concat([length, message])
}
