import { expect, test } from './fixtures/test.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames, filmFacts } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

const SECONDS = 60

test('on a line slower than the film it rests until there is something to watch, says for how long, and then plays on', async ({ launch, swarm, folder }) => {
  test.slow()
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: SECONDS, times: 0.75 })
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 5)

  await expect(player.waiting).toContainText(/Slower than the film: .* Pausing to fill, about \d+ s/, { timeout: 30_000 })
  await expect.poll(async () => (await filmFacts(player.video)).paused).toBe(true)
  const restedAtSec = (await filmFacts(player.video)).timeSec
  await expect(player.region.getByRole('button', { name: 'Pause', exact: true })).toBeAttached()
  await expect(player.waiting).toBeHidden({ timeout: 60_000 })
  await countFrames(player.video, 25 * 4, { fromSec: restedAtSec, limitMs: 30_000 })
})

test('a resting film goes on at once when the person insists, or the line has become quicker', async ({ launch, swarm, folder }) => {
  test.slow()
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: SECONDS, times: 0.5 })
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await expect(player.waiting).toContainText('Pausing to fill', { timeout: 60_000 })
  await expect.poll(async () => (await filmFacts(player.video)).paused).toBe(true)
  const { timeSec } = await filmFacts(player.video)
  await expect.poll(async () => (await filmFacts(player.video)).bufferedUntilSec).toBeGreaterThan(timeSec + 2)
  await page.keyboard.press('k')
  await page.keyboard.press('k')
  await countFrames(player.video, 10, { fromSec: timeSec })
  await expect(player.waiting).toContainText('Pausing to fill', { timeout: 60_000 })
  await seeder.setUploadRate(10_000_000)
  await countFrames(player.video, 50, { fromSec: timeSec })
})
