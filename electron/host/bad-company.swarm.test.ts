import { describe, expect, it } from 'vitest'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import { readUrl } from './test/running-host.ts'
import { useSwarmRoom } from './test/swarm-room.fixture.ts'

const MB = 1_000_000
const PIECE_BYTES = 262_144

describe('in bad company', () => {
  const room = useSwarmRoom('company')

  async function makeFilm(length: number, pieceLengthBytes = PIECE_BYTES) {
    const { torrent, content } = await room.makeRandom(length, { pieceLengthBytes })
    return { torrent, sha256: content.hashes[0] }
  }

  it.each([['a verified read', false], ['an early read that starts again when it is cut', true]] as const)('a peer that sends wrong bytes is banned and the film is right: %s', async (_, early) => {
    const { torrent, sha256 } = await makeFilm(10 * MB)
    const corrupt = await room.swarm().startOddPeer(torrent, { kind: 'corrupt' })
    const good = await room.swarm().startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: 3 * MB })
    const host = await room.startHost({ peers: [corrupt, good] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    await host.openStream(infoHash)
    let reading = readUrl(host.url(infoHash, 0, early))
    let cuts = 0
    while (!await reading.done.then(() => true, () => false)) {
      cuts += 1
      expect(early).toBe(true)
      expect(cuts).toBeLessThan(20)
      reading = readUrl(host.url(infoHash, 0, early))
    }
    expect(reading.sha256()).toBe(sha256)
    await waitUntil('all is verified', () => host.progress()?.progress === 1)
    expect(host.progress()?.peers).toBe(1)
    expect(host.progress()?.wastedBytes).toBeLessThan(20 * PIECE_BYTES)
    const sent = corrupt.uploadedBytes()
    expect(sent).toBeLessThan(20 * PIECE_BYTES)
  })

  it('a peer that sends wrong bytes takes nobody with it who is on this computer, too', async () => {
    const { torrent, sha256 } = await makeFilm(2 * MB)
    const corrupt = await room.swarm().startOddPeer(torrent, { kind: 'corrupt' }, '127.0.0.1')
    const good = await room.swarm().startOddPeer(torrent, { kind: 'slow', bytesPerSec: 2 * MB }, '127.0.0.1')
    const host = await room.startHost({ peers: [corrupt, good] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const reading = readUrl(host.url(infoHash, 0, false))
    await reading.done
    expect(reading.sha256()).toBe(sha256)
    await waitUntil('the liar is shown out', () => host.progress()?.peers === 1)
  })

  it('bytes that turn out wrong end the early read that was given them', async () => {
    const { torrent, sha256 } = await makeFilm(2 * MB, 1_048_576)
    const corrupt = await room.swarm().startOddPeer(torrent, { kind: 'corrupt' })
    const good = await room.swarm().startSeeder({ kind: 'libtorrent', torrent })
    await good.stop()
    const host = await room.startHost({ peers: [corrupt, good] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const { url } = await host.openStream(infoHash)
    const cut = readUrl(url)
    await expect(cut.done).rejects.toThrow()
    expect(cut.receivedBytes()).toBeLessThan(2 * MB)
    await good.start()
    const again = readUrl(url)
    await again.done
    expect(again.sha256()).toBe(sha256)
  })

  it('a peer that falls silent costs no stall', async () => {
    const { torrent, sha256 } = await makeFilm(12 * MB)
    const silent = await room.swarm().startOddPeer(torrent, { kind: 'silent', afterBytes: 600_000 })
    const good = await room.swarm().startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: 2 * MB, delayMs: 20 })
    const host = await room.startHost({ peers: [silent, good] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const reading = readUrl(host.url(infoHash))
    await reading.done
    expect(reading.sha256()).toBe(sha256)
    expect(reading.longestGapMs()).toBeLessThan(3000)
    await waitUntil('the counters have come', () => host.progress()?.progress === 1)
    expect(host.progress()?.wastedBytes).toBeLessThan(0.05 * 12 * MB)
  })

  it('peers of five kilobytes a second hold nothing up', async () => {
    const { torrent, sha256 } = await makeFilm(10 * MB, 1_048_576)
    const slow = [await room.swarm().startOddPeer(torrent, { kind: 'slow', bytesPerSec: 5000 }), await room.swarm().startOddPeer(torrent, { kind: 'slow', bytesPerSec: 5000 })]
    const good = await room.swarm().startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: 2 * MB, delayMs: 20 })
    const host = await room.startHost({ peers: [...slow, good] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const startMs = performance.now()
    const reading = readUrl(host.url(infoHash))
    await reading.done
    expect(reading.sha256()).toBe(sha256)
    expect(performance.now() - startMs).toBeLessThan(12_000) // 5 s at the good peer's rate
  })

  it('a peer that is all there is gets the film through, however slow it is', async () => {
    const { torrent, sha256 } = await makeFilm(300_000, 65_536)
    const slow = await room.swarm().startOddPeer(torrent, { kind: 'slow', bytesPerSec: 60_000 })
    const host = await room.startHost({ peers: [slow] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const reading = readUrl(host.url(infoHash))
    await reading.done
    expect(reading.sha256()).toBe(sha256)
    expect(reading.longestGapMs()).toBeLessThan(8000)
  })
})
