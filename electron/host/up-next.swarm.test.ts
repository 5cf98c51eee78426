import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTorrent } from '../../e2e/lab/make-torrent.ts'
import { createSwarm } from '../../e2e/lab/swarm.ts'
import type { Seeder, Swarm } from '../../e2e/lab/swarm.ts'
import { createTempFolder } from '../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../e2e/lab/temp-folder.ts'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import { startTestHost } from './test/running-host.ts'
import type { RunningHost } from './test/running-host.ts'
import { writeRandomContent } from './test/random-torrent.ts'

const MB = 1_000_000
const PIECE_BYTES = 131_072
const FILM_BYTES = 320 * PIECE_BYTES
const NEXT_BYTES = 160 * PIECE_BYTES
/** Half a megabyte a second: the window ahead takes a minute, or 32 MB, of it. */
const DURATION_SEC = FILM_BYTES / 500_000

describe('the file that plays next', () => {
  let folder: TempFolder
  let swarm: Swarm
  let seeder: Seeder
  let host: RunningHost | null = null
  let infoHash: Awaited<ReturnType<RunningHost['open']>>
  let streamId: string

  beforeEach(async () => {
    folder = await createTempFolder('up-next')
    swarm = createSwarm()
  })
  afterEach(async () => {
    await host?.close()
    host = null
    await swarm.close()
    await folder.close()
  })

  async function watchFirst(uploadBytesPerSec?: number): Promise<RunningHost> {
    const content = await writeRandomContent(folder.path, FILM_BYTES, NEXT_BYTES)
    const torrent = await makeTorrent({ content: content.path, torrentPath: path.join(folder.path, 'it.torrent'), pieceLengthBytes: PIECE_BYTES })
    seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent, ...(uploadBytesPerSec === undefined ? {} : { uploadBytesPerSec }) })
    const started = await startTestHost({ peers: [seeder] })
    host = started
    infoHash = await started.open({ kind: 'path', path: torrent.torrentPath })
    streamId = (await started.openStream(infoHash)).streamId
    started.reportPlayhead({ streamId, durationSec: DURATION_SEC, paused: true })
    return started
  }
  const nextHaves = (running: RunningHost) => running.haves(infoHash, NEXT_BYTES / PIECE_BYTES, 1)

  it('has its head and its end here once the film is safe, and nothing of it before', async () => {
    const running = await watchFirst(6 * MB)
    running.reportUpNext({ streamId, fileIndex: 1 })
    await waitUntil('some of the film is here', () => (running.status()?.cushionSec ?? 0) > 30)
    seeder.freeze() // no more of it comes while that is looked at
    expect(await nextHaves(running)).not.toContain('#')
    seeder.thaw()
    await waitUntil('head and end are here', async () => /^#{7}.*#$/u.test(await nextHaves(running)))
    expect(running.status()?.cushionSec).toBeGreaterThan(55)
  })

  it('is fetched to its end when all of the film is here', async () => {
    const running = await watchFirst()
    running.reportUpNext({ streamId, fileIndex: 1 })
    await waitUntil('all of it is here', async () => !(await nextHaves(running)).includes('.'))
    expect(running.progress()?.wastedBytes).toBeLessThan(0.02 * (FILM_BYTES + NEXT_BYTES))
  })

  it('is left alone when none is to follow', async () => {
    const running = await watchFirst()
    running.reportUpNext({ streamId, fileIndex: null })
    await waitUntil('the film is here', async () => !(await running.haves(infoHash, FILM_BYTES / PIECE_BYTES)).includes('.'))
    const sent = await seeder.uploadedBytes()
    await waitUntil('a few more plans are made', () => (running.status()?.complete ?? false) && running.progress()?.downloadBytesPerSec === 0)
    expect(await nextHaves(running)).not.toContain('#')
    expect(await seeder.uploadedBytes()).toBe(sent)
  })
})
