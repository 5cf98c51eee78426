import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTorrent } from '../../e2e/lab/make-torrent.ts'
import { createSwarm } from '../../e2e/lab/swarm.ts'
import type { Swarm } from '../../e2e/lab/swarm.ts'
import { createTempFolder } from '../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../e2e/lab/temp-folder.ts'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import { readUrl, startTestHost } from './test/running-host.ts'
import type { RunningHost } from './test/running-host.ts'
import { writeRandomContent } from './test/random-torrent.ts'

const MB = 1_000_000

describe('a file served while it downloads', () => {
  let folder: TempFolder
  let swarm: Swarm
  let host: RunningHost | null = null
  beforeEach(async () => {
    folder = await createTempFolder('whole')
    swarm = createSwarm()
  })
  afterEach(async () => {
    await host?.close()
    host = null
    await swarm.close()
    await folder.close()
  })

  async function seed(kind: 'libtorrent' | 'transmission', lengths: readonly number[], pieceLengthBytes = 262_144) {
    const content = await writeRandomContent(folder.path, ...lengths)
    const torrent = await makeTorrent({ content: content.path, torrentPath: path.join(folder.path, 'it.torrent'), pieceLengthBytes })
    const seeder = await swarm.startSeeder({ kind, torrent })
    return { content, torrent, seeder }
  }

  it.each([
    ['libtorrent', 16_384, 3 * MB],
    ['libtorrent', 262_144, 20 * MB + 12_345],
    ['libtorrent', 4_194_304, 20 * MB],
    ['transmission', 262_144, 20 * MB],
  ] as const)('from %s in pieces of %i bytes is the original byte for byte', async (kind, pieceLengthBytes, length) => {
    const { content, torrent, seeder } = await seed(kind, [length], pieceLengthBytes)
    host = await startTestHost({ peers: [seeder] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const reading = readUrl(host.url(infoHash))
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
    await waitUntil('all is verified', () => host?.progress()?.progress === 1)
    expect(host.progress()?.wastedBytes).toBeLessThan(0.02 * length)
    expect(host.progress()?.receivedBytes).toBeGreaterThanOrEqual(length)
  })

  it('is the same for the player, which takes blocks early', async () => {
    const { content, torrent, seeder } = await seed('libtorrent', [12 * MB], 1_048_576)
    host = await startTestHost({ peers: [seeder] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const { url } = await host.openStream(infoHash)
    const reading = readUrl(url)
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
  })

  it('opens from a magnet link, with the details from a peer', async () => {
    const { content, torrent, seeder } = await seed('libtorrent', [5 * MB])
    host = await startTestHost({ peers: [seeder] })
    const infoHash = await host.open({ kind: 'text', text: torrent.magnet })
    expect(host.snapshot()).toMatchObject({ phase: 'ready', name: 'film.mp4', chosenFile: 0 })
    const reading = readUrl(host.url(infoHash))
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
  })

  it('finds its peers by a tracker', async () => {
    const content = await writeRandomContent(folder.path, 3 * MB)
    const tracker = await swarm.startTracker()
    const torrent = await makeTorrent({ content: content.path, torrentPath: path.join(folder.path, 'it.torrent'), trackers: [tracker.url] })
    await swarm.startSeeder({ kind: 'libtorrent', torrent })
    host = await startTestHost()
    const infoHash = await host.open({ kind: 'text', text: torrent.magnet })
    const reading = readUrl(host.url(infoHash))
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
  })

  it('of a torrent of many is fetched without its neighbours', async () => {
    const { content, torrent, seeder } = await seed('libtorrent', [7 * MB, 5 * MB, 9 * MB])
    host = await startTestHost({ peers: [seeder] })
    const { infoHash } = torrent
    await host.open({ kind: 'path', path: torrent.torrentPath })
    const before = await seeder.uploadedBytes()
    const reading = readUrl(`${host.baseUrl}/torrents/${infoHash}/stream/1`)
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[1])
    await waitUntil('nothing is asked for any more', async () => {
      const sent = await seeder.uploadedBytes()
      return sent === await seeder.uploadedBytes()
    })
    expect(await seeder.uploadedBytes() - before).toBeLessThan(5 * MB + 3 * 262_144)
  })

  it('goes to two readers at different places at once', async () => {
    const { content, torrent, seeder } = await seed('libtorrent', [15 * MB])
    host = await startTestHost({ peers: [seeder] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const whole = readUrl(host.url(infoHash))
    const tail = readUrl(host.url(infoHash), 10 * MB)
    await Promise.all([whole.done, tail.done])
    expect(whole.sha256()).toBe(content.hashes[0])
    expect(tail.receivedBytes()).toBe(5 * MB)
    await waitUntil('the counters have come', () => host?.progress()?.progress === 1)
    expect(host.progress()?.receivedBytes).toBeLessThan(15 * MB * 1.02)
  })
})
