import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { diskUsage, watchUsage } from '../../e2e/lab/disk-usage.ts'
import { startListeningPeer } from '../../e2e/lab/listening-peer.ts'
import { seedFilm } from '../../e2e/lab/seeded-film.ts'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import type { StreamStatus } from '../../shared/torrent/snapshot.ts'
import { readUrl } from './test/running-host.ts'
import { useSwarmRoom } from './test/swarm-room.fixture.ts'

const MB = 1_000_000
const PIECE_BYTES = 262_144
const LIMIT_BYTES = 16 * MB
const FILM_BYTES = 80 * MB
const NEVER = new AbortController().signal

const room = useSwarmRoom('disk-limit')

it('a film five times as large as the limit is read to the end, with jumps, and never takes more than it may', async () => {
  const { content, torrent, seeder } = await room.seedRandom(FILM_BYTES, { pieceLengthBytes: PIECE_BYTES })
  const downloads = room.at('downloads')
  await mkdir(downloads)
  const host = await room.startHost({ peers: [seeder], downloadDir: downloads, storageLimitBytes: LIMIT_BYTES })
  const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
  const usage = watchUsage(downloads, 20)

  for (const [from, bytes] of [[0, 20 * MB], [60 * MB, 20 * MB], [5 * MB, 4 * MB]] as const) {
    const part = readUrl(host.url(infoHash), from, from + bytes)
    await part.done
    expect(part.sha256()).toBe(createHash('sha256').update(content.bytes[0]?.subarray(from, from + bytes) ?? '').digest('hex'))
  }
  const whole = readUrl(host.url(infoHash))
  await whole.done
  expect(whole.sha256()).toBe(content.hashes[0])
  await usage.stop()
  expect(usage.mostBytes()).toBeGreaterThan(LIMIT_BYTES / 2)
  expect(usage.mostBytes()).toBeLessThanOrEqual(LIMIT_BYTES + 2 * PIECE_BYTES)
})

it('around a player’s clock there is always a cushion, and the index stays, wherever the film is jumped to', async () => {
  const { torrent, seeder, film } = await seedFilm(room.swarm(), room.at(), { kind: 'mp4IndexAtEnd', seconds: 60, bytesPerSec: MB })
  const host = await room.startHost({ peers: [seeder], storageLimitBytes: LIMIT_BYTES })
  const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
  const { streamId } = await host.openStream(infoHash)
  const pieces = Math.ceil(film.lengthBytes / torrent.pieceLengthBytes)
  for (const currentTimeSec of [0, 45, 3, 30, 0]) {
    host.reportPlayhead({ streamId, currentTimeSec })
    await waitUntil(`there is a cushion at ${String(currentTimeSec)} s`, () => isSafeAt(host.status() ?? null, currentTimeSec))
    const here = await host.haves(infoHash, pieces)
    expect([here[0], here.at(-1)]).toEqual(['#', '#'])
    const running = host
    // What the disk has not taken yet is here too: on a busy one that is as much again, for a moment.
    await waitUntil('no more is here than may be', async () => (await running.haves(infoHash, pieces)).split('#').length - 1 < LIMIT_BYTES / torrent.pieceLengthBytes + 24)
  }
})

/** What is told of this very place, not of the one before. */
function isSafeAt(status: StreamStatus | null, timeSec: number): boolean {
  return status !== null && Math.abs((status.windowSec[0]?.begin ?? -1) - timeSec) < 1 && status.cushionSec > 5
}

/** 2 MiB: what a torrent of small pieces is given back in (prepare-content). */
const CHUNK_BYTES = 2_097_152

it.each([['one chunk', 1.1], ['two chunks', 2.1]])('a film with its index at the end is read whole in the room of %s', async (_room, chunks) => {
  const { torrent, seeder, film } = await seedFilm(room.swarm(), room.at(), { kind: 'mp4IndexAtEnd', seconds: 12, bytesPerSec: MB })
  const downloads = room.at('downloads')
  await mkdir(downloads)
  const host = await room.startHost({ peers: [seeder], downloadDir: downloads, storageLimitBytes: chunks * CHUNK_BYTES })
  const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
  const usage = watchUsage(downloads, 20)
  const { streamId } = await host.openStream(infoHash)
  host.reportPlayhead({ streamId, currentTimeSec: 0 })
  await readUrl(host.url(infoHash), film.lengthBytes - 100_000).done
  const whole = readUrl(host.url(infoHash))
  await whole.done
  expect(whole.receivedBytes()).toBe(film.lengthBytes)
  await usage.stop()
  expect(usage.mostBytes()).toBeLessThanOrEqual(chunks * CHUNK_BYTES + 2 * torrent.pieceLengthBytes)
})

it('with less room than anything can be given back in, it says so', async () => {
  const { torrent, seeder } = await seedFilm(room.swarm(), room.at(), { seconds: 12, bytesPerSec: MB })
  const host = await room.startHost({ peers: [seeder], storageLimitBytes: CHUNK_BYTES / 2 })
  const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
  const reading = readUrl(host.url(infoHash))
  await waitUntil('it says why', () => host.snapshot()?.problem?.code === 'storageLimit')
  await host.handlers['media.setStorageLimit']({ limitBytes: 100 * MB }, NEVER)
  await reading.done
})

it('what was given back is not offered to peers any more', async () => {
  const { torrent, seeder } = await room.seedRandom(40 * MB, { pieceLengthBytes: PIECE_BYTES, uploadBytesPerSec: 20 * MB })
  const listener = await startListeningPeer(torrent.infoHash, '127.0.7.7')
  const host = await room.startHost({ peers: [seeder, listener], storageLimitBytes: LIMIT_BYTES })
  const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
  const reading = readUrl(host.url(infoHash))
  await reading.done
  const pieces = Math.ceil(40 * MB / PIECE_BYTES)
  await waitUntil('it was told exactly what is there', async () => {
    const here = await host.haves(infoHash, pieces)
    return listener.told().size === here.split('#').length - 1 && [...listener.told()].every((piece) => here[piece] === '#')
  })
  expect(listener.takenBack()).toBeGreaterThan(pieces / 3)
  listener.close()
})

it('a film that is kept from its middle on goes into a file of its own, and nothing of it is given back any more', async () => {
  const { content, torrent, seeder } = await room.seedRandom(24 * MB, { pieceLengthBytes: PIECE_BYTES })
  const downloads = room.at('downloads')
  await mkdir(downloads)
  const host = await room.startHost({ peers: [seeder], downloadDir: downloads, storageLimitBytes: LIMIT_BYTES })
  const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
  await host.openStream(infoHash)
  await readUrl(host.url(infoHash), 0, 10 * MB).done
  const chunks = path.join(downloads, infoHash, 'chunks')
  expect(await readdir(chunks)).not.toEqual([])
  await host.handlers['media.keepTorrent']({ infoHash, kept: true }, NEVER)
  await readUrl(host.url(infoHash)).done
  const again = readUrl(host.url(infoHash))
  await again.done
  expect(again.sha256()).toBe(content.hashes[0])
  const film = path.join(downloads, infoHash, 'content', torrent.name)
  await waitUntil('all of it is in the file', async () => (await readdir(chunks)).length === 0 && await sha256Of(film) === content.hashes[0])
  const fromFile = readUrl(host.url(infoHash))
  await fromFile.done
  expect(fromFile.sha256()).toBe(content.hashes[0])
})

it('a film that is kept no more counts at once, goes back into chunks as far as there is room, and plays on', async () => {
  const { content, torrent, seeder } = await room.seedRandom(40 * MB, { pieceLengthBytes: PIECE_BYTES })
  const downloads = room.at('downloads')
  await mkdir(downloads)
  const host = await room.startHost({ peers: [seeder], downloadDir: downloads, storageLimitBytes: LIMIT_BYTES })
  const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
  await host.openStream(infoHash)
  await host.handlers['media.keepTorrent']({ infoHash, kept: true }, NEVER)
  await readUrl(host.url(infoHash), 0, 30 * MB).done
  expect((await host.handlers['media.readStorage']({}, NEVER)).usedBytes).toBe(0)

  const reading = readUrl(host.url(infoHash))
  await host.handlers['media.keepTorrent']({ infoHash, kept: false }, NEVER)
  await reading.done
  expect(reading.sha256()).toBe(content.hashes[0])
  await waitUntil('all of it lies in chunks', async () => await diskUsage(path.join(downloads, infoHash, 'content')) === 0)
  expect(await diskUsage(downloads)).toBeLessThanOrEqual(LIMIT_BYTES + 2 * PIECE_BYTES)
  await waitUntil('it counts', async () => (await host.handlers['media.readStorage']({}, NEVER)).usedBytes > LIMIT_BYTES / 2)
  const again = readUrl(host.url(infoHash))
  await again.done
  expect(again.sha256()).toBe(content.hashes[0])
})

it('a film with room is moved into chunks whole when it is kept no more, and nothing of it is fetched again', async () => {
  const { content, torrent, seeder } = await room.seedRandom(12 * MB, { pieceLengthBytes: PIECE_BYTES })
  const downloads = room.at('downloads')
  await mkdir(downloads)
  const host = await room.startHost({ peers: [seeder], downloadDir: downloads, storageLimitBytes: 3 * LIMIT_BYTES })
  const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
  await host.openStream(infoHash)
  await host.handlers['media.keepTorrent']({ infoHash, kept: true }, NEVER)
  await readUrl(host.url(infoHash)).done
  await room.swarm().close()
  await host.handlers['media.keepTorrent']({ infoHash, kept: false }, NEVER)
  await waitUntil('all of it lies in chunks', async () => await diskUsage(path.join(downloads, infoHash, 'content')) === 0)
  const again = readUrl(host.url(infoHash))
  await again.done
  expect(again.sha256()).toBe(content.hashes[0])
})

async function sha256Of(file: string): Promise<string> {
  return createHash('sha256').update(await readFile(file)).digest('hex')
}
