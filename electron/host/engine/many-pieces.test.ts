import { describe, expect, it } from 'vitest'
import { BLOCK_BYTES } from '../../../shared/window/blocks.ts'
import { pickBlocks } from '../../../shared/window/pick-blocks.ts'
import type { BlockWork, PeerFacts, WantedRange } from '../../../shared/window/pick-blocks.ts'
import { createAvailability } from './availability.ts'
import { createPieceTable } from './piece-table.ts'

const PLACES = 64

/** Fetches a torrent of so many pieces of one block to its end; answers with the questions that were asked about its pieces. */
function questionsFor(pieces: number, tier: WantedRange['tier']): number {
  const lengthBytes = pieces * BLOCK_BYTES
  const table = createPieceTable({ lengthBytes, pieceLengthBytes: BLOCK_BYTES }, new Uint8Array(pieces * 20))
  let questions = 0
  const counted = <T>(ask: (piece: number) => T) => (piece: number) => {
    questions += 1
    return ask(piece)
  }
  const watched = { ...table, nextMissing: counted(table.nextMissing), partial: counted(table.partial), isVerified: counted(table.isVerified) }
  const availability = createAvailability(watched)
  availability.setFillPieces([{ begin: 0, end: pieces }])
  const peer: PeerFacts = { id: 1, has: counted(() => true), allows: () => true, free: PLACES, nextMs: 50, perBlockMs: 1, slow: false, proven: true, span: 1 }
  const work: BlockWork = { geometry: table.geometry, nextMissing: watched.nextMissing, partial: watched.partial, get fillOrder() { return availability.fillOrder(0) }, repeatsLeft: 0, warmLeft: 0 }
  const block = new Uint8Array(BLOCK_BYTES)
  while (table.nextMissing(0) < pieces) {
    for (const { piece } of pickBlocks([{ tier, deadlineMs: Infinity, begin: 0, end: lengthBytes }], work, [peer], 0)) {
      table.receive(piece, 0, block, 1)
      table.restore(piece)
      table.written(piece)
    }
  }
  return questions
}

describe('fetching a torrent', () => {
  it.each(['ahead', 'fill'] as const)('of ten times as many pieces asks ten times as many questions (%s)', (tier) => {
    const few = questionsFor(10_000, tier)
    const many = questionsFor(100_000, tier)
    expect(few / 10_000).toBeLessThan(100)
    expect(many / few).toBeLessThan(12)
  })
})
