import Wire from 'bittorrent-protocol'
import { describe, expect, it } from 'vitest'
import { handshakeMs, timeHandshakes } from './handshake-time.ts'

const HANDSHAKE = Buffer.concat([Buffer.from('\x13BitTorrent protocol'), Buffer.alloc(8), Buffer.alloc(40, 1)])
const INFO_HASH = '01'.repeat(20)
const PEER_ID = '02'.repeat(20)

const clock = { ms: 1000 }
timeHandshakes(Wire.prototype, () => clock.ms)
timeHandshakes(Wire.prototype, () => clock.ms + 500)

describe('the time of a handshake', () => {
  it('is that from ours to the answer of a peer that was dialled, and known when the answer is heard of', () => {
    const wire = new Wire('tcpOutgoing')
    let heard: number | null = null
    wire.on('handshake', () => { heard = handshakeMs(wire) })
    wire.handshake(INFO_HASH, PEER_ID)
    clock.ms += 70
    wire.write(HANDSHAKE)
    return expect.poll(() => heard).toBe(70)
  })

  it('is unknown of a peer that spoke first', async () => {
    const wire = new Wire('tcpIncoming')
    let heard = false
    wire.on('handshake', () => {
      heard = true
      wire.handshake(INFO_HASH, PEER_ID)
    })
    wire.write(HANDSHAKE)
    await expect.poll(() => heard).toBe(true)
    expect(handshakeMs(wire)).toBe(null)
  })

  it('is unknown before the answer', () => {
    const wire = new Wire('tcpOutgoing')
    wire.handshake(INFO_HASH, PEER_ID)
    expect(handshakeMs(wire)).toBe(null)
  })
})
