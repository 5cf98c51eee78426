import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readMarker, replaceMarker } from './run-marker.ts'
import { bunny, deadMarker, exists, leaveFolder, readFilm, sintel, useRunPlace, valueOf, writeFilm } from './test/run-place.fixture.ts'

const { below, base, openOk } = useRunPlace()

describe('a torrent that is kept', () => {
  const kept = () => below('kept')

  it('is there after the end and at the next start, and the others are gone', async () => {
    const first = await openOk({ keptDir: kept() })
    await writeFilm(valueOf(await first.torrentFolder(sintel)))
    await writeFilm(valueOf(await first.torrentFolder(bunny)))
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
    await writeFilm(before)
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
    await writeFilm(valueOf(await first.torrentFolder(sintel)))
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
    await writeFilm(torrent)
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
    await writeFilm(await leaveFolder(path.join(dead, sintel), await deadMarker({ keep: true })))
    const folder = await openOk()
    await folder.reclaimed
    await folder.close()
    expect(await readFilm(path.join(dead, sintel))).toBe('half a film')
  })

  it('does not move through a symbolic link, and foreign folders in its place stay as they are', async () => {
    await mkdir(kept())
    await leaveFolder(path.join(kept(), sintel), null)
    const folder = await openOk({ keptDir: kept() })
    await writeFilm(valueOf(await folder.torrentFolder(sintel)))
    await folder.markTorrent(sintel, true)
    await symlink(below('canary'), path.join(folder.statePath, bunny))
    await folder.markTorrent(bunny, true)
    await folder.close()
    expect((await readdir(kept())).sort()).toEqual([sintel, `${sintel}.run-a`])
    expect(await readFilm(path.join(kept(), `${sintel}.run-a`))).toBe('half a film')
    expect(await readdir(below('canary'))).toEqual(['inside'])
  })
})

/** The run that marked the folder is gone. */
async function asIfDead(folder: string): Promise<void> {
  const marker = await readMarker(folder)
  if (marker === null) throw new Error(`${folder} is not marked`)
  await replaceMarker(folder, { ...marker, owner: { ...marker.owner, start: '1' } })
}
