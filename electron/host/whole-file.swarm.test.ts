import { describe, expect, it } from 'vitest'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import { readUrl } from './test/running-host.ts'
import { useSwarmRoom } from './test/swarm-room.fixture.ts'

const MB = 1_000_000

describe('a file served while it downloads', () => {
  const room = useSwarmRoom('whole')

  it.each([
    ['libtorrent', 16_384, 3 * MB],
    ['libtorrent', 262_144, 20 * MB + 12_345],
    ['libtorrent', 4_194_304, 20 * MB],
    ['transmission', 262_144, 20 * MB],
  ] as const)('from %s in pieces of %i bytes is the original byte for byte', async (kind, pieceLengthBytes, length) => {
    const { content, torrent, seeder } = await room.seedRandom(length, { kind, pieceLengthBytes })
    const host = await room.startHost({ peers: [seeder] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const reading = readUrl(host.url(infoHash))
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
    await waitUntil('all is verified', () => host.progress()?.progress === 1)
    expect(host.progress()?.wastedBytes).toBeLessThan(0.02 * length)
    expect(host.progress()?.receivedBytes).toBeGreaterThanOrEqual(length)
  })

  it('is the same for the player, which takes blocks early', async () => {
    const { content, torrent, seeder } = await room.seedRandom(12 * MB, { pieceLengthBytes: 1_048_576 })
    const host = await room.startHost({ peers: [seeder] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const { url } = await host.openStream(infoHash)
    const reading = readUrl(url)
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
  })

  it('opens from a magnet link, with the details from a peer', async () => {
    const { content, torrent, seeder } = await room.seedRandom(5 * MB)
    const host = await room.startHost({ peers: [seeder] })
    const infoHash = await host.open({ kind: 'text', text: torrent.magnet })
    expect(host.snapshot()).toMatchObject({ phase: 'ready', name: 'film.mp4', chosenFile: 0 })
    const reading = readUrl(host.url(infoHash))
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
  })

  it('finds its peers by a tracker', async () => {
    const tracker = await room.swarm().startTracker()
    const { content, torrent } = await room.seedRandom(3 * MB, { trackers: [tracker.url] })
    const host = await room.startHost()
    const infoHash = await host.open({ kind: 'text', text: torrent.magnet })
    const reading = readUrl(host.url(infoHash))
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
  })

  it('of a torrent of many is fetched without its neighbours', async () => {
    const { content, torrent, seeder } = await room.seedRandom([7 * MB, 5 * MB, 9 * MB])
    const host = await room.startHost({ peers: [seeder] })
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
    const { content, torrent, seeder } = await room.seedRandom(15 * MB)
    const host = await room.startHost({ peers: [seeder] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const whole = readUrl(host.url(infoHash))
    const tail = readUrl(host.url(infoHash), 10 * MB)
    await Promise.all([whole.done, tail.done])
    expect(whole.sha256()).toBe(content.hashes[0])
    expect(tail.receivedBytes()).toBe(5 * MB)
    await waitUntil('the counters have come', () => host.progress()?.progress === 1)
    expect(host.progress()?.receivedBytes).toBeLessThan(15 * MB * 1.02)
  })
})
