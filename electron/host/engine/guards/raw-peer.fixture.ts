import { connect } from 'node:net'
import { once } from 'node:events'
import type { InfoHash } from '../../../../shared/ids.ts'
import type { Encodable } from '../../../../shared/torrent/bencode.ts'
import { concatBytes } from '../../../../shared/concat-bytes.ts'
import { decodeBencode, encodeBencode, isDictionary } from '../../../../shared/torrent/bencode.ts'
import { encodeUtf8 } from '../../../../shared/torrent/utf8.ts'

/** A peer that sends exactly the bytes a test tells it to (BEP 3, BEP 10), over a real socket. */
export interface RawPeer {
  send(...messages: readonly Uint8Array[]): void
  /** The id the other side wants its extension messages sent with; waits for its extended handshake. */
  extensionId(name: string): Promise<number>
  /** The payload of the next message for which wanted is true; null when the connection ends first. */
  receive(wanted: (message: Uint8Array) => boolean): Promise<Uint8Array | null>
  /** Resolves when the other side has closed. */
  readonly closed: Promise<void>
  close(): void
}

export const frame = (message: Uint8Array) => concatBytes([uint32(message.length), message])
export const extended = (id: number, payload: Uint8Array | string) => frame(concatBytes([Uint8Array.of(20, id), typeof payload === 'string' ? encodeUtf8(payload) : payload]))
export const extendedHandshake = (fields: Record<string, Encodable>) => extended(0, encodeBencode(new Map(Object.entries(fields))))
export const mapping = (ids: Record<string, Encodable>) => new Map(Object.entries(ids))

export function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

const PROTOCOL = '\x13BitTorrent protocol'
/** Extension protocol (BEP 10) and fast extension (BEP 6). */
const RESERVED = Uint8Array.of(0, 0, 0, 0, 0, 0x10, 0, 0x04)
const HANDSHAKE_BYTES = 68

/** Connects to 127.0.0.1 and shakes hands; `firstWords` go out in the same write as the handshake. */
export async function connectRawPeer(port: number, infoHash: InfoHash, peerId: string, firstWords: readonly Uint8Array[] = []): Promise<RawPeer> {
  const socket = connect(port, '127.0.0.1')
  const closed = new Promise<void>((resolve) => socket.once('close', () => { resolve() }))
  socket.on('error', () => socket.destroy())
  await once(socket, 'connect')
  socket.write(concatBytes([encodeUtf8(PROTOCOL), RESERVED, Buffer.from(infoHash, 'hex'), encodeUtf8(peerId.padEnd(20, '-')), ...firstWords]))
  const messages: Uint8Array[] = []
  const waiting = new Set<() => void>()
  const wake = () => { for (const each of waiting) each() }
  let pending: Uint8Array = new Uint8Array()
  let greeted = false
  socket.on('data', (chunk: Buffer) => {
    pending = concatBytes([pending, chunk])
    if (!greeted && pending.length >= HANDSHAKE_BYTES) {
      greeted = true
      pending = pending.slice(HANDSHAKE_BYTES)
    }
    while (greeted && pending.length >= 4) {
      const length = new DataView(pending.buffer, pending.byteOffset).getUint32(0)
      if (pending.length < 4 + length) break
      messages.push(pending.slice(4, 4 + length))
      pending = pending.slice(4 + length)
    }
    wake()
  })
  void closed.then(wake)
  const receive = (wanted: (message: Uint8Array) => boolean) => new Promise<Uint8Array | null>((resolve) => {
    const look = () => {
      const at = messages.findIndex(wanted)
      if (at < 0 && !socket.destroyed) return
      waiting.delete(look)
      resolve(at < 0 ? null : messages.splice(at, 1)[0] ?? null)
    }
    waiting.add(look)
    look()
  })
  return {
    send: (...all) => { for (const message of all) socket.write(message) },
    async extensionId(name) {
      const handshake = await receive((message) => message[0] === 20 && message[1] === 0)
      const decoded = decodeBencode(handshake?.subarray(2) ?? new Uint8Array())
      const ids = decoded.ok && isDictionary(decoded.value.value) ? decoded.value.value.get('m') : undefined
      const id = isDictionary(ids) ? ids.get(name) : undefined
      return typeof id === 'number' ? id : 0
    },
    receive,
    closed,
    close: () => socket.destroy(),
  }
}
