import { chmod, mkdir, mkdtemp, readFile, readdir, rename, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeFolder } from './remove-data.ts'

let place = ''
beforeEach(async () => { place = await mkdtemp(path.join(os.tmpdir(), 'remove-data-')) })
afterEach(async () => { await removeFolder(place) })

const below = (...names: string[]) => path.join(place, ...names)

/** A tree deeper than any path may be long: built by moving what exists into a new folder again and again. */
async function buildDeepTree(depth: number): Promise<string> {
  await mkdir(below('deep'))
  await writeFile(below('deep', 'bottom'), 'x')
  for (let i = 0; i < depth; i++) {
    await mkdir(below('next'))
    await rename(below('deep'), below('next', 'd'))
    await rename(below('next'), below('deep'))
  }
  return below('deep')
}

describe('removing a folder', () => {
  it('removes files, folders and hidden entries', async () => {
    await mkdir(below('run', 'a', 'b'), { recursive: true })
    await writeFile(below('run', 'a', 'b', 'film.mp4'), 'x')
    await writeFile(below('run', '.hidden'), 'x')
    expect(await removeFolder(below('run'))).toBe(true)
    expect(await readdir(place)).toEqual([])
  })

  it('removes symbolic links without touching what they point at', async () => {
    await mkdir(below('canary'))
    await writeFile(below('canary', 'precious'), 'keep me')
    await mkdir(below('run', 'torrent'), { recursive: true })
    await symlink(below('canary'), below('run', 'link'))
    await symlink(below('canary'), below('run', 'torrent', 'link'))
    await symlink(below('canary', 'precious'), below('run', 'torrent', 'file-link'))
    expect(await removeFolder(below('run'))).toBe(true)
    expect(await readFile(below('canary', 'precious'), 'utf8')).toBe('keep me')
    expect(await readdir(place)).toEqual(['canary'])
  })

  it('removes a tree 3000 folders deep', async () => {
    const tree = await buildDeepTree(3000)
    expect(await removeFolder(tree)).toBe(true)
    expect(await readdir(place)).toEqual([])
  })

  it('removes the named file last, so that a removal cut short can be told', async () => {
    await mkdir(below('run', 'a'), { recursive: true })
    await writeFile(below('run', 'marker'), 'x')
    expect(await removeFolder(below('run'), { lastFile: 'marker', signal: AbortSignal.abort() })).toBe(false)
    expect(await readdir(below('run'))).toContain('marker')
    expect(await removeFolder(below('run'), { lastFile: 'marker' })).toBe(true)
  })

  it('says that a folder which is not there was not removed', async () => {
    expect(await removeFolder(below('missing'))).toBe(false)
  })

  it('removes folders whose rights were taken away', async () => {
    await mkdir(below('run', 'locked', 'inner'), { recursive: true })
    await writeFile(below('run', 'locked', 'inner', 'file'), 'x')
    await chmod(below('run', 'locked', 'inner'), 0o000)
    await chmod(below('run', 'locked'), 0o500)
    expect(await removeFolder(below('run'))).toBe(true)
  })
})
