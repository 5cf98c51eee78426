import { countFrames } from './pages/film.ts'
import { playerOf } from './pages/player.ts'
import { expect, test } from './fixtures/test.ts'
import { seedFilm } from './lab/seeded-film.ts'

test('a window whose server asks for no token plays and shows pictures, for it names its own origin', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mkv', seconds: 30 })
  const app = await launch({ args: ['--no-token', '--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(app.page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 25)
  expect(await player.video.evaluate((video: HTMLVideoElement) => new URL(video.currentSrc).pathname)).toMatch(/^\/torrents\//)
  await player.seeAllHere()
  await player.showControls()
  const box = await player.seekBar.boundingBox()
  if (box === null) throw new Error('the seek bar is not shown')
  const picture = app.page.locator('img.seek-picture')
  await app.page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2)
  await app.page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2)
  await expect(picture).toBeVisible()
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(10)
})
