import { chmod, lstat, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { removeFolder } from './remove-data.ts'
import { MARKER_NAME, readMarker } from './run-marker.ts'
import { bunny, exists, sintel, useRunPlace, valueOf } from './test/run-place.fixture.ts'

const { below, base, open, openOk, canary } = useRunPlace()

describe('the folder of a run', () => {
  it('is made anew with its marker when somebody removed it, and goes at the end as ever', async () => {
    const folder = await openOk()
    await folder.torrentFolder(sintel)
    await removeFolder(base())
    const again = valueOf(await folder.torrentFolder(sintel))
    expect(again).toBe(path.join(folder.statePath, sintel))
    expect(await readMarker(folder.statePath)).toMatchObject({ runId: 'run-a' })
    await folder.close()
    expect(await readdir(below('tmp'))).toEqual([])
  })

  it('is private, holds one folder per info hash and is gone after close', async () => {
    const folder = await openOk()
    const torrent = valueOf(await folder.torrentFolder(sintel))
    expect(path.basename(torrent)).toBe(sintel)
    expect((await lstat(folder.statePath)).mode & 0o777).toBe(0o700)
    expect((await lstat(torrent)).mode & 0o777).toBe(0o700)
    await writeFile(path.join(torrent, 'film.mp4'), 'film')
    expect(await folder.listTorrents()).toEqual([sintel])
    await Promise.all([folder.close(), folder.close()])
    expect(await readdir(below('tmp'))).toEqual([])
  })

  it('opens while others end and take the empty parent with them', async () => {
    const runOnce = async (name: string) => {
      for (let i = 0; i < 25; i++) await (await openOk({ runId: `${name}-${String(i)}` })).close()
    }
    await Promise.all(['a', 'b', 'c', 'd'].map(runOnce))
    expect(await readdir(below('tmp'))).toEqual([])
  })

  it('is found again by the same run, with what is in it', async () => {
    const before = await openOk()
    const torrent = valueOf(await before.torrentFolder(sintel))
    await writeFile(path.join(torrent, 'film.mp4'), 'half a film')
    const after = await openOk()
    expect(after.statePath).toBe(before.statePath)
    expect(valueOf(await after.torrentFolder(sintel))).toBe(torrent)
    expect(await readFile(path.join(torrent, 'film.mp4'), 'utf8')).toBe('half a film')
    await after.close()
  })

  it('stays when the person keeps it, and is not taken for rubbish later', async () => {
    const folder = await openOk({ keep: true })
    const torrent = valueOf(await folder.torrentFolder(sintel))
    await folder.close()
    expect(await exists(torrent)).toBe(true)
    const later = await openOk({ runId: 'run-b' })
    await later.reclaimed
    expect(await exists(torrent)).toBe(true)
  })

  it('loses one torrent when asked and keeps the others', async () => {
    const folder = await openOk()
    await writeFile(path.join(valueOf(await folder.torrentFolder(sintel)), 'film.mp4'), 'film')
    valueOf(await folder.torrentFolder(bunny))
    await folder.removeTorrent(sintel)
    expect(await folder.listTorrents()).toEqual([bunny])
    expect((await readdir(folder.statePath)).sort()).toEqual([MARKER_NAME, bunny].sort())
    await folder.close()
  })

  it('loses one torrent while it closes, and opens it anew while it loses it', async () => {
    const folder = await openOk()
    await writeFile(path.join(valueOf(await folder.torrentFolder(sintel)), 'film.mp4'), 'film')
    const [, opened] = await Promise.all([folder.removeTorrent(sintel), folder.torrentFolder(sintel)])
    expect(await readdir(valueOf(opened))).not.toContain('film.mp4')
    await Promise.all([folder.removeTorrent(sintel), folder.removeTorrent(sintel), folder.close()])
    expect(await exists(folder.statePath)).toBe(false)
  })

  it('refuses a torrent folder that was replaced by a symbolic link', async () => {
    const folder = await openOk()
    await symlink(below('canary'), path.join(folder.statePath, sintel))
    expect(await folder.torrentFolder(sintel)).toMatchObject({ ok: false, error: { code: 'folderUnusable' } })
    await folder.removeTorrent(sintel)
    await folder.close()
    expect(await canary()).toBe('keep me')
  })

  it('does not enter a symbolic link planted under its name', async () => {
    await symlink(below('canary'), base())
    const folder = await openOk()
    expect(path.dirname(folder.statePath)).toBe(`${base()}-1`)
    await folder.close()
    expect(await readdir(below('canary'))).toEqual(['inside'])
  })

  it('closes an existing folder of its own to others', async () => {
    await mkdir(base())
    await chmod(base(), 0o777)
    const folder = await openOk()
    expect((await lstat(base())).mode & 0o777).toBe(0o700)
    await folder.close()
  })

  it.each(['Run', '../x', ''])('does not accept %j as the name of a run', async (runId) => {
    await expect(open({ runId })).rejects.toThrow('run id')
  })
})

describe('a folder that cannot be used', () => {
  it.each([
    ['is missing', () => below('nowhere'), 'missing'],
    ['is a file', () => below('canary', 'inside', 'precious'), 'notAFolder'],
    ['lies below a file', () => below('canary', 'inside', 'precious', 'x'), 'notAFolder'],
    ['has too long a name', () => below('x'.repeat(300)), 'tooLong'],
  ])('fails with a sentence that names it when it %s', async (_title, folder, reason) => {
    const result = await open({ downloadDir: folder() })
    expect(result.ok ? null : result.error).toMatchObject({ code: 'folderUnusable', details: { folder: folder(), reason } })
    expect(result.ok ? '' : result.error.message).toContain(folder())
    expect(await readdir(below('tmp'))).toEqual([])
  })

  it.runIf(process.platform === 'linux')('fails when it does not let folders be made', async () => {
    expect(await open({ downloadDir: '/proc/self' })).toMatchObject({ ok: false, error: { code: 'folderUnusable' } })
  })

  it('is made where that is wished, with those above it, and stays', async () => {
    const folder = await openOk({ downloadDir: below('new', 'films'), makesFolder: true })
    expect(valueOf(await folder.torrentFolder(sintel))).toBe(below('new', 'films', sintel))
    await folder.close()
    expect(await readdir(below('new'))).toEqual(['films'])
    expect(await readdir(below('new', 'films'))).toEqual([])
  })

  it('is not made in the place of a file', async () => {
    expect(await open({ downloadDir: below('canary', 'inside', 'precious'), makesFolder: true })).toMatchObject({ ok: false, error: { code: 'folderUnusable' } })
  })

  it('is waited for where that is wished, and used as soon as it is there', async () => {
    const folder = await openOk({ downloadDir: below('nowhere'), waitsForFolder: true })
    expect(await folder.lookAtDownloads()).toMatchObject({ code: 'folderUnusable', details: { reason: 'missing' } })
    expect(await folder.torrentFolder(sintel)).toMatchObject({ ok: false, error: { code: 'folderUnusable', details: { reason: 'missing' } } })
    await mkdir(below('nowhere'))
    expect(await folder.lookAtDownloads()).toBeNull()
    expect(valueOf(await folder.torrentFolder(sintel))).toBe(below('nowhere', sintel))
    await folder.close()
    expect(await readdir(below('nowhere'))).toEqual([])
  })

  it('fails when the temporary directory is missing', async () => {
    expect(await open({ tempDir: below('nowhere') })).toMatchObject({ ok: false, error: { code: 'folderUnusable', details: { reason: 'missing' } } })
  })
})
