import type { Locator } from '@playwright/test'
import type { RunningApp } from './fixtures/app.ts'
import { drop } from './fixtures/drop.ts'
import { expect, test } from './fixtures/test.ts'
import { waitUntil } from './lab/wait-until.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames, filmFacts } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

/** The promise: pictures this soon after the peer is back. */
const RETURN_LIMIT_MS = 5000
/** The promise: pictures this soon after the engine died, without a hand moved. */
const RESTART_LIMIT_MS = 8000

test('a film whose only peer vanished says why, and goes on by itself when the peer is back', async ({ launch, swarm, folder }) => {
  // the cushion of a peer this slow is a few seconds, so the film soon stands still
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mkv', seconds: 90, times: 1.3 })
  const app = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(app.page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 25)
  await seeder.stop()
  await expect(player.waiting).toContainText('No peers right now', { timeout: 30_000 })
  const standsAtSec = (await filmFacts(player.video)).timeSec
  await seeder.start()
  await countFrames(player.video, 25, { fromSec: standsAtSec, limitMs: RETURN_LIMIT_MS })
  await expect(player.waiting).toBeHidden()
})

test('a film whose first reads break off is read again, and plays as it is', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mkv', seconds: 60, times: 3 })
  const { page } = await launch({ args: ['--peer', seeder.address] })
  const player = playerOf(page)
  let broken = 0
  await page.route(/\/stream\//, async (route) => {
    if (route.request().resourceType() !== 'media' || broken === BROKEN_READS) return route.continue()
    broken += 1
    return route.abort('connectionreset')
  })
  await drop(page, { files: [torrent.torrentPath] })
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 10, { limitMs: 30_000 })
  expect(broken).toBe(BROKEN_READS)
  expect(await player.video.evaluate((video) => (video instanceof HTMLVideoElement ? video.currentSrc : ''))).toContain('/stream/')
})

/** One could be taken for an accident. */
const BROKEN_READS = 3

test('a film survives the death of the engine', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtEnd', seconds: 60, times: 3 })
  const app = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(app.page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 75)
  const oldPid = await killEngine(app)
  const { timeSec, bufferedUntilSec } = await filmFacts(player.video)
  await waitUntil('a new engine runs', async () => ![null, oldPid].includes(await app.hostPid()), RESTART_LIMIT_MS)
  // beyond what the element had when the engine died: these bytes come from the new one
  const limitMs = (bufferedUntilSec - timeSec) * 1000 + RESTART_LIMIT_MS
  await countFrames(player.video, 25, { fromSec: bufferedUntilSec + 1, limitMs })
  await expect(player.problem).toBeHidden()
})

test('a film that waits for bytes when the engine dies plays on by itself at the same place', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mkv', seconds: 120, times: 2 })
  const app = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(app.page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 25)
  seeder.freeze() // it waits until it was seen to wait
  await player.jumpTo(0.75)
  await expect(player.waiting).toBeVisible()
  await killEngine(app)
  seeder.thaw()
  const firstSec = await countFrames(player.video, 25, { fromSec: 85, limitMs: RESTART_LIMIT_MS })
  expect(firstSec).toBeLessThan(100)
  await expect(player.waiting).toBeHidden()
})

test('an engine that died at 60 per cent fetches less than a fiftieth of what was verified again', async ({ launch, swarm, folder }) => {
  test.setTimeout(120_000)
  const { film, torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: 60, bytesPerSec: 500_000, times: 3, pieceLengthBytes: PIECE_BYTES })
  const app = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(app.page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 5)
  const enough = Math.ceil((0.6 * film.lengthBytes) / PIECE_BYTES)
  let had: readonly boolean[] = []
  const count = async () => (had = await verifiedPieces(player.video)).filter(Boolean).length
  await waitUntil('half of it is verified', async () => await count() >= enough * 5 / 6, 60_000)
  // What is verified is noted a moment later, on a busy disk a longer one: a fiftieth of this film is then 700 ms of it.
  await seeder.setUploadRate(500_000)
  await waitUntil('60 per cent are verified', async () => await count() >= enough, 60_000)
  seeder.freeze() // what is lost does not come again before it is seen
  await killEngine(app)
  let kept: readonly boolean[] = []
  await waitUntil('a new engine has the film', async () => (kept = await verifiedPieces(player.video)).some(Boolean), 60_000)
  seeder.thaw()
  await seeder.setUploadRate(0)
  expect(had.filter((here, piece) => here && kept[piece] !== true).length).toBeLessThan(0.02 * enough)
  await waitUntil('the rest comes', async () => (await verifiedPieces(player.video)).filter(Boolean).length >= film.lengthBytes / PIECE_BYTES, 60_000)
})

/** Small ones, so that a fiftieth of the film is several. */
const PIECE_BYTES = 65_536

/** Nothing while the engine is away. */
async function verifiedPieces(video: Locator): Promise<boolean[]> {
  const source = await video.evaluate((element) => (element instanceof HTMLVideoElement ? element.currentSrc : ''))
  const response = await fetch(source.replace('/stream/', '/haves/').replace(/(\/haves\/\d+).*$/, '$1')).catch(() => null)
  const bits = response?.ok ? new Uint8Array(await response.arrayBuffer()) : new Uint8Array()
  return [...bits].flatMap((byte) => Array.from({ length: 8 }, (_, bit) => (byte & (128 >> bit)) !== 0))
}

async function killEngine(app: RunningApp): Promise<number> {
  const pid = await app.hostPid()
  if (pid === null) throw new Error('no media host runs')
  process.kill(pid, 'SIGKILL')
  return pid
}
