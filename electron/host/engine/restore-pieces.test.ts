import { promises as fs } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import { createPieceStore } from './piece-store.ts'
import type { PieceStore } from './piece-store.ts'
import { createPieceTable } from './piece-table.ts'
import type { Noted } from './saved-state.ts'
import { restorePieces } from './restore-pieces.ts'
import { filesOf, hashesOf, patternBytes } from './store.fixture.ts'

const PIECE_BYTES = 16_384
const PIECES = 40
const content = patternBytes(PIECES * PIECE_BYTES - 77)
const hashes = hashesOf(content, PIECE_BYTES)
const geometry = { lengthBytes: content.length, pieceLengthBytes: PIECE_BYTES }
const all = new Uint8Array(5).fill(0xff)

describe('pieces from an earlier run', () => {
  let folder: TempFolder
  let store: PieceStore
  const film = () => path.join(folder.path, 'content', 'film')

  beforeEach(async () => {
    folder = await createTempFolder('restore')
    store = createPieceStore(path.join(folder.path, 'content'), filesOf(['film', content.length]))
    await store.write(0, content)
  })
  afterEach(async () => {
    await store.close()
    await folder.close()
  })

  /** Restores with reads counted; `random` walks through the pieces evenly. */
  async function restore(claimed: Uint8Array | null, signal = new AbortController().signal, noted: Partial<Noted> = {}, mayBeHere?: (piece: number) => boolean) {
    const table = createPieceTable(geometry, hashes)
    const read: number[] = []
    const percents: number[] = []
    let seed = 0
    const counting: PieceStore = { ...store, read: (bytes) => { read.push(bytes.begin / PIECE_BYTES); return store.read(bytes) } }
    await restorePieces({ table, hashes, claimed, noted: { verified: [], removed: [], ...noted }, ...(mayBeHere ? { mayBeHere } : {}), signal, store: counting, random: () => (seed += 0.137) % 1, onProgress: (percent) => { percents.push(percent) } })
    const kept = Array.from({ length: PIECES }, (_, piece) => piece).filter((piece) => table.isVerified(piece))
    return { kept, read, percents }
  }

  const flipByte = async (offset: number) => {
    const handle = await fs.open(film(), 'r+')
    await handle.write(Buffer.of((content[offset] ?? 0) ^ 1), 0, 1, offset)
    await handle.close()
  }

  it('are not claimed any more once they were removed, nor where their place is not there', async () => {
    expect((await restore(Uint8Array.of(0b0110_0000, 0, 0, 0, 1), undefined, { removed: [2] })).kept).toEqual([1, 39])
    expect(await restore(all, undefined, {}, (piece) => piece < 2)).toMatchObject({ kept: [0, 1], read: [1, 0] })
  })

  it('are believed after a sample of them was right', async () => {
    const { kept, read } = await restore(all)
    expect(kept).toHaveLength(PIECES)
    expect(read.length).toBeLessThanOrEqual(8)
    expect(read).toContain(PIECES - 1)
  })

  it('are all checked after one flipped byte, and only the right ones are kept', async () => {
    await flipByte((PIECES - 1) * PIECE_BYTES + 5)
    await flipByte(3 * PIECE_BYTES)
    const { kept, read, percents } = await restore(all)
    expect(kept).toEqual(Array.from({ length: PIECES }, (_, piece) => piece).filter((piece) => piece !== 3 && piece !== PIECES - 1))
    expect(new Set(read).size).toBe(PIECES)
    expect(percents.at(-1)).toBe(100)
  })

  it('that nobody claims are not read', async () => {
    expect(await restore(null)).toMatchObject({ kept: [], read: [] })
    expect(await restore(new Uint8Array(5))).toMatchObject({ kept: [], read: [] })
  })

  it('are kept as far as they were claimed', async () => {
    expect((await restore(Uint8Array.of(0b0110_0000, 0, 0, 0, 1))).kept).toEqual([1, 2, 39])
  })

  it('that came after the claim was saved are hashed one by one, and cost the claim nothing when one of them is wrong', async () => {
    await flipByte(20 * PIECE_BYTES)
    const { kept, read } = await restore(Uint8Array.of(0b0110_0000, 0, 0, 0, 0), undefined, { verified: [1, 19, 20] })
    expect(kept).toEqual([1, 2, 19])
    expect(read).toEqual([2, 1, 19, 20])
  })

  it('of a file that is gone or shorter are missing', async () => {
    await fs.truncate(film(), 10 * PIECE_BYTES)
    expect((await restore(all)).kept).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    await store.close()
    await fs.rm(film())
    store = createPieceStore(path.join(folder.path, 'content'), filesOf(['film', content.length]))
    expect((await restore(all)).kept).toEqual([])
  })

  it('are left alone when the torrent is closed meanwhile', async () => {
    expect((await restore(all, AbortSignal.abort())).read).toEqual([])
  })
})
