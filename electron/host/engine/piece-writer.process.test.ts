import path from 'node:path'
import { promises as fs } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mountSmallDisk } from '../../../e2e/lab/small-disk.ts'
import type { SmallDisk } from '../../../e2e/lab/small-disk.ts'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import type { AppError } from '../../../shared/errors.ts'
import { createPieceStore } from './piece-store.ts'
import { createPieceTable } from './piece-table.ts'
import { createPieceWriter } from './piece-writer.ts'
import { createSavedState } from './saved-state.ts'
import { filesOf, hashesOf, patternBytes } from './store.fixture.ts'

const PIECE_BYTES = 65_536
const PIECES = 32
const DISK_BYTES = 1024 * 1024
const content = patternBytes(PIECES * PIECE_BYTES)

describe('a disk that fills up', () => {
  let folder: TempFolder
  let disk: SmallDisk | null
  beforeEach(async () => {
    folder = await createTempFolder('full-disk')
    disk = await mountSmallDisk(path.join(folder.path, 'disk'), { sizeBytes: DISK_BYTES })
  })
  afterEach(async () => {
    await disk?.close()
    await folder.close()
  })

  it('is told once, keeps what came in memory, and takes it all once there is room', async ({ skip }) => {
    if (!disk) { skip('file systems cannot be mounted here'); return }
    const ballast = path.join(disk.path, 'ballast')
    await fs.writeFile(ballast, Buffer.alloc(DISK_BYTES / 2))
    const table = createPieceTable({ lengthBytes: content.length, pieceLengthBytes: PIECE_BYTES }, hashesOf(content, PIECE_BYTES))
    const store = createPieceStore(path.join(disk.path, 'content'), filesOf(['film', content.length]))
    const state = createSavedState(path.join(folder.path, 'state'))
    const problems: (AppError | null)[] = []
    const written: number[] = []
    const writer = createPieceWriter({ table, store, state, onWritten: (piece) => { written.push(piece) }, onProblem: (problem) => { problems.push(problem) } })
    const count = 12 // three quarters of the disk, of which half is free
    for (let piece = 0; piece < count; piece++) receive(piece)

    await waitUntil('the disk is full', () => writer.problem() !== null)
    expect(writer.problem()).toMatchObject({ code: 'diskFull', details: { reason: 'ENOSPC' } })
    expect(written.length).toBeGreaterThan(0)
    expect(writer.pending()).toBe(count - written.length)
    for (let piece = 0; piece < count; piece++) expect(await bytesOf(piece)).toEqual(content.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES))

    await fs.rm(ballast)
    await waitUntil('all is written', () => writer.pending() === 0)
    expect(problems.map((problem) => problem?.code ?? null)).toEqual(['diskFull', null])
    // Several writes go at once, so the order is the disk's.
    expect([...written].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, piece) => piece))
    expect(table.memoryBytes()).toBe(0)
    expect(await store.read({ begin: 0, end: count * PIECE_BYTES })).toEqual({ ok: true, value: content.subarray(0, count * PIECE_BYTES) })
    await writer.close(1000)
    expect(await state.readVerified(PIECES / 8)).toEqual(Uint8Array.of(0xff, 0xf0, 0, 0))
    await store.close()

    function receive(piece: number): void {
      for (let block = 0; block < 4; block++) table.receive(piece, block, content.subarray(piece * PIECE_BYTES + block * 16_384, piece * PIECE_BYTES + (block + 1) * 16_384), 1)
      const bytes = table.verify(piece)
      if (bytes) writer.write(piece, bytes)
    }
    async function bytesOf(piece: number): Promise<Uint8Array | null> {
      const here = table.inMemory(piece, 0, PIECE_BYTES)
      if (here) return here
      const read = await store.read({ begin: piece * PIECE_BYTES, end: (piece + 1) * PIECE_BYTES })
      return read.ok ? read.value : null
    }
  })
})
