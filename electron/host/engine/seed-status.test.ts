import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { countHavesOnce } from './seed-status.ts'
import type { CountedWire } from './seed-status.ts'

const PIECES = 20_000

test('a peer that fetches a torrent in order is looked at a few times a piece, and is a seeder at the end', () => {
  const pieces = new Set<number>()
  let looks = 0
  let heard = 0
  const wire: CountedWire = Object.assign(new EventEmitter(), { isSeeder: false, peerPieces: { get: (piece: number) => { looks += 1; return pieces.has(piece) } } })
  const emit = wire instanceof EventEmitter ? wire.emit.bind(wire) : () => false
  wire.on('have', () => { heard += 1 })
  const torrent = {
    pieces: { length: PIECES },
    _updateWireInterest: () => undefined,
    // as the library does it
    _onWireWithMetadata: (each: CountedWire) => { each.on('have', () => { for (let piece = 0; piece < PIECES; piece++) if (!each.peerPieces.get(piece)) return }) },
  }
  countHavesOnce(torrent)
  torrent._onWireWithMetadata(wire)
  for (let piece = 0; piece < PIECES; piece++) {
    expect(wire.isSeeder).toBe(false)
    pieces.add(piece)
    emit('have', piece)
  }
  expect(wire.isSeeder).toBe(true)
  expect(heard).toBe(PIECES)
  expect(looks).toBeLessThan(3 * PIECES)
})
