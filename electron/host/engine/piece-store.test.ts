import { promises as fs } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import { createPieceStore, listChunks, segmentsOf } from './piece-store.ts'
import { filesOf, patternBytes } from './store.fixture.ts'

describe('the store of a torrent', () => {
  let folder: TempFolder
  const content = () => path.join(folder.path, 'content')
  beforeEach(async () => { folder = await createTempFolder('store') })
  afterEach(() => folder.close())

  it('writes a piece that spans many files into each of them and reads it back', async () => {
    const store = createPieceStore(content(), filesOf(['a', 10], ['b/c', 1], ['empty', 0], ['b/d/e', 100], ['f', 50]))
    const bytes = patternBytes(161)
    expect(await store.write(0, bytes.subarray(0, 100))).toEqual({ ok: true, value: null })
    expect(await store.write(100, bytes.subarray(100))).toEqual({ ok: true, value: null })
    expect(await store.read({ begin: 0, end: 161 })).toEqual({ ok: true, value: bytes })
    expect(await store.read({ begin: 9, end: 12 })).toEqual({ ok: true, value: bytes.subarray(9, 12) })
    expect(await fs.readFile(path.join(content(), 'b/d/e'))).toEqual(bytes.subarray(11, 111))
    await store.close()
  })

  it('makes no file for padding and for what cannot be had, and reads zeros there', async () => {
    const store = createPieceStore(content(), filesOf(['a', 4], ['[pad', 4], ['-link', 4], ['b', 4]))
    await store.write(0, patternBytes(16).fill(9))
    expect(await store.read({ begin: 2, end: 14 })).toEqual({ ok: true, value: Buffer.of(9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9) })
    expect((await fs.readdir(content())).sort()).toEqual(['a', 'b'])
    await store.close()
  })

  it('does not read bytes that were never written', async () => {
    const store = createPieceStore(content(), filesOf(['a', 100], ['b', 100]))
    await store.write(0, patternBytes(50))
    expect(await store.read({ begin: 40, end: 60 })).toMatchObject({ ok: false, error: { code: 'storageFailed' } })
    expect(await store.read({ begin: 150, end: 160 })).toMatchObject({ ok: false, error: { code: 'storageFailed' } })
    await store.close()
  })

  it('keeps chunks of equal length, and gives one back without touching the others', async () => {
    const made: number[] = []
    const store = createPieceStore(content(), filesOf(['a', 10], ['[pad', 20], ['b', 90]), { chunks: { folder: content(), bytes: 50, has: () => true }, onMade: ({ chunk }) => { made.push(chunk ?? -1) } })
    const bytes = patternBytes(120).fill(0, 10, 30)
    await store.write(0, bytes.subarray(0, 60))
    await store.write(60, bytes.subarray(60))
    expect(await store.read({ begin: 0, end: 120 })).toEqual({ ok: true, value: bytes })
    expect([...await listChunks(content())].sort()).toEqual([0, 1, 2])
    expect(await store.removeChunk(1)).toBe(true)
    expect([...await listChunks(content())].sort()).toEqual([0, 2])
    expect(await store.read({ begin: 40, end: 51 })).toMatchObject({ ok: false })
    expect(await store.read({ begin: 100, end: 120 })).toEqual({ ok: true, value: bytes.subarray(100) })
    await store.write(60, bytes.subarray(60, 70))
    expect(await store.read({ begin: 60, end: 70 })).toEqual({ ok: true, value: bytes.subarray(60, 70) })
    expect(made).toEqual([0, 1, 2, 1])
    await store.close()
  })

  it('takes nothing else in its folder for a chunk', async () => {
    await fs.mkdir(content())
    for (const name of ['00000007.part', '7.part', '0000000x.part', '00000008', '-0000001.part', '00000009.part.new']) await fs.writeFile(path.join(content(), name), '')
    expect(await listChunks(content())).toEqual([7])
    expect(await listChunks(path.join(content(), 'gone'))).toEqual([])
  })

  it('says what keeps it from writing', async () => {
    await fs.writeFile(content(), 'a file where the folder should be')
    const store = createPieceStore(content(), filesOf(['a', 100]))
    const outcome = await store.write(0, patternBytes(10))
    expect(outcome).toMatchObject({ ok: false, error: { code: 'folderUnusable', details: { folder: content() } } })
    await store.close()
  })

  it.skipIf(process.platform === 'win32')('does not write through a link that somebody put in its place', async () => {
    const elsewhere = path.join(folder.path, 'elsewhere')
    await fs.writeFile(elsewhere, 'untouched')
    await fs.mkdir(content())
    await fs.symlink(elsewhere, path.join(content(), 'a'))
    const store = createPieceStore(content(), filesOf(['a', 100]))
    expect(await store.write(0, patternBytes(10))).toMatchObject({ ok: false })
    expect(await fs.readFile(elsewhere, 'utf8')).toBe('untouched')
    await store.close()
  })

  it('serves a hundred files at once with few of them open', async () => {
    const files = filesOf(...Array.from({ length: 100 }, (_, i) => [`file-${String(i)}`, 100] as const))
    const store = createPieceStore(content(), files)
    const bytes = patternBytes(10_000)
    await Promise.all(files.map(({ offsetBytes }) => store.write(offsetBytes, bytes.subarray(offsetBytes, offsetBytes + 100))))
    const reads = await Promise.all(files.map(({ offsetBytes }) => store.read({ begin: offsetBytes, end: offsetBytes + 100 })))
    reads.forEach((read, i) => { expect(read).toEqual({ ok: true, value: bytes.subarray(i * 100, i * 100 + 100) }) })
    expect(await store.read({ begin: 0, end: 10_000 })).toEqual({ ok: true, value: bytes })
    await store.close()
    await store.close()
  })
})

describe('the parts of an interval', () => {
  it('are the files it touches, each with its share, in order and without gaps', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 20 }), fc.nat(400), fc.nat(400), (lengths, a, b) => {
      const files = filesOf(...lengths.map((length, i) => [`f${String(i)}`, length] as const))
      const total = lengths.reduce((sum, length) => sum + length, 0)
      const wanted = { begin: Math.min(a, b, total), end: Math.min(Math.max(a, b), total) }
      const parts = segmentsOf(files, wanted)
      expect(parts.reduce((at, { bytes }) => (bytes.begin === at && bytes.end > at ? bytes.end : NaN), wanted.begin)).toBe(wanted.end)
      for (const { file, bytes } of parts) expect(bytes.begin >= file.offsetBytes && bytes.end <= file.offsetBytes + file.lengthBytes).toBe(true)
    }))
  })
})
