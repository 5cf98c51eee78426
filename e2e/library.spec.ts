import { expect, test } from './fixtures/test.ts'
import { english } from '../shared/text/english.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames, filmFacts } from './pages/film.ts'
import { homeOf } from './pages/home.ts'
import { playerOf } from './pages/player.ts'

test('a film that was left goes on there in the next run, from its card with a picture', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: 60 })
  const first = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(first.page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 5)
  await player.jumpTo(0.5)
  await countFrames(player.video, 5, { fromSec: 28 })
  await first.page.keyboard.press('Escape')
  const firstCard = first.page.locator('.frame-card')
  await expect(firstCard.locator('img')).toHaveCount(1)
  await expect(firstCard).toContainText('left')
  await first.close()

  const second = await launch({ args: ['--peer', seeder.address] })
  await second.page.locator('.frame-card .frame-main').click()
  const again = playerOf(second.page)
  await again.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(again.video, 5, { fromSec: 20 })
  expect((await filmFacts(again.video)).timeSec).toBeLessThan(45)
})

test('what is taken out of the list is gone in the next run too', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: 60 })
  const first = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  await countFrames(playerOf(first.page).video, 5)
  await first.close()

  const second = await launch()
  const row = second.page.locator('.row')
  await expect(row).toHaveCount(1)
  await row.getByRole('button', { name: english.card.forget }).click()
  await expect(row).toHaveCount(0)
  await second.close()

  const third = await launch()
  await expect(homeOf(third.page).dropField).toBeVisible()
  await expect(third.page.locator('.row')).toHaveCount(0)
})
