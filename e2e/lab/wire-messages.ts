/** The few messages of BEP 3 an uploading peer needs, as bytes. */

export const HANDSHAKE_BYTES = 68
const PROTOCOL = Buffer.concat([Buffer.from([19]), Buffer.from('BitTorrent protocol')])

/** True when the bytes could be the beginning of a plain BEP 3 handshake. */
export function isPlainHandshake(bytes: Buffer): boolean {
  const length = Math.min(bytes.length, PROTOCOL.length)
  return bytes.subarray(0, length).equals(PROTOCOL.subarray(0, length))
}

/** Handshake without any extension bit. */
export function handshake(infoHash: string, peerId: string): Buffer {
  return Buffer.concat([PROTOCOL, Buffer.alloc(8), Buffer.from(infoHash, 'hex'), Buffer.from(peerId.padEnd(20, '-').slice(0, 20))])
}

export const UNCHOKE = message(1)

/** Bitfield of a peer that has everything. */
export function fullBitfield(pieces: number): Buffer {
  const bits = Buffer.alloc(Math.ceil(pieces / 8), 0xff)
  const spare = bits.length * 8 - pieces
  if (bits.length > 0) bits[bits.length - 1] = (0xff << spare) & 0xff
  return message(5, bits)
}

/** A block on its way to the other side. */
export function block(piece: number, begin: number, bytes: Buffer): Buffer {
  const where = Buffer.alloc(8)
  where.writeUInt32BE(piece, 0)
  where.writeUInt32BE(begin, 4)
  return message(7, Buffer.concat([where, bytes]))
}

/** What the other side asks for or takes back. */
export type PeerWish = { readonly kind: 'request' | 'cancel'; readonly piece: number; readonly begin: number; readonly length: number }

/** Cuts whole messages off the front of what arrived; `rest` is the beginning of the next one. */
export function readWishes(arrived: Buffer): { readonly wishes: readonly PeerWish[]; readonly rest: Buffer } {
  const wishes: PeerWish[] = []
  let rest = arrived
  while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE(0)) {
    const end = 4 + rest.readUInt32BE(0)
    const wish = toWish(rest.subarray(4, end))
    if (wish !== null) wishes.push(wish)
    rest = rest.subarray(end)
  }
  return { wishes, rest }
}

function toWish(body: Buffer): PeerWish | null {
  const id = body[0]
  if ((id !== 6 && id !== 8) || body.length < 13) return null
  return { kind: id === 6 ? 'request' : 'cancel', piece: body.readUInt32BE(1), begin: body.readUInt32BE(5), length: body.readUInt32BE(9) }
}

function message(id: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(1 + payload.length, 0)
  head[4] = id
  return Buffer.concat([head, payload])
}
