import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { probeFolder } from './probe-folder.ts'

let folder = ''
beforeEach(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'probe-')) })
afterEach(() => rm(folder, { recursive: true }))

it('a folder that can be used is left as it was', async () => {
  await probeFolder(folder)
  expect(await readdir(folder)).toEqual([])
})

it.each(['missing', 'file'])('one that cannot be used is told: %s', async (name) => {
  await writeFile(path.join(folder, 'file'), '')
  await expect(probeFolder(path.join(folder, name))).rejects.toMatchObject({ code: 'folderUnusable', details: { folder: path.join(folder, name) } })
})
