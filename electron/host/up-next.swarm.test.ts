import { describe, expect, it } from 'vitest'
import type { Seeder } from '../../e2e/lab/swarm.ts'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import type { RunningHost } from './test/running-host.ts'
import { useSwarmRoom } from './test/swarm-room.fixture.ts'

const MB = 1_000_000
const PIECE_BYTES = 131_072
const FILM_BYTES = 320 * PIECE_BYTES
const NEXT_BYTES = 160 * PIECE_BYTES
/** Half a megabyte a second: the window ahead takes a minute, or 32 MB, of it. */
const DURATION_SEC = FILM_BYTES / 500_000

describe('the file that plays next', () => {
  const room = useSwarmRoom('up-next')
  let seeder: Seeder
  let infoHash: Awaited<ReturnType<RunningHost['open']>>
  let streamId: string

  async function watchFirst(uploadBytesPerSec = 0): Promise<RunningHost> {
    const seeded = await room.seedRandom([FILM_BYTES, NEXT_BYTES], { pieceLengthBytes: PIECE_BYTES, uploadBytesPerSec })
    seeder = seeded.seeder
    const started = await room.startHost({ peers: [seeder] })
    infoHash = await started.open({ kind: 'path', path: seeded.torrent.torrentPath })
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
