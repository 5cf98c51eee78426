import { execFile } from 'node:child_process'
import { chmod, lstat, mkdir, mkdtemp, readFile, readdir, rename, symlink, truncate, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { mountSmallDisk } from '../../e2e/lab/small-disk.ts'
import { parseInfoHash } from '../../shared/ids.ts'
import type { Result } from '../../shared/result.ts'
import { readProcessIdentity } from './process-identity.ts'
import { removeFolder } from './remove-data.ts'
import { MARKER_NAME, readMarker, replaceMarker, writeMarker } from './run-marker.ts'
import type { RunMarker } from './run-marker.ts'
import type { FilmMove } from './film-moves.ts'
import { openRunFolder } from './run-folder.ts'
import type { RunFolder, RunFolderOptions } from './run-folder.ts'

const run = promisify(execFile)
const uid = String(process.getuid?.() ?? 'user')
const sintel = valueOf(parseInfoHash('08ada5a7a6183aae1e09d831df6748d566095a10'))
const bunny = valueOf(parseInfoHash('dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c'))

let place = ''
beforeEach(async () => {
  place = await mkdtemp(path.join(os.tmpdir(), 'run-folder-'))
  await mkdir(below('tmp'))
  await mkdir(below('films'))
  await mkdir(below('canary', 'inside'), { recursive: true })
  await writeFile(below('canary', 'inside', 'precious'), 'keep me')
})
afterEach(async () => { await removeFolder(place) })

const below = (...names: string[]) => path.join(place, ...names)
const base = () => below('tmp', `millrace-${uid}`)
const open = (options: Partial<RunFolderOptions> = {}) => openRunFolder({ downloadDir: null, runId: 'run-a', ownerPid: process.pid, keep: false, tempDir: below('tmp'), ...options })
const openOk = async (options: Partial<RunFolderOptions> = {}): Promise<RunFolder> => valueOf(await open(options))
const canary = () => readFile(below('canary', 'inside', 'precious'), 'utf8')

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

/** A marker as a run leaves it behind whose process is gone: the number is taken by a later process. */
async function deadMarker(parts: Partial<RunMarker> = {}): Promise<RunMarker> {
  const owner = await readProcessIdentity(process.pid)
  return { format: 'millrace-run-1', id: 'dead', runId: 'dead-run', owner: { ...owner, start: '1' }, keep: false, downloadDir: null, ...parts }
}

async function leaveFolder(folder: string, marker: RunMarker | null): Promise<string> {
  await mkdir(path.join(folder, 'sub'), { recursive: true, mode: 0o700 })
  await writeFile(path.join(folder, 'sub', 'film.mp4'), 'film')
  if (marker !== null) await writeMarker(folder, marker)
  return folder
}

const exists = (file: string) => lstat(file).then(() => true, () => false)

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

describe('a download folder', () => {
  it('gets one folder per torrent, which goes at close; nothing else in it is touched', async () => {
    await writeFile(below('films', 'mine.mp4'), 'mine')
    await leaveFolder(below('films', bunny), null)
    const folder = await openOk({ downloadDir: below('films') })
    const torrent = valueOf(await folder.torrentFolder(sintel))
    expect(torrent).toBe(below('films', sintel))
    await writeFile(path.join(torrent, 'film.mp4'), 'film')
    expect(await folder.listTorrents()).toEqual([sintel])
    await folder.close()
    expect((await readdir(below('films'))).sort()).toEqual([bunny, 'mine.mp4'])
    expect(await readFile(below('films', bunny, 'sub', 'film.mp4'), 'utf8')).toBe('film')
    expect(await readdir(below('tmp'))).toEqual([])
  })

  it('is not written to where a folder of the same name is not ours', async () => {
    await leaveFolder(below('films', sintel), null)
    const folder = await openOk({ downloadDir: below('films') })
    expect(valueOf(await folder.torrentFolder(sintel))).toBe(below('films', `${sintel}.run-a`))
    await folder.close()
    expect(await readdir(below('films'))).toEqual([sintel])
  })

  it('keeps what the person keeps, lets a later run go on with it and never removes it', async () => {
    const first = await openOk({ downloadDir: below('films'), keep: true, ownerPid: await pidOfEndedProcess() })
    const torrent = valueOf(await first.torrentFolder(sintel))
    await writeFile(path.join(torrent, 'film.mp4'), 'film')
    await first.close()
    const second = await openOk({ downloadDir: below('films'), runId: 'run-b' })
    await second.reclaimed
    expect(valueOf(await second.torrentFolder(sintel))).toBe(torrent)
    await second.removeTorrent(sintel)
    await second.close()
    expect(await readFile(path.join(torrent, 'film.mp4'), 'utf8')).toBe('film')
  })

  it('never has two runs write into one folder', async () => {
    const first = await openOk({ downloadDir: below('films') })
    const second = await openOk({ downloadDir: below('films'), runId: 'run-b' })
    expect(valueOf(await first.torrentFolder(sintel))).toBe(below('films', sintel))
    expect(valueOf(await second.torrentFolder(sintel))).toBe(below('films', `${sintel}.run-b`))
    await second.close()
    expect(await readdir(below('films'))).toEqual([sintel])
    await first.close()
  })

  it('gives the same folder to callers that ask at once', async () => {
    const folder = await openOk({ downloadDir: below('films') })
    const asked = await Promise.all([folder.torrentFolder(sintel), folder.torrentFolder(sintel)])
    expect(asked.map(valueOf)).toEqual([below('films', sintel), below('films', sintel)])
    await folder.close()
  })

  it('makes a fresh folder where a dead run left its own', async () => {
    await leaveFolder(below('films', sintel), await deadMarker())
    const folder = await openOk({ downloadDir: below('films') })
    const torrent = valueOf(await folder.torrentFolder(sintel))
    expect(torrent).toBe(below('films', sintel))
    expect(await readdir(torrent)).toEqual([MARKER_NAME])
    await folder.close()
  })
})

describe('a torrent that is kept', () => {
  const kept = () => below('kept')
  const film = async (torrent: string, text = 'half a film') => {
    await mkdir(path.join(torrent, 'content'), { recursive: true })
    await writeFile(path.join(torrent, 'content', 'film.mp4'), text)
  }
  const readFilm = (torrent: string) => readFile(path.join(torrent, 'content', 'film.mp4'), 'utf8')

  it('is there after the end and at the next start, and the others are gone', async () => {
    const first = await openOk({ keptDir: kept() })
    await film(valueOf(await first.torrentFolder(sintel)))
    await film(valueOf(await first.torrentFolder(bunny)))
    await first.markTorrent(sintel, true)
    await first.close()
    expect(await readdir(below('tmp'))).toEqual([])
    expect(await readdir(kept())).toEqual([sintel])
    await asIfDead(path.join(kept(), sintel))
    const second = await openOk({ keptDir: kept(), runId: 'run-b', isKept: () => true })
    const again = valueOf(await second.torrentFolder(sintel))
    expect(await readFilm(again)).toBe('half a film')
    await second.removeTorrent(sintel)
    await second.close()
    expect(await readFilm(again)).toBe('half a film')
  })

  it('goes to another folder from the moment it is chosen, and what was kept before is still found', async () => {
    const other = below('other')
    await mkdir(other)
    const folder = await openOk({ keptDir: kept(), isKept: () => true })
    const before = valueOf(await folder.torrentFolder(sintel))
    await film(before)
    expect(await folder.setKeptDir(below('nowhere'), [kept()], true)).toMatchObject({ ok: false, error: { code: 'folderUnusable' } })
    expect(await folder.setKeptDir(other, [kept()], true)).toEqual({ ok: true, value: null })
    expect(valueOf(await folder.torrentFolder(bunny))).toBe(path.join(other, bunny))
    expect(valueOf(await folder.torrentFolder(sintel))).toBe(before)
    await folder.close()
    await asIfDead(before)
    const second = await openOk({ keptDir: other, formerKeptDirs: [kept()], runId: 'run-b', isKept: () => true })
    expect(await readFilm(valueOf(await second.torrentFolder(sintel)))).toBe('half a film')
    await second.close()
  })

  it('goes to its place from the first byte on when it is known beforehand', async () => {
    const folder = await openOk({ keptDir: kept(), isKept: (infoHash) => infoHash === sintel })
    expect(valueOf(await folder.torrentFolder(sintel))).toBe(path.join(kept(), sintel))
    expect(valueOf(await folder.torrentFolder(bunny))).toBe(path.join(folder.statePath, bunny))
    await folder.close()
    expect(await readdir(kept())).toEqual([sintel])
  })

  it('moves when it is closed, and is removable again when it is let go, by a later run too', async () => {
    const first = await openOk({ keptDir: kept() })
    await film(valueOf(await first.torrentFolder(sintel)))
    await first.markTorrent(sintel, true)
    await first.removeTorrent(sintel)
    expect(await readFilm(path.join(kept(), sintel))).toBe('half a film')
    await first.close()
    await asIfDead(path.join(kept(), sintel))
    const second = await openOk({ keptDir: kept(), runId: 'run-b' })
    await second.markTorrent(sintel, false)
    expect(await readdir(kept())).toEqual([sintel])
    await second.close()
    expect(await readdir(kept())).toEqual([])
  })

  it.each([true, false])('survives a crash of the run it began in (%s: marked as kept before)', async (marked) => {
    const dead = await leaveFolder(path.join(base(), 'run-dead'), await deadMarker({ keptDir: kept() }))
    const torrent = await leaveFolder(path.join(dead, sintel), marked ? await deadMarker({ keep: true }) : null)
    await film(torrent)
    const folder = await openOk({ keptDir: kept(), isKept: () => marked })
    const opened = marked ? valueOf(await folder.torrentFolder(sintel)) : null
    if (opened !== null) expect(await readFilm(opened)).toBe('half a film')
    await folder.reclaimed
    expect(await exists(dead)).toBe(false)
    expect(await exists(path.join(kept(), sintel))).toBe(marked)
    await folder.close()
  })

  it('stays in the dead run’s folder as long as its place cannot be made', async () => {
    await writeFile(kept(), 'a file in the way')
    const dead = await leaveFolder(path.join(base(), 'run-dead'), await deadMarker({ keptDir: kept() }))
    await film(await leaveFolder(path.join(dead, sintel), await deadMarker({ keep: true })))
    const folder = await openOk()
    await folder.reclaimed
    await folder.close()
    expect(await readFilm(path.join(dead, sintel))).toBe('half a film')
  })

  it('does not move through a symbolic link, and foreign folders in its place stay as they are', async () => {
    await mkdir(kept())
    await leaveFolder(path.join(kept(), sintel), null)
    const folder = await openOk({ keptDir: kept() })
    await film(valueOf(await folder.torrentFolder(sintel)))
    await folder.markTorrent(sintel, true)
    await symlink(below('canary'), path.join(folder.statePath, bunny))
    await folder.markTorrent(bunny, true)
    await folder.close()
    expect((await readdir(kept())).sort()).toEqual([sintel, `${sintel}.run-a`])
    expect(await readFilm(path.join(kept(), `${sintel}.run-a`))).toBe('half a film')
    expect(await readdir(below('canary'))).toEqual(['inside'])
  })

  it('is copied where its place is on another disk, holes stay holes, and the original goes last', async ({ skip }) => {
    const disk = await mountSmallDisk(below('disk'), { sizeBytes: 8_000_000 })
    if (disk === null) return skip('mounting needs rights this user does not have')
    try {
      const moves: FilmMove[] = []
      const folder = await openOk({ keptDir: path.join(disk.path, 'kept'), onMove: (move) => { moves.push(move) } })
      const torrent = valueOf(await folder.torrentFolder(sintel))
      await film(torrent, 'begin')
      await truncate(path.join(torrent, 'content', 'film.mp4'), 100_000_000)
      await folder.markTorrent(sintel, true)
      await folder.removeTorrent(sintel)
      expect(await exists(torrent)).toBe(false)
      expect(moves.slice(0, 2)).toEqual([1, 2].map((part) => ({ infoHash: sintel, doneBytes: part * 1024 * 1024, totalBytes: 100_000_000, canStop: true, isOver: false })))
      expect(moves.map(({ isOver }) => isOver).lastIndexOf(false)).toBe(moves.length - 2)
      const copy = path.join(disk.path, 'kept', sintel, 'content', 'film.mp4')
      expect((await lstat(copy)).size).toBe(100_000_000)
      expect((await readFile(copy)).subarray(0, 5).toString()).toBe('begin')
      expect((await folder.measure())[0]).toMatchObject({ infoHash: sintel, kept: true })
      await folder.close()
      expect(await readdir(path.join(disk.path, 'kept'))).toEqual([sintel])
    } finally {
      await disk.close()
    }
  })

  it('stays where it is when it is opened again while it is copied', async ({ skip }) => {
    const disk = await mountSmallDisk(below('disk'), { sizeBytes: 100_000_000 })
    if (disk === null) return skip('mounting needs rights this user does not have')
    try {
      const keptDir = path.join(disk.path, 'kept')
      const folder = await openOk({ keptDir })
      const torrent = valueOf(await folder.torrentFolder(sintel))
      await film(torrent, 'x'.repeat(60_000_000))
      await folder.markTorrent(sintel, true)
      const moving = folder.removeTorrent(sintel)
      await vi.waitUntil(async () => (await readdir(keptDir).catch(() => [])).length > 0, { interval: 1, timeout: 10_000 })
      expect(valueOf(await folder.torrentFolder(sintel))).toBe(torrent)
      await moving
      expect(await readdir(keptDir)).toEqual([])
      expect((await lstat(path.join(torrent, 'content', 'film.mp4'))).size).toBe(60_000_000)
      await folder.close()
    } finally {
      await disk.close()
    }
  })

  it('stays where it is, still kept, when the person stops the copy', async ({ skip }) => {
    const disk = await mountSmallDisk(below('disk'), { sizeBytes: 100_000_000 })
    if (disk === null) return skip('mounting needs rights this user does not have')
    try {
      const keptDir = path.join(disk.path, 'kept')
      const moves: FilmMove[] = []
      const folder = await openOk({ keptDir, onMove: (move) => {
        moves.push(move)
        if (move.doneBytes > 20_000_000 && !move.isOver) folder.stopMove(sintel)
      } })
      const torrent = valueOf(await folder.torrentFolder(sintel))
      await film(torrent, 'x'.repeat(60_000_000))
      await folder.markTorrent(sintel, true)
      await folder.removeTorrent(sintel)
      expect(moves.at(-1)).toMatchObject({ isOver: true, totalBytes: 60_000_000 })
      expect(moves.at(-1)?.doneBytes).toBeLessThan(30_000_000)
      expect(await readdir(keptDir)).toEqual([])
      expect(await folder.isMarkedKept(torrent)).toBe(true)
      expect((await lstat(path.join(torrent, 'content', 'film.mp4'))).size).toBe(60_000_000)
      await folder.close()
    } finally {
      await disk.close()
    }
  })

  /** A film of a dead run whose place is on another disk; stopped, or opened, in the middle of its copy. */
  it.for(['stopped by the person', 'opened'] as const)('that a dead run left is ours at once, and stays so when its copy is %s', async (how, { skip }) => {
    const disk = await mountSmallDisk(below('disk'), { sizeBytes: 100_000_000 })
    if (disk === null) return skip('mounting needs rights this user does not have')
    try {
      const keptDir = path.join(disk.path, 'kept')
      const dead = await leaveFolder(path.join(base(), 'run-dead'), await deadMarker({ keptDir }))
      await film(await leaveFolder(path.join(dead, sintel), await deadMarker({ keep: true })), 'x'.repeat(60_000_000))
      const again: { folder: Promise<Result<string>> | null } = { folder: null }
      let over: () => void = () => undefined
      const isOver = new Promise<void>((resolve) => { over = resolve })
      const folder = await openOk({ keptDir, isKept: () => true, onMove: (move) => {
        expect(move.canStop).toBe(true)
        if (move.isOver) over()
        else if (move.doneBytes < 20_000_000 || again.folder !== null) return
        else if (how === 'opened') again.folder = folder.torrentFolder(sintel)
        else folder.stopMove(sintel)
      } })
      await isOver
      await folder.reclaimed
      expect(await exists(dead)).toBe(false)
      const torrent = valueOf(await (again.folder ?? folder.torrentFolder(sintel)))
      expect(torrent).toBe(path.join(folder.statePath, sintel))
      expect((await lstat(path.join(torrent, 'content', 'film.mp4'))).size).toBe(60_000_000)
      expect(await folder.isMarkedKept(torrent)).toBe(true)
      expect(await readdir(keptDir)).toEqual([])
      await folder.close()
      expect(await exists(torrent)).toBe(true)
    } finally {
      await disk.close()
    }
  })

  it('that a dead run left is copied to its place on another disk, and is not taken for one that is open', async ({ skip }) => {
    const disk = await mountSmallDisk(below('disk'), { sizeBytes: 100_000_000 })
    if (disk === null) return skip('mounting needs rights this user does not have')
    try {
      const keptDir = path.join(disk.path, 'kept')
      const dead = await leaveFolder(path.join(base(), 'run-dead'), await deadMarker({ keptDir }))
      await film(await leaveFolder(path.join(dead, sintel), await deadMarker({ keep: true })), 'x'.repeat(20_000_000))
      const folder = await openOk({ keptDir })
      await folder.reclaimed
      expect(await folder.listTorrents()).toEqual([])
      await vi.waitUntil(async () => await exists(path.join(keptDir, sintel)) && !(await exists(path.join(folder.statePath, sintel))), { timeout: 20_000 })
      await folder.close()
      expect(await readdir(below('tmp'))).toEqual([])
      expect(await readFilm(path.join(keptDir, sintel))).toHaveLength(20_000_000)
    } finally {
      await disk.close()
    }
  })

  it('stays where it is when there is no room for a copy, which leaves nothing behind', async ({ skip }) => {
    const disk = await mountSmallDisk(below('disk'), { sizeBytes: 2_000_000 })
    if (disk === null) return skip('mounting needs rights this user does not have')
    try {
      const keptDir = path.join(disk.path, 'kept')
      const folder = await openOk({ keptDir })
      await film(valueOf(await folder.torrentFolder(sintel)), 'x'.repeat(4_000_000))
      await folder.markTorrent(sintel, true)
      await folder.removeTorrent(sintel)
      await folder.close()
      expect(await readdir(keptDir)).toEqual([])
      expect(await exists(path.join(folder.statePath, sintel, 'content', 'film.mp4'))).toBe(true)
    } finally {
      await disk.close()
    }
  })
})

describe('what dead runs left behind', () => {
  it('is removed in the background, their torrents in download folders too', async () => {
    const dead = await leaveFolder(path.join(base(), 'run-dead'), await deadMarker({ downloadDir: below('films') }))
    const torrent = await leaveFolder(below('films', sintel), await deadMarker())
    const folder = await openOk()
    await folder.reclaimed
    expect(await exists(dead)).toBe(false)
    expect(await exists(torrent)).toBe(false)
    expect(await readdir(below('films'))).toEqual([])
    await folder.close()
  })

  it('is told from folders of live runs, folders without a marker and links, which stay', async () => {
    const live = await leaveFolder(path.join(base(), 'run-live'), await deadMarker({ owner: await readProcessIdentity(process.pid) }))
    const foreign = await leaveFolder(path.join(base(), 'run-foreign'), null)
    const kept = await leaveFolder(path.join(base(), 'run-kept'), await deadMarker({ keep: true }))
    const broken = await leaveFolder(path.join(base(), 'run-broken'), null)
    await writeFile(path.join(broken, MARKER_NAME), '{"format":')
    await writeMarker(below('canary'), await deadMarker())
    await symlink(below('canary'), path.join(base(), 'run-link'))
    const linkedMarker = await leaveFolder(path.join(base(), 'run-linked-marker'), null)
    await symlink(below('canary', MARKER_NAME), path.join(linkedMarker, MARKER_NAME))
    const folder = await openOk()
    await folder.reclaimed
    for (const survivor of [live, foreign, kept, broken, linkedMarker]) expect(await readFile(path.join(survivor, 'sub', 'film.mp4'), 'utf8')).toBe('film')
    expect(await canary()).toBe('keep me')
    await folder.close()
  })

  it('goes without what its links point at', async () => {
    const dead = await leaveFolder(path.join(base(), 'run-dead'), await deadMarker())
    await symlink(below('canary'), path.join(dead, 'link'))
    await symlink(below('canary'), path.join(dead, 'sub', 'link'))
    const folder = await openOk()
    await folder.reclaimed
    expect(await exists(dead)).toBe(false)
    expect(await canary()).toBe('keep me')
    await folder.close()
  })

  it('goes after a removal that was cut short', async () => {
    const dead = await leaveFolder(path.join(base(), '.millrace-removing-1'), await deadMarker())
    const folder = await openOk()
    await folder.reclaimed
    expect(await exists(dead)).toBe(false)
    await folder.close()
  })

  it('goes within seconds even when it is 3000 folders deep', async () => {
    const dead = await leaveFolder(path.join(base(), 'run-dead'), await deadMarker())
    await mkdir(below('deep'))
    for (let i = 0; i < 3000; i++) {
      await mkdir(below('next'))
      await rename(below('deep'), below('next', 'd'))
      await rename(below('next'), below('deep'))
    }
    await rename(below('deep'), path.join(dead, 'deep'))
    const folder = await openOk()
    await folder.reclaimed
    expect(await exists(dead)).toBe(false)
    await folder.close()
  })

  it('leaves a mount inside it as it is', async ({ skip }) => {
    const dead = await leaveFolder(path.join(base(), 'run-dead'), await deadMarker())
    const mounted = path.join(dead, 'sub', 'mounted')
    await mkdir(mounted)
    const canMount = await run('mount', ['--bind', below('canary'), mounted]).then(() => true, () => false)
    if (!canMount) return skip('mounting needs rights this user does not have')
    const folder = await openOk()
    await folder.reclaimed
    expect(await canary()).toBe('keep me')
    await folder.close()
    const [trash = ''] = await readdir(base())
    const lifted = (await readdir(path.join(base(), trash))).find((name) => name.startsWith('.lifted')) ?? ''
    await run('umount', [path.join(base(), trash, lifted, 'mounted')])
    expect((await readMarker(path.join(base(), trash)))?.runId).toBe('dead-run')
  })
})

/** The run that marked the folder is gone. */
async function asIfDead(folder: string): Promise<void> {
  const marker = await readMarker(folder)
  if (marker === null) throw new Error(`${folder} is not marked`)
  await replaceMarker(folder, { ...marker, owner: { ...marker.owner, start: '1' } })
}

async function pidOfEndedProcess(): Promise<number> {
  const { stdout } = await run(process.execPath, ['-p', 'process.pid'])
  return Number(stdout)
}
