import { promises as fs } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { createFilePool } from './file-pool.ts'

describe('the pool of open files', () => {
  let folder: TempFolder
  const place = (name: string) => path.join(folder.path, name)
  beforeEach(async () => { folder = await createTempFolder('pool') })
  afterEach(() => folder.close())

  /** Files below the folder that this process has open. */
  const openFiles = async () => {
    const links = await Promise.all((await fs.readdir('/proc/self/fd')).map((fd) => fs.readlink(`/proc/self/fd/${fd}`).catch(() => '')))
    return links.filter((link) => link.startsWith(folder.path)).length
  }

  it('makes files and their folders only when asked to', async () => {
    const pool = createFilePool()
    await expect(pool.withFile(place('a/b'), false, () => Promise.resolve())).rejects.toMatchObject({ code: 'ENOENT' })
    await pool.withFile(place('a/b'), true, (handle) => handle.writeFile('here'))
    expect(await fs.readFile(place('a/b'), 'utf8')).toBe('here')
    await pool.close()
  })

  it('opens a file anew after it could not be opened', async () => {
    const pool = createFilePool()
    await expect(pool.withFile(place('late'), false, () => Promise.resolve())).rejects.toMatchObject({ code: 'ENOENT' })
    await fs.writeFile(place('late'), 'now')
    expect(await pool.withFile(place('late'), false, (handle) => handle.readFile('utf8'))).toBe('now')
    await pool.close()
  })

  it('gives a file that was opened for reading to a writer as well', async () => {
    const pool = createFilePool()
    await fs.writeFile(place('both'), 'old')
    await pool.withFile(place('both'), false, (handle) => handle.read(Buffer.alloc(1), 0, 1, 0))
    await pool.withFile(place('both'), true, (handle) => handle.write(Buffer.from('new'), 0, 3, 0))
    expect(await fs.readFile(place('both'), 'utf8')).toBe('new')
    await pool.close()
  })

  it.runIf(process.platform === 'linux')('holds two dozen open however many were used, and none after it is closed', async () => {
    const pool = createFilePool()
    for (let i = 0; i < 60; i++) await pool.withFile(place(`f${String(i)}`), true, (handle) => handle.writeFile('x'))
    expect(await openFiles()).toBeLessThanOrEqual(25)
    expect(await openFiles()).toBeGreaterThan(10)
    await pool.close()
    expect(await openFiles()).toBe(0)
  })

  it('never closes a file under its user', async () => {
    const pool = createFilePool()
    let letGo = () => {}
    const inUse = pool.withFile(place('busy'), true, async (handle) => {
      await new Promise<void>((resolve) => { letGo = resolve })
      await handle.writeFile('still open')
    })
    for (let i = 0; i < 60; i++) await pool.withFile(place(`f${String(i)}`), true, (handle) => handle.writeFile('x'))
    letGo()
    await inUse
    expect(await fs.readFile(place('busy'), 'utf8')).toBe('still open')
    await pool.close()
  })

  it('outlives a file that cannot be closed, as on a disk that was pulled out', async () => {
    const pool = createFilePool()
    let reallyClose: () => Promise<void> = () => Promise.resolve()
    await pool.withFile(place('lost'), true, (handle) => {
      reallyClose = handle.close.bind(handle)
      return Promise.resolve(Object.assign(handle, { close: () => Promise.reject(new Error('EIO')) }))
    })
    await expect(pool.close()).resolves.toBeUndefined()
    await reallyClose()
  })

  it('opens nothing after it was closed', async () => {
    const pool = createFilePool()
    await pool.close()
    await expect(pool.withFile(place('after'), true, () => Promise.resolve())).rejects.toThrow('closed')
    await expect(fs.stat(place('after'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('removes a file only after its last user, and lets nobody in meanwhile but one who makes it anew', async () => {
    const pool = createFilePool()
    let leave = () => {}
    const used = pool.withFile(place('chunk'), true, async (handle) => {
      await handle.write(Buffer.from('old'), 0, 3, 0)
      await new Promise<void>((resolve) => { leave = resolve })
      return (await handle.read(Buffer.alloc(3), 0, 3, 0)).buffer.toString()
    })
    await waitUntil('it is in use', async () => (await fs.readFile(place('chunk'), 'utf8').catch(() => '')) === 'old')
    const gone = pool.remove(place('chunk'))
    await expect(pool.withFile(place('chunk'), false, () => Promise.resolve())).rejects.toMatchObject({ code: 'ENOENT' })
    const anew = pool.withFile(place('chunk'), true, (handle) => handle.write(Buffer.from('n'), 0, 1, 0))
    leave()
    expect(await used).toBe('old')
    expect(await gone).toBe(true)
    await anew
    expect(await fs.readFile(place('chunk'), 'utf8')).toBe('n')
    await pool.close()
  })

  it('tells of a file that had to be made, before anybody can read it', async () => {
    const made: string[] = []
    const pool = createFilePool({ onMade: (file) => { made.push(path.basename(file)) } })
    for (const name of ['a', 'a', 'b']) await pool.withFile(place(name), true, () => Promise.resolve(made.length))
    expect(made).toEqual(['a', 'b'])
    await pool.close()
  })

  it('lets go of files that were deleted under it', async () => {
    const pool = createFilePool()
    for (const name of ['a', 'b']) await pool.withFile(place(name), true, () => Promise.resolve())
    await fs.rm(place('a'))
    expect(await pool.letGoUnlinked()).toEqual([place('a')])
    await expect(pool.withFile(place('a'), false, () => Promise.resolve())).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await pool.letGoUnlinked()).toEqual([])
    await pool.close()
  })

  it('makes folders below its root, never the one the root lies in', async () => {
    const pool = createFilePool({ roots: [place('torrent/content')] })
    await expect(pool.withFile(place('torrent/content/a/b'), true, () => Promise.resolve())).rejects.toMatchObject({ code: 'ENOENT' })
    await fs.mkdir(place('torrent'))
    await pool.withFile(place('torrent/content/a/b'), true, () => Promise.resolve())
    expect(await fs.readdir(place('torrent/content/a'))).toEqual(['b'])
    await pool.close()
  })
})
