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
const PIECE_BYTES = 262_144

describe('in bad company', () => {
  let folder: TempFolder
  let swarm: Swarm
  let host: RunningHost | null = null
  beforeEach(async () => {
    folder = await createTempFolder('company')
    swarm = createSwarm()
  })
  afterEach(async () => {
    await host?.close()
    host = null
    await swarm.close()
    await folder.close()
  })

  async function makeFilm(length: number, pieceLengthBytes = PIECE_BYTES) {
    const content = await writeRandomContent(folder.path, length)
    const torrent = await makeTorrent({ content: content.path, torrentPath: path.join(folder.path, 'it.torrent'), pieceLengthBytes })
    return { torrent, sha256: content.hashes[0] }
  }

  it.each([['a verified read', false], ['an early read that starts again when it is cut', true]] as const)('a peer that sends wrong bytes is banned and the film is right: %s', async (_, early) => {
    const { torrent, sha256 } = await makeFilm(10 * MB)
    const corrupt = await swarm.startOddPeer(torrent, { kind: 'corrupt' })
    const good = await swarm.startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: 3 * MB })
    host = await startTestHost({ peers: [corrupt, good] })
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
    await waitUntil('all is verified', () => host?.progress()?.progress === 1)
    expect(host.progress()?.peers).toBe(1)
    expect(host.progress()?.wastedBytes).toBeLessThan(20 * PIECE_BYTES)
    const sent = corrupt.uploadedBytes()
    expect(sent).toBeLessThan(20 * PIECE_BYTES)
  })

  it('bytes that turn out wrong end the early read that was given them', async () => {
    const { torrent, sha256 } = await makeFilm(2 * MB, 1_048_576)
    const corrupt = await swarm.startOddPeer(torrent, { kind: 'corrupt' })
    const good = await swarm.startSeeder({ kind: 'libtorrent', torrent })
    await good.stop()
    host = await startTestHost({ peers: [corrupt, good] })
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
    const silent = await swarm.startOddPeer(torrent, { kind: 'silent', afterBytes: 600_000 })
    const good = await swarm.startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: 2 * MB, delayMs: 20 })
    host = await startTestHost({ peers: [silent, good] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const reading = readUrl(host.url(infoHash))
    await reading.done
    expect(reading.sha256()).toBe(sha256)
    expect(reading.longestGapMs()).toBeLessThan(3000)
    await waitUntil('the counters have come', () => host?.progress()?.progress === 1)
    expect(host.progress()?.wastedBytes).toBeLessThan(0.05 * 12 * MB)
  })

  it('peers of five kilobytes a second hold nothing up', async () => {
    const { torrent, sha256 } = await makeFilm(10 * MB, 1_048_576)
    const slow = [await swarm.startOddPeer(torrent, { kind: 'slow', bytesPerSec: 5000 }), await swarm.startOddPeer(torrent, { kind: 'slow', bytesPerSec: 5000 })]
    const good = await swarm.startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: 2 * MB, delayMs: 20 })
    host = await startTestHost({ peers: [...slow, good] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const startMs = performance.now()
    const reading = readUrl(host.url(infoHash))
    await reading.done
    expect(reading.sha256()).toBe(sha256)
    expect(performance.now() - startMs).toBeLessThan(12_000) // 5 s at the good peer's rate
  })

  it('a peer that is all there is gets the film through, however slow it is', async () => {
    const { torrent, sha256 } = await makeFilm(300_000, 65_536)
    const slow = await swarm.startOddPeer(torrent, { kind: 'slow', bytesPerSec: 60_000 })
    host = await startTestHost({ peers: [slow] })
    const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
    const reading = readUrl(host.url(infoHash))
    await reading.done
    expect(reading.sha256()).toBe(sha256)
    expect(reading.longestGapMs()).toBeLessThan(8000)
  })
})
