import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { BLOCK_BYTES } from '../../../shared/window/blocks.ts'
import { createPieceTable } from './piece-table.ts'
import type { PieceTable } from './piece-table.ts'

const PIECE_BYTES = 2 * BLOCK_BYTES
/** Three whole pieces and one of 1000 bytes. */
const LENGTH = 3 * PIECE_BYTES + 1000
const content = Buffer.alloc(LENGTH).map((_, i) => (i * 31) % 251)
const pieceOf = (piece: number) => content.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES)
const blockOf = (piece: number, block: number) => pieceOf(piece).subarray(block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES)
const hashes = Buffer.concat([0, 1, 2, 3].map((piece) => createHash('sha1').update(pieceOf(piece)).digest()))
const makeTable = () => createPieceTable({ lengthBytes: LENGTH, pieceLengthBytes: PIECE_BYTES }, hashes)
const PEER = 7

function receiveAll(table: PieceTable, piece: number): void {
  table.receive(piece, 0, blockOf(piece, 0), PEER)
  table.receive(piece, 1, blockOf(piece, 1), PEER)
}

describe('a piece', () => {
  it('goes from missing over partial and complete to verified', () => {
    const table = makeTable()
    const states = [table.state(1)]
    expect(table.receive(1, 1, blockOf(1, 1), PEER)).toBe('stored')
    states.push(table.state(1))
    expect(table.receive(1, 0, blockOf(1, 0), PEER)).toBe('completed')
    states.push(table.state(1))
    expect(table.verify(1)).toEqual(pieceOf(1))
    states.push(table.state(1))
    table.written(1)
    states.push(table.state(1))
    expect(states).toEqual(['missing', 'partial', 'complete', 'verified', 'verified'])
  })

  it('with one wrong byte is not verified and can be fetched again', () => {
    const table = makeTable()
    const wrong = Buffer.from(blockOf(1, 0))
    wrong[5] = (wrong[5] ?? 0) ^ 1
    table.receive(1, 0, wrong, PEER)
    table.receive(1, 1, blockOf(1, 1), PEER)
    expect(table.verify(1)).toBeNull()
    expect(table.isVerified(1)).toBe(false)
    table.discard(1)
    expect(table.state(1)).toBe('missing')
    expect(table.nextMissing(1)).toBe(1)
    receiveAll(table, 1)
    expect(table.verify(1)).not.toBeNull()
  })

  it('at the end of the torrent may be short', () => {
    const table = makeTable()
    expect(table.receive(3, 0, content.subarray(3 * PIECE_BYTES), PEER)).toBe('completed')
    expect(table.verify(3)).toHaveLength(1000)
    expect(table.verifiedBytes()).toBe(1000)
  })

  it('that is not complete is never verified, even when its memory happens to be right', () => {
    const table = makeTable()
    expect(table.verify(0)).toBeNull()
    table.receive(0, 0, blockOf(0, 0), PEER)
    expect(table.state(0)).toBe('partial')
    expect(table.isVerified(0)).toBe(false)
  })

  it('that was verified is not received again', () => {
    const table = makeTable()
    receiveAll(table, 0)
    table.verify(0)
    expect(table.receive(0, 0, blockOf(0, 0), PEER)).toBe('late')
    table.written(0)
    expect(table.receive(0, 0, blockOf(0, 0), PEER)).toBe('late')
    expect(table.memoryBytes()).toBe(0)
  })

  it('that is taken back is missing and counts no more', () => {
    const table = makeTable()
    table.restore(2)
    expect(table.verifiedBytes()).toBe(PIECE_BYTES)
    table.forget(2)
    expect(table.isVerified(2)).toBe(false)
    expect(table.verifiedBytes()).toBe(0)
    expect(table.nextMissing(2)).toBe(2)
    receiveAll(table, 2)
    expect(table.verify(2)).not.toBeNull()
  })
})

describe('a block', () => {
  it.each([
    ['of a length that does not fit', 0, 0, 100],
    ['that is empty', 0, 0, 0],
    ['behind the end of its piece', 0, 2, BLOCK_BYTES],
    ['of a piece behind the end', 4, 0, BLOCK_BYTES],
    ['of a negative piece', -1, 0, BLOCK_BYTES],
  ])('%s is wrong and changes nothing', (_, piece, block, length) => {
    const table = makeTable()
    expect(table.receive(piece, block, Buffer.alloc(length), PEER)).toBe('wrong')
    expect(table.memoryBytes()).toBe(0)
    expect([...table.partialPieces()]).toEqual([])
  })

  it('that came twice is late the second time and the first one stays', () => {
    const table = makeTable()
    table.receive(0, 0, blockOf(0, 0), PEER)
    expect(table.receive(0, 0, Buffer.alloc(BLOCK_BYTES), 8)).toBe('late')
    expect(table.inMemory(0, 0, 10)).toEqual(blockOf(0, 0).subarray(0, 10))
    expect(table.contributions(0)[0]?.peer).toBe(PEER)
  })

  it('is copied, so that what its sender does with the bytes later changes nothing', () => {
    const table = makeTable()
    const borrowed = Buffer.from(blockOf(0, 0))
    table.receive(0, 0, borrowed, PEER)
    borrowed.fill(0)
    expect(table.inMemory(0, 0, 10)).toEqual(blockOf(0, 0).subarray(0, 10))
  })
})

describe('memory', () => {
  it('counts the bytes of blocks until they are on disk', () => {
    const table = makeTable()
    table.receive(0, 0, blockOf(0, 0), PEER)
    expect(table.memoryBytes()).toBe(BLOCK_BYTES)
    table.receive(0, 1, blockOf(0, 1), PEER)
    table.receive(3, 0, content.subarray(3 * PIECE_BYTES), PEER)
    expect(table.memoryBytes()).toBe(PIECE_BYTES + 1000)
    table.verify(0)
    table.written(0)
    expect(table.memoryBytes()).toBe(1000)
    table.discard(3)
    expect(table.memoryBytes()).toBe(0)
  })

  it('gives what was received from a place on, up to the next hole', () => {
    const table = makeTable()
    table.receive(0, 1, blockOf(0, 1), PEER)
    expect(table.inMemory(0, 0, 1000)).toBeNull()
    expect(table.inMemory(0, BLOCK_BYTES + 10, 100)).toEqual(blockOf(0, 1).subarray(10, 110))
    expect(table.inMemory(0, BLOCK_BYTES + 10, 1e6)).toHaveLength(BLOCK_BYTES - 10)
    table.receive(0, 0, blockOf(0, 0), PEER)
    expect(table.inMemory(0, 0, 1e6)).toHaveLength(PIECE_BYTES)
  })

  it('gives nothing of a piece that is on disk or behind its end', () => {
    const table = makeTable()
    receiveAll(table, 0)
    expect(table.inMemory(0, PIECE_BYTES, 10)).toBeNull()
    table.verify(0)
    expect(table.inMemory(0, 0, 10)).not.toBeNull()
    table.written(0)
    expect(table.inMemory(0, 0, 10)).toBeNull()
  })
})

describe('requests', () => {
  it('make a block not open until they end, and a piece nobody asks for any more is let go', () => {
    const table = makeTable()
    table.hold(1, 0, { peer: PEER, dueAtMs: 5 })
    expect(table.partial(1)?.openBlocks).toBe(1)
    table.hold(1, 0, { peer: 8, dueAtMs: 9 })
    expect(table.partial(1)?.openBlocks).toBe(1)
    expect(table.holders(1, 0).map(({ peer }) => peer)).toEqual([PEER, 8])
    table.release(1, 0, PEER)
    expect(table.partial(1)?.openBlocks).toBe(1)
    table.release(1, 0, 8)
    expect(table.partial(1)).toBeNull()
    expect(table.state(1)).toBe('missing')
  })

  it('that end twice, late or for unknown pieces change nothing', () => {
    const table = makeTable()
    table.hold(1, 0, { peer: PEER, dueAtMs: 5 })
    table.receive(1, 0, blockOf(1, 0), PEER)
    table.release(1, 0, PEER)
    table.release(1, 0, PEER)
    table.release(2, 1, PEER)
    expect(table.partial(1)?.openBlocks).toBe(1)
    table.receive(1, 1, blockOf(1, 1), PEER)
    expect(table.verify(1)).not.toBeNull()
  })
})

describe('the next missing piece', () => {
  it('skips what is verified, restored or complete, and is the count when nothing is missing', () => {
    const table = makeTable()
    table.restore(0)
    receiveAll(table, 1)
    expect(table.nextMissing(0)).toBe(2)
    expect(table.nextMissing(-5)).toBe(2)
    table.restore(2)
    table.restore(3)
    expect(table.nextMissing(0)).toBe(4)
    expect(table.nextMissing(99)).toBe(4)
    table.discard(1)
    expect(table.nextMissing(0)).toBe(1)
  })

  it('of a hundred thousand pieces is found in a moment after each of them', () => {
    const count = 100_000
    const table = createPieceTable({ lengthBytes: count * 16_384, pieceLengthBytes: 16_384 }, new Uint8Array(count * 20))
    const startMs = performance.now()
    for (let piece = count - 1; piece >= 0; piece--) {
      table.restore(piece)
      table.nextMissing(0)
    }
    expect(table.nextMissing(0)).toBe(count)
    expect(performance.now() - startMs).toBeLessThan(2000) // quadratic work took minutes
  })
})

describe('the bitfield', () => {
  it('has the first piece in the most significant bit', () => {
    const table = makeTable()
    table.restore(0)
    table.restore(3)
    expect([...table.bitfield]).toEqual([0b1001_0000])
  })
})
