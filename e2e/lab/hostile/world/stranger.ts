import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { concatBytes } from '../../../../shared/concat-bytes.ts'
import { decodeBencode, isDictionary } from '../../../../shared/torrent/bencode.ts'
import { PUBLIC, strangerAddress } from './addresses.ts'

/** A peer from outside that says exactly what it is told to. */
export interface Stranger {
  readonly send: (...messages: readonly Uint8Array[]) => void
  /** The id the other side wants an extension's messages to carry; waits for its extended handshake. */
  readonly extensionId: (name: string) => Promise<number>
  /** The port of its DHT node (BEP 5); null when it told none within the limit. */
  readonly dhtPort: () => Promise<number | null>
  /** Resolves true when the other side has closed, false when the limit is over. */
  readonly isClosed: (limitMs: number) => Promise<boolean>
  readonly close: () => void
}

/** Extension protocol (BEP 10), fast extension (BEP 6), DHT (BEP 5). */
const RESERVED = Uint8Array.of(0, 0, 0, 0, 0, 0x10, 0, 0x05)
/** An answer takes milliseconds; on a busy machine both sides wait for their turn. */
const LIMIT_MS = 15_000

/** Connects from the n-th stranger's address; null when no handshake came back within the limit. */
export async function meet(port: number, infoHash: string, n: number): Promise<Stranger | null> {
  const socket = await openSocket(port, n)
  const protocol = Buffer.concat([Buffer.of(19), Buffer.from('BitTorrent protocol')])
  socket.write(concatBytes([protocol, RESERVED, Buffer.from(infoHash, 'hex'), Buffer.from(`-XX0001-${String(Math.random()).slice(2, 14).padEnd(12, '0')}`)]))
  let heard: Buffer = Buffer.alloc(0)
  socket.on('data', (bytes) => { heard = Buffer.concat([heard, bytes]) })
  const until = async <T>(look: () => T | null, limitMs = LIMIT_MS): Promise<T | null> => {
    const endsMs = performance.now() + limitMs
    for (;;) {
      const found = look()
      if (found !== null || socket.destroyed || performance.now() > endsMs) return found
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  const greeted = await until(() => (heard.length >= 68 ? true : null))
  if (greeted === null) {
    socket.destroy()
    return null
  }
  return {
    send: (...messages) => { for (const message of messages) socket.write(message) },
    extensionId: async (name) => (await until(() => readExtensionId(messagesOf(heard), name))) ?? 0,
    dhtPort: () => until(() => messagesOf(heard).find((message) => message[0] === 9 && message.length === 3)?.readUInt16BE(1) ?? null),
    isClosed: async (limitMs) => {
      await until(() => (socket.destroyed ? true : null), limitMs)
      return socket.destroyed
    },
    close: () => socket.destroy(),
  }
}

/** Says something that is no handshake. */
export async function intrude(port: number, bytes: Uint8Array, n: number): Promise<() => void> {
  const socket = await openSocket(port, n)
  socket.write(bytes)
  return () => socket.destroy()
}

async function openSocket(port: number, n: number): Promise<Socket> {
  const socket = connect({ port, host: PUBLIC.site, localAddress: strangerAddress(n) })
  socket.on('error', () => socket.destroy())
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve))
  return socket
}

function messagesOf(heard: Buffer): Buffer[] {
  const messages: Buffer[] = []
  for (let at = 68; at + 4 <= heard.length;) {
    const end = at + 4 + heard.readUInt32BE(at)
    if (end > heard.length) break
    messages.push(heard.subarray(at + 4, end))
    at = end
  }
  return messages
}

function readExtensionId(messages: readonly Buffer[], name: string): number | null {
  const handshake = messages.find((message) => message[0] === 20 && message[1] === 0)
  const decoded = handshake === undefined ? null : decodeBencode(handshake.subarray(2))
  const ids = decoded?.ok === true && isDictionary(decoded.value.value) ? decoded.value.value.get('m') : undefined
  const id = isDictionary(ids) ? ids.get(name) : undefined
  return typeof id === 'number' ? id : null
}
