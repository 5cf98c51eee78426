import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { runTool } from '../../e2e/lab/run-tool.ts'
import { mountSmallDisk } from '../../e2e/lab/small-disk.ts'
import type { Seeder } from '../../e2e/lab/swarm.ts'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import type { InfoHash } from '../../shared/ids.ts'
import { readUrl } from './test/running-host.ts'
import type { Reading, RunningHost } from './test/running-host.ts'
import type { RandomContent } from './test/random-torrent.ts'
import { useSwarmRoom } from './test/swarm-room.fixture.ts'

const MB = 1_000_000
const FILM_BYTES = 12 * MB
const PIECE_BYTES = 262_144
/** Slow enough that something happens in the middle of the film. */
const BYTES_PER_SEC = 4 * MB
const NEVER = new AbortController().signal

const room = useSwarmRoom('lost-disk')
let seeder: Seeder
let content: RandomContent
let torrentPath: string
let magnet: string

beforeEach(async () => {
  const seeded = await room.seedRandom(FILM_BYTES, { pieceLengthBytes: PIECE_BYTES, uploadBytesPerSec: BYTES_PER_SEC });
  ({ seeder, content } = seeded)
  ;({ torrentPath, magnet } = seeded.torrent)
})

/** Starts to read the film into `downloads`. */
async function play(downloads: string, keep = false): Promise<{ readonly infoHash: InfoHash; readonly reading: Reading; readonly running: RunningHost }> {
  const running = await room.startHost({ peers: [seeder], downloadDir: downloads, keep })
  const infoHash = await running.open({ kind: 'path', path: torrentPath })
  const reading = readUrl(running.url(infoHash))
  await reading.waitFor(FILM_BYTES / 4)
  return { infoHash, reading, running }
}

const downloadsIn = async (place: string) => {
  const downloads = path.join(place, 'downloads')
  await mkdir(downloads)
  return downloads
}

/** What was read is right to the end, and so is all of it read once more: nothing is believed that is not on the disk. */
async function expectWhole(reading: Reading, url: string): Promise<void> {
  await reading.done
  expect(reading.sha256()).toBe(content.hashes[0])
  const again = readUrl(url)
  await again.done
  expect(again.sha256()).toBe(content.hashes[0])
}

const problemOf = (running: RunningHost) => running.snapshot()?.problem ?? null

describe('in the middle of a film', () => {
  it.each([['of chunks', false], ['of kept files', true]])('a folder %s that is deleted is made anew, and the film goes on', async (_kind, keep) => {
    const downloads = await downloadsIn(room.at())
    const { infoHash, reading, running } = await play(downloads, keep)
    await rm(path.join(downloads, infoHash), { recursive: true, maxRetries: 10 }) // something may be written into it meanwhile
    await expectWhole(reading, running.url(infoHash))
    expect(await readdir(path.join(downloads, infoHash))).toContain('.millrace-run.json')
    expect(problemOf(running)).toBeNull()
  })

  it('a download folder that is taken away stops it with a reason; brought back, it goes on with what is in it', async () => {
    const downloads = await downloadsIn(room.at())
    const { infoHash, reading, running } = await play(downloads)
    await reading.waitFor(FILM_BYTES / 2)
    await rename(downloads, `${downloads}-elsewhere`)
    await waitUntil('it says why', () => problemOf(running)?.code === 'folderUnusable')
    expect(problemOf(running)).toMatchObject({ details: { reason: 'ENOENT' } })
    await rename(`${downloads}-elsewhere`, downloads)
    await waitUntil('it goes on', () => problemOf(running) === null)
    await expectWhole(reading, running.url(infoHash))
    expect(running.progress()?.receivedBytes).toBeLessThan(FILM_BYTES * 1.4) // all of it once, what came while nothing could be written, and not the first half again
  })

  it.each(['file', 'link'] as const)('a download folder that is not there at the start is waited for: what is opened by a %s says so, and is there when the folder is', async (how) => {
    const source = how === 'file' ? { kind: 'path', path: torrentPath } as const : { kind: 'text', text: magnet } as const
    const downloads = room.at('downloads')
    const running = await room.startHost({ peers: [seeder], downloadDir: downloads, waitsForFolder: true })
    expect(running.troubles.problem()).toMatchObject({ code: 'folderUnusable', details: { folder: downloads, reason: 'missing' } })
    const told: (string | null)[] = []
    running.troubles.onChange((problem) => { told.push(problem?.code ?? null) })
    await expect(running.open(source)).rejects.toMatchObject({ code: 'folderUnusable' })
    expect(running.snapshot()).toMatchObject({ phase: 'failed', problem: { code: 'folderUnusable' } })
    await mkdir(downloads)
    await waitUntil('it is open', () => running.snapshot()?.phase === 'ready')
    expect(told).toEqual([null])
    const infoHash = await running.open(source)
    const reading = readUrl(running.url(infoHash))
    await expectWhole(reading, running.url(infoHash))
  })

  it('single files that are deleted are fetched again when they are read', async () => {
    const downloads = await downloadsIn(room.at())
    const { infoHash, reading, running } = await play(downloads)
    await reading.done
    await running.openStream(infoHash)
    const chunks = path.join(downloads, infoHash, 'chunks')
    for (const name of (await readdir(chunks)).filter((_name, i) => i % 2 === 0)) await rm(path.join(chunks, name))
    await waitUntil('they are missed', async () => (await running.haves(infoHash, Math.ceil(FILM_BYTES / PIECE_BYTES))).includes('.'))
    await expectWhole(reading, running.url(infoHash))
  })

  it('a folder that turns read-only stops it with a reason, and it goes on once it may write', async ({ skip }) => {
    const downloads = await downloadsIn(room.at())
    const { infoHash, reading, running } = await play(downloads)
    const chunks = path.join(downloads, infoHash, 'chunks')
    if (!(await allowWriting(chunks, false))) { skip('folders cannot be made immutable here'); return }
    try {
      await waitUntil('it says why', () => problemOf(running)?.code === 'folderUnusable')
    } finally {
      await allowWriting(chunks, true)
    }
    await expectWhole(reading, running.url(infoHash))
    expect(problemOf(running)).toBeNull()
  })

  it('a disk that other programs fill leaves the film what it has, and only a full one stops it until there is room', async ({ skip }) => {
    const disk = await mountSmallDisk(room.at('disk'), { sizeBytes: 4 * FILM_BYTES })
    if (!disk) { skip('file systems cannot be mounted here'); return }
    await room.closing(disk)
    const downloads = await downloadsIn(disk.path)
    const ballast = path.join(disk.path, 'ballast')
    await writeFile(ballast, Buffer.alloc(4 * FILM_BYTES - 2 * MB))
    const running = await room.startHost({ peers: [seeder], downloadDir: downloads })
    const infoHash = await running.open({ kind: 'path', path: torrentPath })
    const reading = readUrl(running.url(infoHash))
    await waitUntil('it says why', () => problemOf(running)?.code === 'diskFull')
    await rm(ballast)
    await expectWhole(reading, running.url(infoHash))
    expect(problemOf(running)).toBeNull()
  })
})

describe('before a film is here', () => {
  it('a magnet link whose details come while there is no download folder opens when it is tried again', async () => {
    const downloads = await downloadsIn(room.at())
    const running = await room.startHost({ peers: [seeder], downloadDir: downloads })
    await rm(downloads, { recursive: true })
    const { infoHash } = await running.handlers['media.openSource']({ source: { kind: 'text', text: magnet } }, NEVER)
    await waitUntil('it says why', () => problemOf(running)?.code === 'folderUnusable')
    await mkdir(downloads)
    await running.handlers['media.retryTorrent']({ infoHash }, NEVER)
    await readUrl(running.url(await running.open({ kind: 'text', text: magnet })), 0, PIECE_BYTES).done
    expect(problemOf(running)).toBeNull()
  })
})

/** Permissions do not hold back a user who may do everything; this does. False where it cannot be said. */
async function allowWriting(place: string, may: boolean): Promise<boolean> {
  return (await runTool('chattr', [may ? '-i' : '+i', place])).code === 0
}
