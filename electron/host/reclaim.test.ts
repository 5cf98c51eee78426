import { mkdir, readFile, readdir, rename, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readProcessIdentity } from './process-identity.ts'
import { MARKER_NAME, readMarker, writeMarker } from './run-marker.ts'
import { deadMarker, exists, leaveFolder, run, sintel, useRunPlace } from './test/run-place.fixture.ts'

const { below, base, openOk, canary } = useRunPlace()

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
