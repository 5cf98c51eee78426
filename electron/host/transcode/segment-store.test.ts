import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSegmentStore } from './segment-store.ts'
import type { SegmentStore } from './segment-store.ts'

const MAX_BYTES = 100
let folder: string
let store: SegmentStore
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'millrace-segments-')), 'session')
  store = createSegmentStore(folder, () => MAX_BYTES)
})
afterEach(async () => {
  await store.close()
  await rm(path.dirname(folder), { recursive: true, force: true })
})

async function make(cell: number, bytes: number, keepNear = cell): Promise<void> {
  const writer = store.begin(cell)
  await writer.append(new Uint8Array(bytes))
  await writer.finish(keepNear)
}

it('a session whose folder cannot be removed ends all the same', async () => {
  const file = path.join(path.dirname(folder), 'no folder')
  await writeFile(file, '')
  await expect(createSegmentStore(path.join(file, 'session'), () => MAX_BYTES).close()).resolves.toBeUndefined()
})

describe('the segments of a session', () => {
  it('are there when they are whole', async () => {
    const writer = store.begin(3)
    await writer.append(Uint8Array.of(1, 2))
    await writer.append(Uint8Array.of(3))
    expect([store.has(3), await store.read(3)]).toEqual([false, null])
    await writer.finish(3)
    expect(Buffer.from(await store.read(3) ?? [])).toEqual(Buffer.of(1, 2, 3))
  })

  it('are handed out in parts while they are made, and the same ones when they are whole', async () => {
    const parts = () => Promise.all([0, 1, 2].map(async (part) => { const bytes = await store.readPart(3, part); return bytes && [...bytes] }))
    const writer = store.begin(3)
    await writer.append(Uint8Array.of(1, 2))
    expect(await parts()).toEqual([null, null, null])
    writer.endPart()
    await writer.append(Uint8Array.of(3))
    expect(await parts()).toEqual([[1, 2], null, null])
    await writer.finish(3)
    expect(await parts()).toEqual([[1, 2], [3], []])
  })

  it('have no parts of a making that was given up', async () => {
    const writer = store.begin(3)
    await writer.append(Uint8Array.of(1, 2))
    writer.endPart()
    await writer.discard()
    expect(await store.readPart(3, 0)).toBeNull()
    await make(3, 5)
    expect([(await store.readPart(3, 0))?.length, (await store.readPart(3, 1))?.length]).toEqual([5, 0])
  })

  it('survive that a run which was at the same one is given up', async () => {
    const [old, next] = [store.begin(9), store.begin(9)]
    await old.append(Uint8Array.of(1))
    await next.append(Uint8Array.of(2))
    await old.discard()
    await next.append(Uint8Array.of(3))
    await next.finish(9)
    expect(Buffer.from(await store.read(9) ?? [])).toEqual(Buffer.of(2, 3))
  })

  it('make room: those furthest from the player go first, the ones beside it never', async () => {
    for (const cell of [0, 1, 8, 9]) await make(cell, 25)
    await make(10, 60, 9)
    expect([0, 1, 8, 9, 10].filter(store.has)).toEqual([8, 9, 10])
    expect(store.bytes()).toBe(110)
    expect((await readdir(folder)).sort()).toEqual(['10.m4s', '8.m4s', '9.m4s'])
  })

  it('know how far they reach without a gap', async () => {
    for (const cell of [2, 3, 5]) await make(cell, 1)
    expect([2, 3, 4, 5].map(store.runEnd)).toEqual([4, 4, 4, 6])
  })

  it('leave nothing behind', async () => {
    await make(0, 5)
    await store.close()
    expect(await readdir(path.dirname(folder))).toEqual([])
    expect(store.has(0)).toBe(false)
  })
})
