import Wire from 'bittorrent-protocol'
import { describe, expect, it } from 'vitest'
import { BLOCK_BYTES } from '../../../shared/window/blocks.ts'
import { createAvailability } from './availability.ts'
import { createBlockScheduler } from './block-scheduler.ts'
import { createPieceTable } from './piece-table.ts'
import { joinTraffic } from './wire-traffic.ts'

const HANDSHAKE = Buffer.concat([Buffer.from('\x13BitTorrent protocol'), Buffer.alloc(8), Buffer.alloc(40, 1)])
const UNCHOKE = Buffer.from([0, 0, 0, 1, 1])
const FOUR_PIECES = Buffer.from([0, 0, 0, 2, 5, 0xf0])
const REQUEST_BYTES = 17

const turn = () => new Promise<void>((resolve) => { setImmediate(resolve) })

/** A block of the second place of a piece, as a peer sends it (BEP 3). */
function pieceMessage(piece: number, block: Buffer): Buffer {
  const message = Buffer.alloc(13 + block.length)
  message.writeUInt32BE(9 + block.length)
  message.writeUInt8(7, 4)
  message.writeUInt32BE(piece, 5)
  message.writeUInt32BE(BLOCK_BYTES, 9)
  block.copy(message, 13)
  return message
}

/** A connection to a peer that has four pieces and lets us ask. */
async function openWire() {
  const wire = new Wire('tcpOutgoing')
  const writes: Buffer[] = []
  let parsed = 0
  const parse = wire._processBuffer.bind(wire)
  wire._processBuffer = () => {
    parsed += 1
    parse()
  }
  wire.on('data', (bytes: Uint8Array) => { writes.push(Buffer.from(bytes)) })
  wire.write(HANDSHAKE)
  await turn()
  joinTraffic(wire)
  wire.write(Buffer.concat([FOUR_PIECES, UNCHOKE]))
  await turn()
  writes.length = 0
  parsed = 0
  return { wire, writes, parsed: () => parsed }
}

describe('a connection', () => {
  it('sends in one write what is said in one turn, in order', async () => {
    const { wire, writes } = await openWire()
    for (let block = 0; block < 5; block++) wire.request(0, block * BLOCK_BYTES, BLOCK_BYTES, () => undefined)
    await turn()
    expect(writes).toHaveLength(1)
    expect(writes[0]?.length).toBe(5 * REQUEST_BYTES)
    expect([0, 1, 2, 3, 4].map((at) => writes[0]?.readUInt32BE(at * REQUEST_BYTES + 9))).toEqual([0, 1, 2, 3, 4].map((block) => block * BLOCK_BYTES))
  })

  it('sends what was said before it ends', async () => {
    const { wire, writes } = await openWire()
    wire.have(3)
    wire.end()
    await turn()
    expect(Buffer.concat(writes).subarray(4).toString('hex')).toBe('0400000003')
  })

  it('puts a block together once, in however many packets it comes', async () => {
    const { wire, parsed } = await openWire()
    const block = Buffer.from(Array.from({ length: BLOCK_BYTES }, (_, i) => i % 251))
    const message = pieceMessage(6, block)
    const came: { readonly piece: number; readonly offset: number; readonly bytes: Uint8Array }[] = []
    wire.on('piece', (piece: number, offset: number, bytes: Uint8Array) => { came.push({ piece, offset, bytes: Uint8Array.from(bytes) }) })
    const whole = Buffer.concat([message, UNCHOKE])
    for (let at = 0; at < whole.length; at += 1448) wire.write(whole.subarray(at, at + 1448))
    await turn()
    expect(came).toEqual([{ piece: 6, offset: BLOCK_BYTES, bytes: Uint8Array.from(block) }])
    expect(parsed()).toBeLessThanOrEqual(3)
    expect(wire.peerChoking).toBe(false)
  })

  it('copies nothing but the block that a packet begins or ends within', async () => {
    const { wire } = await openWire()
    const stream = Buffer.concat(Array.from({ length: 12 }, (_, piece) => pieceMessage(piece, Buffer.alloc(BLOCK_BYTES, piece + 1))))
    const packetBytes = 65_536
    const came: { readonly piece: number; readonly isRight: boolean; readonly isCopy: boolean }[] = []
    wire.on('piece', (piece: number, _offset: number, bytes: Uint8Array) => { came.push({ piece, isRight: bytes.every((byte) => byte === piece + 1), isCopy: bytes.buffer !== stream.buffer }) })
    for (let at = 0; at < stream.length; at += packetBytes) wire.write(stream.subarray(at, at + packetBytes))
    await turn()
    const isCut = (piece: number) => Math.floor((piece * (13 + BLOCK_BYTES) + 4) / packetBytes) !== Math.floor(((piece + 1) * (13 + BLOCK_BYTES) - 1) / packetBytes)
    expect(came).toEqual(Array.from({ length: 12 }, (_, piece) => ({ piece, isRight: true, isCopy: isCut(piece) })))
  })

  it('is written to once in a round, whatever is asked of it', async () => {
    const peers = await Promise.all([openWire(), openWire()])
    const geometry = { lengthBytes: 64 * BLOCK_BYTES, pieceLengthBytes: 16 * BLOCK_BYTES }
    const table = createPieceTable(geometry, new Uint8Array(4 * 20))
    const scheduler = createBlockScheduler({ table, availability: createAvailability(table), clock: () => 0, mayRequest: () => true, mayServe: () => true, trace: null, events: { onBlock: () => {}, onComplete: () => {} } })
    for (const { wire } of peers) scheduler.attach(wire)
    scheduler.setRanges([{ begin: 0, end: geometry.lengthBytes, tier: 'ahead', deadlineMs: 3000 }], false)
    while (peers.some(({ writes }) => writes.length === 0)) await turn()
    expect(peers.map(({ wire }) => wire.requests.length)).toEqual([4, 4])
    expect(peers.map(({ writes }) => writes.length)).toEqual([1, 1])
    scheduler.close()
  })
})
