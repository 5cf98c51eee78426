import { mkdir, rename } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from './fixtures/test.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames, filmFacts } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

test('a download folder that is not there is said in a sentence, at the start and when the engine starts again, and the film plays when it is there', async ({ launch, swarm, folder }) => {
  test.setTimeout(120_000)
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mkv', seconds: 90, times: 1.3 })
  const downloads = path.join(folder, 'downloads')
  const app = await launch({ args: ['--peer', seeder.address, '--download-dir', downloads, torrent.torrentPath] })
  const player = playerOf(app.page)
  const gone = app.page.getByText(`The download folder is gone (${downloads}).`)
  await expect(gone).toHaveCount(1, { timeout: 30_000 })
  await mkdir(downloads)
  await countFrames(player.video, 10, { limitMs: 60_000 })
  await expect(gone).toHaveCount(0)

  await rename(downloads, `${downloads}-elsewhere`)
  process.kill(await app.hostPid() ?? 0, 'SIGKILL')
  await expect(app.page.locator('.failure')).toContainText('The download folder is gone', { timeout: 60_000 })
  await rename(`${downloads}-elsewhere`, downloads)
  await countFrames(player.video, 10, { limitMs: 60_000 })
})

test('a download folder that is taken away is said in a sentence, and the film goes on when it is back', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mkv', seconds: 90, times: 1.3 })
  const downloads = path.join(folder, 'downloads')
  await mkdir(downloads)
  const { page } = await launch({ args: ['--peer', seeder.address, '--download-dir', downloads, torrent.torrentPath] })
  const player = playerOf(page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 25)
  await rename(downloads, `${downloads}-elsewhere`)
  const gone = `The download folder is gone (${downloads}).`
  await expect(page.locator('.held-up')).toContainText(gone, { timeout: 30_000 })
  await expect(player.waiting).toContainText(gone, { timeout: 60_000 })
  expect(await player.waiting.getByText(gone).evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0)
  const { timeSec } = await filmFacts(player.video)
  await rename(`${downloads}-elsewhere`, downloads)
  await countFrames(player.video, 25, { fromSec: timeSec })
  await expect(page.locator('.held-up')).toBeHidden()
})
