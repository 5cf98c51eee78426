import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sentUntil } from '../../e2e/lab/sent-until.ts'
import type { Seeder } from '../../e2e/lab/swarm.ts'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import { readUrl } from './test/running-host.ts'
import type { RunningHost } from './test/running-host.ts'
import type { RandomContent } from './test/random-torrent.ts'
import { useSwarmRoom } from './test/swarm-room.fixture.ts'

const MB = 1_000_000
const PIECE_BYTES = 262_144
/** A seeder of 1 MB/s, 40 ms away and back. */
const UPLOAD = 1 * MB
/** What is on its way when a jump happens: the open requests (a round trip and 150 ms) and half a second in the seeder's buffers, twice for a busy machine. */
const ON_ITS_WAY = 2 * 0.7 * UPLOAD

describe('the window follows the reads', () => {
  const room = useSwarmRoom('jump')
  let host: RunningHost
  let content: RandomContent
  let seeder: Seeder
  let infoHash: Awaited<ReturnType<RunningHost['open']>>

  async function begin(length: number, pieceLengthBytes = PIECE_BYTES): Promise<void> {
    const seeded = await room.seedRandom(length, { pieceLengthBytes, uploadBytesPerSec: UPLOAD, delayMs: 20 });
    ({ content, seeder } = seeded)
    host = await room.startHost({ peers: [seeder] })
    infoHash = await host.open({ kind: 'path', path: seeded.torrent.torrentPath })
  }
  const hashOf = (from: number, end: number) => createHash('sha256').update(content.bytes[0]?.subarray(from, end) ?? '').digest('hex')

  it('a jump to a missing part gets its bytes before the rest', async () => {
    await begin(30 * MB)
    const playing = readUrl(host.url(infoHash))
    await playing.waitFor(1 * MB)
    for (const at of [20 * MB, 8 * MB, 27 * MB]) {
      const sentBefore = await seeder.uploadedBytes()
      const jumped = readUrl(host.url(infoHash), at, at + 100_000)
      expect(await sentUntil(seeder, jumped.done) - sentBefore).toBeLessThan(2 * PIECE_BYTES + ON_ITS_WAY)
      expect(jumped.sha256()).toBe(hashOf(at, at + 100_000))
    }
    playing.stop()
  })

  it('the player gets the first bytes of a large piece without waiting for the whole of it', async () => {
    await begin(24 * MB, 8 * 1024 * 1024)
    const { url } = await host.openStream(infoHash)
    const at = 12 * MB
    const sentBefore = await seeder.uploadedBytes()
    const early = readUrl(url, at)
    expect(await sentUntil(seeder, early.waitFor(100_000)) - sentBefore).toBeLessThan(3 * MB)
    expect(await host.haves(infoHash, 3)).toBe('...')
    early.stop()
  })

  it('other programs get nothing of a piece before it is verified', async () => {
    await begin(6 * MB, 2 * 1024 * 1024)
    const reading = readUrl(host.url(infoHash))
    await reading.waitFor(1)
    expect((await host.haves(infoHash, 3))[0]).toBe('#')
    expect(await seeder.uploadedBytes()).toBeGreaterThanOrEqual(2 * 1024 * 1024)
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
  })

  it('a reader that goes away takes its urgency with it at once', async () => {
    await begin(40 * MB, 4 * 1024 * 1024)
    const gone = readUrl(host.url(infoHash), 30 * MB)
    const stays = readUrl(host.url(infoHash))
    const sentAtStart = await seeder.uploadedBytes()
    await waitUntil('bytes flow', async () => await seeder.uploadedBytes() > sentAtStart + 500_000)
    gone.stop()
    const sentBefore = await seeder.uploadedBytes()
    expect(await sentUntil(seeder, stays.waitFor(1)) - sentBefore).toBeLessThan(4 * 1024 * 1024 + 0.6 * MB + ON_ITS_WAY)
    expect((await host.haves(infoHash, 10)).slice(7, 9)).toBe('..')
    stays.stop()
  })

  it('the clock of a player decides what comes next, before anybody reads there', async () => {
    await begin(40 * MB)
    const { streamId } = await host.openStream(infoHash)
    host.reportPlayhead({ streamId, currentTimeSec: 100, durationSec: 160 }) // 250 kB/s: 25 MB into the file
    const piece = Math.floor(25 * MB / PIECE_BYTES)
    const sentBefore = await seeder.uploadedBytes()
    const come = waitUntil('the pieces there have come', async () => (await host.haves(infoHash, 153)).slice(piece + 1, piece + 5) === '####') // the clock runs on meanwhile
    expect(await sentUntil(seeder, come) - sentBefore).toBeLessThan(6 * PIECE_BYTES + 2 * 262_144 + ON_ITS_WAY)
  })
})
