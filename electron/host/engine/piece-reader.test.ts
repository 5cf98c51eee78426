import { describe, expect, it } from 'vitest'
import { BLOCK_BYTES } from '../../../shared/window/blocks.ts'
import { createCursorSet } from './cursors.ts'
import { readPieces } from './piece-reader.ts'
import { createPieceTable } from './piece-table.ts'
import { createWakeList } from './wake-list.ts'

const BLOCKS = 256
const PIECE_BYTES = BLOCKS * BLOCK_BYTES
/** Above what is handed on block by block. */
const WELL_UNDER_WAY = 160

/** An early read of a piece of 4 MiB whose blocks come when the test says so. */
function readEarly() {
  const table = createPieceTable({ lengthBytes: PIECE_BYTES, pieceLengthBytes: PIECE_BYTES }, new Uint8Array(20))
  const wakeList = createWakeList()
  const cursor = createCursorSet(0, () => 0, () => undefined).open({ offsetBytes: 0, endBytes: PIECE_BYTES, early: true })
  const store = { read: () => Promise.reject(new Error('nothing is on the disk')) }
  const slices = readPieces({ table, store, wakeList, onHashFailed: () => () => undefined, onUnreadable: () => false }, { bytes: { begin: 0, end: PIECE_BYTES }, early: true, signal: new AbortController().signal, cursor })
  const come = (block: number) => {
    table.receive(0, block, new Uint8Array(BLOCK_BYTES), 1)
    wakeList.wake(0)
  }
  const next = async () => {
    const { value } = await slices.next()
    return (value ? value.length : 0) / BLOCK_BYTES
  }
  return { come, next }
}

const turn = () => new Promise<void>((resolve) => { setImmediate(resolve) })

describe('an early read', () => {
  it('gets each block as it comes, as long as the picture may wait for it', async () => {
    const { come, next } = readEarly()
    for (let block = 0; block < 20; block += 2) {
      const slice = next()
      await turn()
      come(block)
      await turn()
      come(block + 1)
      expect(await slice).toBe(1)
      expect(await next()).toBe(1)
    }
  })

  it('that is well under way gets what comes in the time of a picture at once', async () => {
    const { come, next } = readEarly()
    for (let block = 0; block < WELL_UNDER_WAY; block++) come(block)
    for (let got = 0; got < WELL_UNDER_WAY;) got += await next()
    const slice = next()
    await turn()
    for (let block = 0; block < 5; block++) {
      come(WELL_UNDER_WAY + block)
      await turn()
    }
    expect(await slice).toBe(5)
  })
})
