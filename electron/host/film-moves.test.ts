import { readFileSync, readdirSync } from 'node:fs'
import { lstat, readFile, readdir, truncate } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { TestContext } from 'vitest'
import { mountSmallDisk } from '../../e2e/lab/small-disk.ts'
import type { Result } from '../../shared/result.ts'
import type { FilmMove } from './film-moves.ts'
import { readProcessIdentity } from './process-identity.ts'
import { MARKER_NAME } from './run-marker.ts'
import { deadMarker, exists, leaveFolder, readFilm, sintel, useRunPlace, valueOf, writeFilm } from './test/run-place.fixture.ts'

const { below, base, openOk } = useRunPlace()

/** Runs a test with a folder for kept films on a disk of its own, which is small. */
function onSmallDisk(sizeBytes: number, judge: (keptDir: string) => Promise<void>) {
  return async ({ skip }: Pick<TestContext, 'skip'>): Promise<void> => {
    const disk = await mountSmallDisk(below('disk'), { sizeBytes })
    if (disk === null) { skip('mounting needs rights this user does not have'); return }
    await judge(path.join(disk.path, 'kept')).finally(() => disk.close())
  }
}

describe('a torrent that is kept on another disk', () => {
  it('is copied there, holes stay holes, and the original goes last', onSmallDisk(8_000_000, async (keptDir) => {
    const moves: FilmMove[] = []
    const folder = await openOk({ keptDir, onMove: (move) => { moves.push(move) } })
    const torrent = valueOf(await folder.torrentFolder(sintel))
    await writeFilm(torrent, 'begin')
    await truncate(path.join(torrent, 'content', 'film.mp4'), 100_000_000)
    await folder.markTorrent(sintel, true)
    await folder.removeTorrent(sintel)
    expect(await exists(torrent)).toBe(false)
    expect(moves.slice(0, 2)).toEqual([1, 2].map((part) => ({ infoHash: sintel, doneBytes: part * 1024 * 1024, totalBytes: 100_000_000, canStop: true, isOver: false })))
    expect(moves.map(({ isOver }) => isOver).lastIndexOf(false)).toBe(moves.length - 2)
    const copy = path.join(keptDir, sintel, 'content', 'film.mp4')
    expect((await lstat(copy)).size).toBe(100_000_000)
    expect((await readFile(copy)).subarray(0, 5).toString()).toBe('begin')
    expect((await folder.measure())[0]).toMatchObject({ infoHash: sintel, kept: true })
    await folder.close()
    expect(await readdir(keptDir)).toEqual([sintel])
  }))

  it('stays where it is when it is opened again while it is copied', onSmallDisk(100_000_000, async (keptDir) => {
    const folder = await openOk({ keptDir })
    const torrent = valueOf(await folder.torrentFolder(sintel))
    await writeFilm(torrent, 'x'.repeat(60_000_000))
    await folder.markTorrent(sintel, true)
    const moving = folder.removeTorrent(sintel)
    await vi.waitUntil(async () => (await readdir(keptDir).catch(() => [])).length > 0, { interval: 1, timeout: 10_000 })
    expect(valueOf(await folder.torrentFolder(sintel))).toBe(torrent)
    await moving
    expect(await readdir(keptDir)).toEqual([])
    expect((await lstat(path.join(torrent, 'content', 'film.mp4'))).size).toBe(60_000_000)
    await folder.close()
  }))

  it('stays where it is, still kept, when the person stops the copy', onSmallDisk(100_000_000, async (keptDir) => {
    const moves: FilmMove[] = []
    const folder = await openOk({ keptDir, onMove: (move) => {
      moves.push(move)
      if (move.doneBytes > 20_000_000 && !move.isOver) folder.stopMove(sintel)
    } })
    const torrent = valueOf(await folder.torrentFolder(sintel))
    await writeFilm(torrent, 'x'.repeat(60_000_000))
    await folder.markTorrent(sintel, true)
    await folder.removeTorrent(sintel)
    expect(moves.at(-1)).toMatchObject({ isOver: true, totalBytes: 60_000_000 })
    expect(moves.at(-1)?.doneBytes).toBeLessThan(30_000_000)
    expect(await readdir(keptDir)).toEqual([])
    expect(await folder.isMarkedKept(torrent)).toBe(true)
    expect((await lstat(path.join(torrent, 'content', 'film.mp4'))).size).toBe(60_000_000)
    await folder.close()
  }))

  /** A film of a dead run whose place is on another disk; stopped, or opened, in the middle of its copy. */
  it.for(['stopped by the person', 'opened'] as const)('that a dead run left is ours at once, and stays so when its copy is %s', (how, context) => onSmallDisk(100_000_000, async (keptDir) => {
    const dead = await leaveFolder(path.join(base(), 'run-dead'), await deadMarker({ keptDir }))
    await writeFilm(await leaveFolder(path.join(dead, sintel), await deadMarker({ keep: true })), 'x'.repeat(60_000_000))
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
  })(context))

  it('that a dead run left is nobody’s rubbish while it is copied', onSmallDisk(100_000_000, async (keptDir) => {
    const dead = await leaveFolder(path.join(base(), 'run-dead'), await deadMarker({ keptDir }))
    await writeFilm(await leaveFolder(path.join(dead, sintel), await deadMarker({ keep: true })), 'x'.repeat(20_000_000))
    const halfway: unknown[] = []
    let over: () => void = () => undefined
    const isOver = new Promise<void>((resolve) => { over = resolve })
    const folder = await openOk({ keptDir, onMove: (move) => {
      if (halfway.length === 0) halfway.push(...readdirSync(keptDir).map((name): unknown => JSON.parse(readFileSync(path.join(keptDir, name, MARKER_NAME), 'utf8'))))
      if (move.isOver) over()
    } })
    await isOver
    expect(halfway).toMatchObject([{ keep: false, owner: await readProcessIdentity(process.pid) }])
    await folder.close()
  }))

  it('that a dead run left is copied to its place on another disk, and is not taken for one that is open', onSmallDisk(100_000_000, async (keptDir) => {
    const dead = await leaveFolder(path.join(base(), 'run-dead'), await deadMarker({ keptDir }))
    await writeFilm(await leaveFolder(path.join(dead, sintel), await deadMarker({ keep: true })), 'x'.repeat(20_000_000))
    const folder = await openOk({ keptDir })
    await folder.reclaimed
    expect(await folder.listTorrents()).toEqual([])
    await vi.waitUntil(async () => await exists(path.join(keptDir, sintel)) && !(await exists(path.join(folder.statePath, sintel))), { timeout: 20_000 })
    await folder.close()
    expect(await readdir(below('tmp'))).toEqual([])
    expect(await readFilm(path.join(keptDir, sintel))).toHaveLength(20_000_000)
  }))

  it('stays where it is when there is no room for a copy, which leaves nothing behind', onSmallDisk(2_000_000, async (keptDir) => {
    const folder = await openOk({ keptDir })
    await writeFilm(valueOf(await folder.torrentFolder(sintel)), 'x'.repeat(4_000_000))
    await folder.markTorrent(sintel, true)
    await folder.removeTorrent(sintel)
    await folder.close()
    expect(await readdir(keptDir)).toEqual([])
    expect(await exists(path.join(folder.statePath, sintel, 'content', 'film.mp4'))).toBe(true)
  }))
})
