import { readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { MARKER_NAME } from './run-marker.ts'
import { bunny, deadMarker, leaveFolder, run, sintel, useRunPlace, valueOf } from './test/run-place.fixture.ts'

const { below, openOk } = useRunPlace()

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

async function pidOfEndedProcess(): Promise<number> {
  const { stdout } = await run(process.execPath, ['-p', 'process.pid'])
  return Number(stdout)
}
