import { once } from 'node:events'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { portOf } from './free-port.ts'
import type { MadeTorrent } from './make-torrent.ts'
import { block, fullBitfield, HANDSHAKE_BYTES, handshake, isPlainHandshake, readWishes, UNCHOKE } from './wire-messages.ts'
import type { PeerWish } from './wire-messages.ts'

/** How a peer misbehaves. All of them claim to have everything and unchoke at once. */
export type Oddity =
  /** Sends good blocks, but no more than this many bytes a second. */
  | { readonly kind: 'slow'; readonly bytesPerSec: number }
  /** Sends good blocks, then keeps the connection and sends nothing more. */
  | { readonly kind: 'silent'; readonly afterBytes: number }
  /** Sends blocks whose first byte is wrong. */
  | { readonly kind: 'corrupt' }

/** A peer that speaks the protocol by itself. Content must be one file. */
export interface OddPeer {
  readonly host: string
  readonly port: number
  readonly uploadedBytes: () => number
  readonly close: () => Promise<void>
}

const TICK_MS = 50

/** Starts a misbehaving peer on an address of its own. */
export async function startOddPeer(spec: { torrent: MadeTorrent; contentPath: string; host: string; port?: number; oddity: Oddity }): Promise<OddPeer> {
  const content = await open(spec.contentPath, 'r')
  const sockets = new Set<Socket>()
  let uploaded = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    serve(socket, spec, content, (bytes) => (uploaded += bytes))
  })
  server.listen(spec.port ?? 0, spec.host)
  await once(server, 'listening')
  return {
    host: spec.host,
    port: portOf(server),
    uploadedBytes: () => uploaded,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
      await content.close()
    },
  }
}

function serve(socket: Socket, spec: { torrent: MadeTorrent; oddity: Oddity }, content: FileHandle, count: (bytes: number) => void): void {
  const { torrent, oddity } = spec
  let unread = Buffer.alloc(0)
  let greeted = false
  let wished: PeerWish[] = []
  let sent = 0
  let allowance = 0
  let busy = false

  socket.on('data', (slice) => {
    unread = Buffer.concat([unread, slice])
    if (!greeted) {
      if (!isPlainHandshake(unread)) return void socket.destroy()
      if (unread.length < HANDSHAKE_BYTES) return
      greeted = true
      unread = unread.subarray(HANDSHAKE_BYTES)
      socket.write(Buffer.concat([handshake(torrent.infoHash, '-LB0001-odd'), fullBitfield(Math.ceil(torrent.lengthBytes / torrent.pieceLengthBytes)), UNCHOKE]))
    }
    const { wishes, rest } = readWishes(unread)
    unread = Buffer.from(rest)
    for (const wish of wishes) wished = takeWish(wished, wish)
    void pump()
  })

  const pump = async () => {
    if (busy) return
    busy = true
    for (let wish = wished[0]; wish !== undefined && mayStillSend() && !socket.destroyed; wish = wished[0]) {
      wished = wished.slice(1)
      sent += wish.length
      allowance -= wish.length
      count(wish.length)
      socket.write(block(wish.piece, wish.begin, await readBlock(content, torrent, wish, oddity.kind === 'corrupt')))
    }
    busy = false
  }

  const mayStillSend = () => {
    if (oddity.kind === 'silent') return sent < oddity.afterBytes
    return oddity.kind !== 'slow' || allowance > 0
  }

  if (oddity.kind !== 'slow') return
  const timer = setInterval(() => {
    allowance = Math.min(allowance + (oddity.bytesPerSec * TICK_MS) / 1000, oddity.bytesPerSec)
    void pump()
  }, TICK_MS)
  socket.on('close', () => clearInterval(timer))
}

function takeWish(wished: readonly PeerWish[], wish: PeerWish): PeerWish[] {
  if (wish.kind === 'request') return [...wished, wish]
  return wished.filter(({ piece, begin }) => piece !== wish.piece || begin !== wish.begin)
}

async function readBlock(content: FileHandle, torrent: MadeTorrent, wish: PeerWish, corrupt: boolean): Promise<Buffer> {
  const bytes = Buffer.alloc(wish.length)
  await content.read(bytes, 0, wish.length, wish.piece * torrent.pieceLengthBytes + wish.begin)
  if (corrupt) bytes[0] = (bytes[0] ?? 0) ^ 0xff
  return bytes
}
