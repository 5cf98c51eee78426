import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import { createPictureShelf } from './picture-shelf.ts'

let folder: TempFolder
const logged: string[] = []
const shelfAt = (place: string | null) => createPictureShelf(place, (_area, event) => { logged.push(event) })
beforeEach(async () => { folder = await createTempFolder('shelf') })
afterEach(() => folder.close())

it('a picture is there at the next visit, and what is none is not', async () => {
  const place = path.join(folder.path, 'state', '0-24')
  await shelfAt(place).put(7, Uint8Array.of(1, 2, 3))
  await Promise.all([writeFile(path.join(place, '8.jpg.new'), 'half'), writeFile(path.join(place, 'x.jpg'), 'x'), mkdir(path.join(place, '9.jpg')), writeFile(path.join(place, '10.jpg'), Buffer.alloc(300_000))])
  const next = shelfAt(place)
  await next.load()
  expect(next.cells()).toEqual([7])
  expect([...(next.get(7) ?? [])]).toEqual([1, 2, 3])
})

it('a shelf without a folder, or with one that cannot be written, keeps its pictures in memory', async () => {
  await writeFile(path.join(folder.path, 'file'), '')
  for (const place of [null, path.join(folder.path, 'file', 'below')]) {
    const shelf = shelfAt(place)
    await shelf.load()
    await shelf.put(1, Uint8Array.of(9))
    expect([...(shelf.get(1) ?? [])]).toEqual([9])
  }
  expect(logged).toEqual(['notKept'])
})
