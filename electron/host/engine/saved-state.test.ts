import { promises as fs } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { createSavedState } from './saved-state.ts'

describe('the saved state of a torrent', () => {
  let folder: TempFolder
  const place = () => path.join(folder.path, 'state')
  const verifiedFile = () => path.join(place(), 'verified.bin')
  beforeEach(async () => { folder = await createTempFolder('state') })
  afterEach(() => folder.close())

  it('is nothing before the first write', async () => {
    const state = createSavedState(place())
    expect(await state.readVerified(3)).toBeNull()
    expect(await state.readMetainfo()).toBeNull()
    expect(await state.readMagnet()).toBeNull()
  })

  it('is read again as it was written, the newest of several', async () => {
    const state = createSavedState(place())
    await state.writeMagnet('magnet:?xt=urn:btih:ä')
    await state.writeMetainfo(Uint8Array.of(1, 2, 3))
    await state.writeVerified(Uint8Array.of(0xff, 0, 0))
    await state.writeVerified(Uint8Array.of(0xff, 0x80, 0))
    const again = createSavedState(place())
    expect(await again.readMagnet()).toBe('magnet:?xt=urn:btih:ä')
    expect(await again.readMetainfo()).toEqual(Buffer.of(1, 2, 3))
    expect(await again.readVerified(3)).toEqual(Uint8Array.of(0xff, 0x80, 0))
  })

  it('tells of pieces noted since the last full write, and of none before it', async () => {
    const state = createSavedState(place())
    state.noteVerified(3)
    await state.writeVerified(Uint8Array.of(0b0001_0000))
    state.noteVerified(70_000)
    state.noteVerified(5)
    await waitUntil('they are noted', async () => (await state.readNoted(100_000)).verified.length > 0)
    expect(await createSavedState(place()).readNoted(100_000)).toEqual({ verified: [70_000, 5], removed: [] })
    expect(await state.readNoted(70_000)).toEqual({ verified: [5], removed: [] })
    await state.writeVerified(Uint8Array.of(0b0001_0100))
    expect(await state.readNoted(100_000)).toEqual({ verified: [], removed: [] })
  })

  it('tells of pieces that were removed since, the last word on each', async () => {
    const state = createSavedState(place())
    for (const piece of [3, 5, 8]) state.noteVerified(piece)
    await state.noteRemoved([3, 5, 7])
    state.noteVerified(5)
    await waitUntil('it is noted', async () => (await state.readNoted(9)).verified.includes(5))
    expect(await createSavedState(place()).readNoted(9)).toEqual({ verified: [5, 8], removed: [3, 7] })
  })

  it('makes its own folder, never the one it lies in', async () => {
    const state = createSavedState(path.join(place(), 'gone', 'state'))
    await expect(state.writeVerified(Uint8Array.of(1))).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await fs.readdir(folder.path)).toEqual([])
  })

  it('takes what can be read of notes that were cut short', async () => {
    const state = createSavedState(place())
    state.noteVerified(3)
    await waitUntil('it is noted', async () => (await state.readNoted(9)).verified.length > 0)
    await fs.appendFile(path.join(place(), 'verified-since.bin'), Buffer.of(0, 0))
    expect(await state.readNoted(9)).toEqual({ verified: [3], removed: [] })
  })

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['empty', () => Buffer.alloc(0)],
    ['changed in one bit', (bytes: Buffer) => Buffer.from(bytes).fill((bytes[0] ?? 0) ^ 1, 0, 1)],
    ['all zeros, as a disk leaves it after the power went', (bytes: Buffer) => Buffer.alloc(bytes.length)],
    ['longer', (bytes: Buffer) => Buffer.concat([bytes, bytes])],
  ])('is ignored when its file is %s', async (_, spoil) => {
    const state = createSavedState(place())
    await state.writeVerified(Uint8Array.of(0xff, 0x80, 0))
    await fs.writeFile(verifiedFile(), spoil(await fs.readFile(verifiedFile())))
    expect(await state.readVerified(3)).toBeNull()
  })

  it('of a torrent with another number of pieces is ignored', async () => {
    const state = createSavedState(place())
    await state.writeVerified(Uint8Array.of(0xff, 0x80, 0))
    expect(await state.readVerified(2)).toBeNull()
  })

  it('half written beside the old one leaves the old one', async () => {
    const state = createSavedState(place())
    await state.writeVerified(Uint8Array.of(1, 2, 3))
    await fs.writeFile(`${verifiedFile()}.new`, 'torn')
    expect(await state.readVerified(3)).toEqual(Uint8Array.of(1, 2, 3))
    await state.writeVerified(Uint8Array.of(4, 5, 6))
    expect(await state.readVerified(3)).toEqual(Uint8Array.of(4, 5, 6))
  })

  it.skipIf(process.platform === 'win32')('is for nobody else to read', async () => {
    await createSavedState(place()).writeVerified(Uint8Array.of(1))
    expect((await fs.stat(place())).mode & 0o077).toBe(0)
    expect((await fs.stat(verifiedFile())).mode & 0o077).toBe(0)
  })
})
