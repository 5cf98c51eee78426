import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures/test.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

/** One megabyte a second, so that on a slow line a picture is waited for long enough to be compared in whole seconds. */
const FILM = { kind: 'mp4IndexAtEnd', seconds: 90, bytesPerSec: 1_000_000 } as const
/** Half a second of film, with its index, takes three seconds. */
const SLOW = 200_000
/** Within five hundredths: the rate that forecasts are made of is a mean of three seconds, and shown. */
const AT_SLOW = /(19|20)\d kB\/s/
const AT_QUARTER_SLOW = /(4[6-9]|5[0-4]) kB\/s/
const AT_TWICE_SLOW = /(38|39|40|41)\d kB\/s/

/** The promise: within a fifth of what then happened. What is told is rounded up to a whole second, and half a second old. */
function expectTold(toldSec: number, happenedMs: number): void {
  expect(happenedMs / 1000).toBeGreaterThan(0.8 * (toldSec - 1) - 0.5)
  expect(happenedMs / 1000).toBeLessThan(1.2 * toldSec + 0.5)
}

test('what is told of the start is what then happens', async ({ launch, swarm, folder }) => {
  test.setTimeout(90_000)
  const { torrent, seeder } = await seedFilm(swarm, folder, FILM)
  await seeder.setUploadRate(SLOW / 4)
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  await expect(page.locator('.status-rate').last()).toContainText(AT_QUARTER_SLOW, { timeout: 30_000 })
  const toldSec = await numberIn(page.locator('.waiting-sentence'), /Starting: .*about (\d+) s/)
  const sinceMs = performance.now()
  // The first frame stands still until enough is here to go on from it; on such a line the film rests again soon after.
  await playerOf(page).video.evaluate((video: HTMLVideoElement) => new Promise<void>((resolve) => {
    const look = () => { if (video.currentTime > 0) resolve(); else requestAnimationFrame(look) }
    look()
  }))
  expectTold(toldSec, performance.now() - sinceMs)
})

test('what is told of a jump and of the next pause is what then happens', async ({ launch, swarm, folder }) => {
  test.setTimeout(150_000)
  const { torrent, seeder } = await seedFilm(swarm, folder, FILM)
  await seeder.setUploadRate(SLOW)
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(page)
  const cushion = page.locator('.status-cushion').last()
  const rate = page.locator('.status-rate').last()
  await countFrames(player.video, 2, { limitMs: 60_000 })

  await player.showControls()
  const bar = await player.seekBar.boundingBox()
  if (bar === null) throw new Error('the seek bar is not shown')
  for (const share of [0.5, 0.82]) {
    await page.mouse.move(bar.x + bar.width * share, bar.y + bar.height / 2)
    await expect(rate).toContainText(AT_SLOW, { timeout: 15_000 })
    const toldSec = await numberIn(page.locator('.seek-hover span:not([data-guess])'), /about (\d+) s/)
    const clickedMs = performance.now()
    await page.mouse.click(bar.x + bar.width * share, bar.y + bar.height / 2)
    await countFrames(player.video, 1, { fromSec: FILM.seconds * share - 1, limitMs: 60_000 })
    expectTold(toldSec, performance.now() - clickedMs)
  }

  await page.keyboard.press('Home')
  await seeder.setUploadRate(25 * SLOW)
  await expect(cushion).toContainText(/plays through|safe for 0:[12]\d/, { timeout: 30_000 })
  await countFrames(player.video, 50)
  await seeder.setUploadRate(2 * SLOW)
  await expect(rate).toContainText(AT_TWICE_SLOW, { timeout: 15_000 })
  const toldSec = await numberIn(cushion, /pause in about (\d+) s/)
  const sinceMs = performance.now()
  await player.video.evaluate((video) => new Promise((resolve) => { video.addEventListener('waiting', resolve, { once: true }) }))
  expectTold(toldSec, performance.now() - sinceMs)
})

/** The first number that is told: of one look, for the next one may find another sentence. */
async function numberIn(place: Locator, pattern: RegExp): Promise<number> {
  let told = Number.NaN
  await expect.poll(async () => {
    told = Number(pattern.exec(await place.textContent() ?? '')?.[1])
    return Number.isNaN(told)
  }, { timeout: 15_000 }).toBe(false)
  return told
}
