import { english } from '../shared/text/english.ts'
import { expect, test } from './fixtures/test.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames, filmFacts } from './pages/film.ts'
import { homeOf } from './pages/home.ts'
import { playerOf } from './pages/player.ts'

test('a film can be watched with the keyboard alone', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mkv', seconds: 60 })
  const { page } = await launch({ args: ['--peer', seeder.address] })
  const player = playerOf(page)
  const { linkField } = homeOf(page)
  await linkField.focus()
  await page.keyboard.type(torrent.infoHash)
  await page.keyboard.press('Enter')
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 10)
  const facts = () => filmFacts(player.video)

  await page.keyboard.press('Space')
  await expect.poll(async () => (await facts()).paused).toBe(true)
  await page.keyboard.press('k')
  await countFrames(player.video, 5)
  await page.keyboard.press('5')
  await countFrames(player.video, 5, { fromSec: 29 })
  await page.keyboard.press('ArrowLeft')
  await expect.poll(async () => (await facts()).timeSec).toBeLessThan(29)
  await page.keyboard.press('l')
  await countFrames(player.video, 5, { fromSec: 33 })

  await page.keyboard.press('m')
  await expect(page.getByRole('button', { name: english.player.unmute, includeHidden: true })).toBeAttached()
  await page.keyboard.press('m')
  await page.keyboard.press('>')
  await expect.poll(() => player.video.evaluate((video) => (video instanceof HTMLVideoElement ? video.playbackRate : 0))).toBe(1.25)
  await page.keyboard.press('Backspace')
  await page.keyboard.press('i')
  await expect(page.getByRole('region', { name: english.stats.title })).toBeVisible()
  await page.keyboard.press('i')
  await expect(page.getByRole('region', { name: english.stats.title })).toBeHidden()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: english.keys.title })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('f')
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true)
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate(() => document.fullscreenElement === null)).toBe(true)
  await countFrames(player.video, 5)
  await page.keyboard.press('Escape')
  await expect(homeOf(page).openFile).toBeVisible()
})
