import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { createPieceStore } from './piece-store.ts'
import type { PieceStore } from './piece-store.ts'
import { createPieceTable } from './piece-table.ts'
import { createPieceWriter } from './piece-writer.ts'
import type { SavedState } from './saved-state.ts'
import { createSavedState } from './saved-state.ts'
import { filesOf, hashesOf, patternBytes } from './store.fixture.ts'

const PIECE_BYTES = 16_384
const PIECES = 8
const content = patternBytes(PIECES * PIECE_BYTES)
const pieceOf = (piece: number) => content.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES)

describe('the writer of pieces', () => {
  let folder: TempFolder
  let store: PieceStore
  let state: SavedState
  beforeEach(async () => {
    folder = await createTempFolder('writer')
    store = createPieceStore(path.join(folder.path, 'content'), filesOf(['film', content.length]))
    state = createSavedState(path.join(folder.path, 'state'))
  })
  afterEach(async () => {
    await store.close()
    await folder.close()
  })

  function makeWriter(onWritten: (piece: number) => void = () => {}) {
    const table = createPieceTable({ lengthBytes: content.length, pieceLengthBytes: PIECE_BYTES }, hashesOf(content, PIECE_BYTES))
    const writer = createPieceWriter({ table, store, state, onWritten, onProblem: () => {} })
    const write = (piece: number) => {
      table.receive(piece, 0, pieceOf(piece), 1)
      const bytes = table.verify(piece)
      if (bytes) writer.write(piece, bytes)
    }
    return { table, writer, write }
  }

  it('brings pieces to disk and lets their memory go', async () => {
    const written: number[] = []
    const { table, writer, write } = makeWriter((piece) => { written.push(piece) })
    for (const piece of [5, 0, 3]) write(piece)
    expect(table.memoryBytes()).toBe(3 * PIECE_BYTES)
    await waitUntil('all is written', () => writer.pending() === 0)
    expect([...written].sort((a, b) => a - b)).toEqual([0, 3, 5]) // several writes go at once, so the order is the disk's
    expect(table.memoryBytes()).toBe(0)
    expect(await store.read({ begin: 5 * PIECE_BYTES, end: 6 * PIECE_BYTES })).toEqual({ ok: true, value: pieceOf(5) })
    await writer.close(1000)
  })

  it('writes a piece that comes in the very moment the queue ran empty', async () => {
    let more: (() => void) | null = null
    const { writer, write } = makeWriter(() => {
      const next = more
      more = null
      if (next) queueMicrotask(next)
    })
    more = () => { write(1) }
    write(0)
    await waitUntil('the second one is written too', () => writer.pending() === 0, 3000)
    expect(await store.read({ begin: 0, end: 2 * PIECE_BYTES })).toEqual({ ok: true, value: content.subarray(0, 2 * PIECE_BYTES) })
    await writer.close(1000)
  })

  it('has written and remembered everything once it is closed', async () => {
    const { writer, write } = makeWriter()
    for (let piece = 0; piece < PIECES; piece++) write(piece)
    await writer.close(5000)
    expect(writer.pending()).toBe(0)
    expect(await state.readVerified(1)).toEqual(Uint8Array.of(0xff))
  })

  it('remembers what is on disk while it goes on, and never a piece that is not', async () => {
    const { writer, write } = makeWriter()
    write(2)
    await waitUntil('it is noted', async () => (await state.readNoted(8)).verified.length > 0)
    expect(await state.readNoted(8)).toEqual({ verified: [2], removed: [] })
    await writer.close(1000)
    expect(await state.readVerified(1)).toEqual(Uint8Array.of(0b0010_0000))
  })

  it('keeps what earlier runs brought', async () => {
    const { table } = makeWriter()
    table.restore(7)
    const writer = createPieceWriter({ table, store, state, onWritten: () => {}, onProblem: () => {} })
    await writer.close(1000)
    expect(await state.readVerified(1)).toEqual(Uint8Array.of(1))
  })
})
