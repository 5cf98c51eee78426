import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startLibtorrent } from './libtorrent.ts'
import { makeTorrent } from './make-torrent.ts'
import type { MadeTorrent } from './make-torrent.ts'
import { makeFilm, sha256OfFile } from './media.ts'
import type { FilmKind } from './media.ts'
import type { Film } from './film.ts'
import { mustRun } from './run-tool.ts'
import { createSwarm } from './swarm.ts'
import type { Swarm } from './swarm.ts'
import { createTempFolder } from './temp-folder.ts'
import type { TempFolder } from './temp-folder.ts'
import { waitUntil } from './wait-until.ts'

const SECONDS = 10
const BYTES_PER_SEC = 250_000
/** A connection takes milliseconds, the rest of the film a moment; on a busy machine three programs wait for their turns. */
const RETURN_LIMIT_MS = 60_000
/** Where a downloader of these tests lives: outside the addresses a swarm gives away. */
const DOWNLOADER_HOST = '127.0.200.1'

describe('films', () => {
  const kinds: readonly FilmKind[] = ['mp4IndexAtEnd', 'mp4IndexAtStart', 'mkv', 'webm']
  it.each(kinds)('a %s film has the length and the rate that were asked for', async (kind) => {
    const film = await makeFilm({ kind, seconds: SECONDS, bytesPerSec: BYTES_PER_SEC })
    expect(film.lengthBytes / SECONDS / BYTES_PER_SEC).toBeCloseTo(1, 1)
    const streams = await mustRun('ffprobe', ['-v', 'error', '-show_entries', 'stream=codec_type:format=duration', '-of', 'csv=p=0', film.path])
    expect(streams).toMatch(/video\s+audio/)
    expect(Number(streams.trim().split('\n').at(-1))).toBeCloseTo(SECONDS, 0)
  })

  it('the index of an MP4 stands behind or before the pictures as asked', async () => {
    const [atEnd, atStart] = await Promise.all([boxOrder('mp4IndexAtEnd'), boxOrder('mp4IndexAtStart')])
    expect(atEnd.indexOf('moov')).toBeGreaterThan(atEnd.indexOf('mdat'))
    expect(atStart.indexOf('moov')).toBeLessThan(atStart.indexOf('mdat'))
  })
})

describe('swarms', () => {
  let folder: TempFolder
  let swarm: Swarm
  let film: Film
  let torrent: MadeTorrent

  beforeEach(async () => {
    folder = await createTempFolder('test')
    swarm = createSwarm()
    film = await makeFilm({ kind: 'mkv', seconds: SECONDS, bytesPerSec: BYTES_PER_SEC })
    const tracker = await swarm.startTracker()
    torrent = await makeTorrent({ content: film.path, torrentPath: path.join(folder.path, 'film.torrent'), trackers: [tracker.url] })
  })
  afterEach(async () => {
    await swarm.close()
    await folder.close()
  })

  it('aria2 finds a libtorrent seeder through the tracker and fetches the film whole', async () => {
    await swarm.startSeeder({ kind: 'libtorrent', torrent })
    const fetched = await fetchWithAria2(torrent, folder.path)
    expect(await sha256OfFile(fetched)).toBe(await sha256OfFile(film.path))
  })

  it.each(['libtorrent', 'transmission'] as const)('the upload cap of %s holds on loopback and its bytes are good', async (kind) => {
    const seeder = await swarm.startSeeder({ kind, torrent, uploadBytesPerSec: 500_000 })
    const downloader = await startDownloader([seeder])
    // transmission lets a newcomer in at its next ten-second round only
    await waitUntil('the first bytes arrived', async () => (await downloader.ask({ do: 'stats' })).downloadedBytes > 0)
    const startedMs = performance.now()
    await downloader.process.waitForLine((line) => line.includes('finished'))
    const bytesPerSec = film.lengthBytes / ((performance.now() - startedMs) / 1000)
    await downloader.process.close()
    expect(bytesPerSec).toBeGreaterThan(350_000)
    expect(bytesPerSec).toBeLessThan(700_000)
    expect(await seeder.uploadedBytes()).toBeGreaterThanOrEqual(film.lengthBytes * 0.99)
    expect(await sha256OfFile(path.join(folder.path, 'got', torrent.name))).toBe(await sha256OfFile(film.path))
  })

  it('a seeder that vanished returns on the same port and goes on', async () => {
    const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: 400_000 })
    const downloader = await startDownloader([seeder])
    const progress = async () => (await downloader.ask({ do: 'stats' })).progress
    await waitUntil('something arrived', async () => (await progress()) > 0.1)
    await seeder.stop()
    await waitUntil('the connection is gone', async () => (await downloader.ask({ do: 'stats' })).peers === 0)
    await seeder.start()
    await seeder.setUploadRate(0)
    // A connection that fails while the seeder is not quite there is not tried again by libtorrent for a minute, unless it is told to.
    await waitUntil('it went on to the end', async () => {
      await downloader.ask({ do: 'connect', host: seeder.host, port: seeder.port })
      return (await progress()) === 1
    }, RETURN_LIMIT_MS)
    await downloader.process.waitForLine((line) => line.includes('finished'))
    await downloader.process.close()
  })

  it('a silent peer keeps the connection and stops at the bytes it was given', async () => {
    const odd = await swarm.startOddPeer(torrent, { kind: 'silent', afterBytes: 300_000 })
    const downloader = await startDownloader([odd])
    await waitUntil('the silence has begun', () => odd.uploadedBytes() >= 300_000)
    expect(odd.uploadedBytes()).toBeLessThan(330_000)
    expect((await downloader.ask({ do: 'stats' })).peers).toBe(1)
    await downloader.process.close()
  })

  it('a corrupt peer spoils pieces and a good one completes the film all the same', async () => {
    const odd = await swarm.startOddPeer(torrent, { kind: 'corrupt' })
    const good = await swarm.startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: 1_000_000 })
    const downloader = await startDownloader([odd, good])
    await downloader.process.waitForLine((line) => line.includes('finished'))
    await downloader.process.close()
    expect(odd.uploadedBytes()).toBeGreaterThan(0)
    expect(await sha256OfFile(path.join(folder.path, 'got', torrent.name))).toBe(await sha256OfFile(film.path))
  })

  it('a slow peer sends at its own pace', async () => {
    const odd = await swarm.startOddPeer(torrent, { kind: 'slow', bytesPerSec: 100_000 })
    const downloader = await startDownloader([odd])
    const startedMs = performance.now()
    await waitUntil('200 kB arrived', async () => (await downloader.ask({ do: 'stats' })).downloadedBytes > 200_000)
    expect(performance.now() - startedMs).toBeGreaterThan(1500)
    await downloader.process.close()
  })

  it('a peer behind the delay proxy answers late', async () => {
    const far = await swarm.startSeeder({ kind: 'libtorrent', torrent, delayMs: 200 })
    const downloader = await startDownloader([far])
    const startedMs = performance.now()
    await waitUntil('the first bytes arrived', async () => (await downloader.ask({ do: 'stats' })).downloadedBytes > 0)
    expect(performance.now() - startedMs).toBeGreaterThan(600)
    await downloader.process.waitForLine((line) => line.includes('finished'))
    await downloader.process.close()
  })

  async function startDownloader(peers: readonly { host: string; port: number }[]) {
    const savePath = path.join(folder.path, 'got')
    await mkdir(savePath, { recursive: true })
    return startLibtorrent({ torrent, savePath, seed: false, host: DOWNLOADER_HOST, port: 0, uploadBytesPerSec: 0, utp: false, peers })
  }
})

async function boxOrder(kind: FilmKind): Promise<string[]> {
  const film = await makeFilm({ kind, seconds: SECONDS, bytesPerSec: BYTES_PER_SEC })
  const trace = await mustRun('sh', ['-c', 'ffprobe -v trace "$0" 2>&1', film.path])
  return [...trace.matchAll(/type:'(moov|mdat)' parent:'root'/g)].map((found) => String(found[1]))
}

async function fetchWithAria2(torrent: MadeTorrent, folder: string): Promise<string> {
  const quiet = ['--quiet', '--no-conf', '--enable-dht=false', '--enable-dht6=false', '--bt-enable-lpd=false', '--listen-port=16881-26999']
  await mustRun('aria2c', [...quiet, '--seed-time=0', '--file-allocation=none', '--dir', folder, torrent.torrentPath])
  return path.join(folder, torrent.name)
}
