import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keepPicture } from './picture-folder.ts'

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1])
let folder = ''
beforeEach(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'pictures-')) })
afterEach(() => rm(folder, { recursive: true, force: true }))

it('a picture is named by film and time, and no other one is written over', async () => {
  const into = path.join(folder, 'Millrace')
  const wish = { title: 'Sea: the film/2', timeSec: 3730.4, picture: PNG }
  expect(await keepPicture(into, wish)).toBe(path.join(into, 'Sea_ the film_2 1.02.10.png'))
  expect(await keepPicture(into, wish)).toBe(path.join(into, 'Sea_ the film_2 1.02.10 (2).png'))
  expect(new Uint8Array(await readFile(path.join(into, 'Sea_ the film_2 1.02.10 (2).png')))).toEqual(PNG)
})

it('what is no picture is not written', async () => {
  await expect(keepPicture(folder, { title: 'a', timeSec: 0, picture: Uint8Array.of(1, 2, 3) })).rejects.toMatchObject({ code: 'invalidMessage' })
})

it('a folder that cannot be made is told', async () => {
  await writeFile(path.join(folder, 'file'), '')
  await expect(keepPicture(path.join(folder, 'file'), { title: 'a', timeSec: 0, picture: PNG })).rejects.toMatchObject({ code: 'folderUnusable' })
})
