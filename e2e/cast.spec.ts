import type { Page } from '@playwright/test'
import { english } from '../shared/text/english.ts'
import { expect, test } from './fixtures/test.ts'
import { startChromecast } from './lab/cast/chromecast.ts'
import { startRygel } from './lab/cast/rygel.ts'
import { makeTorrent } from './lab/make-torrent.ts'
import { makeOddFilm, ODD_FILMS } from './lab/odd-film.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames, filmFacts } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

const words = english.cast
const FILM = { kind: 'mp4IndexAtStart', seconds: 90, bytesPerSec: 100_000, times: 3 } as const
const TWO_SOUNDS = { ...ODD_FILMS.twoSounds, container: 'mp4', seconds: 90 } as const
const START_MS = 30_000
/** The device is told first of all when the program ends. */
const QUIT_MS = 1500

/** These run in a network of their own (`*.cast` stage): receivers speak on every network they find. */
test('a film goes to a Chromecast at its second, is steered from here, and comes back', async ({ launch, swarm, folder }) => {
  const tv = await startChromecast('Bedroom')
  try {
    const { torrent, seeder } = await seedFilm(swarm, folder, FILM)
    const { page } = await launch({ args: ['--allow-local', '--peer', seeder.address, torrent.torrentPath] })
    const player = playerOf(page)
    await player.video.waitFor({ state: 'attached', timeout: START_MS })
    await countFrames(player.video, 20)
    await player.showControls()
    await page.getByRole('button', { name: words.button, exact: true }).click()
    const device = page.getByRole('button', { name: /Bedroom/ })
    await device.waitFor({ timeout: START_MS })
    await expect(device).toContainText(words.needs.direct, { timeout: START_MS })
    const { timeSec: beforeSec } = await filmFacts(player.video)
    await device.click()
    await expect(page.locator('.cast-where')).toHaveText(words.playingOn('Bedroom'), { timeout: START_MS })
    const loaded = await tv.process.waitForLine((line) => line.includes('"event":"load"'))
    expect(Number(/"currentTime":([\d.]+)/.exec(loaded)?.[1])).toBeGreaterThanOrEqual(beforeSec - 1)
    await page.keyboard.press('Space')
    await expect(page.locator('.cast-where')).toHaveText(words.pausedOn('Bedroom'))
    await page.keyboard.press('5')
    await tv.process.waitForLine((line) => line.includes('"SEEK"'))
    await page.keyboard.press('Space')
    await expect(page.locator('.cast-where')).toHaveText(words.playingOn('Bedroom'), { timeout: START_MS })
    await player.back.click()
    const card = page.getByRole('region', { name: english.home.onDevice })
    await expect(card).toContainText(words.playingOn('Bedroom'))
    await card.getByRole('button', { name: english.player.pause }).click()
    await expect(card).toContainText(words.pausedOn('Bedroom'))
    await card.getByRole('button', { name: english.player.play, exact: true }).click()
    await expect(card).toContainText(words.playingOn('Bedroom'))
    await card.getByRole('button').first().click()
    await expect(page.locator('.cast-where')).toHaveText(words.playingOn('Bedroom'))
    await page.getByRole('button', { name: words.stop }).first().click()
    await tv.process.waitForLine((line) => line.includes('applicationEnded'))
    await expect(page.locator('.cast-screen')).toHaveCount(0)
    await expect.poll(async () => (await filmFacts(player.video)).timeSec, { timeout: START_MS }).toBeGreaterThan(44)
    await page.keyboard.press('Space')
    await countFrames(player.video, 10)
  } finally {
    await tv.close()
  }
})

test('a film on a device survives a new page and the death of the engine, and ends with the program', async ({ launch, swarm, folder }) => {
  const tv = await startChromecast('Study')
  try {
    const film = await makeOddFilm(TWO_SOUNDS)
    const torrent = await makeTorrent({ content: film.path, torrentPath: `${folder}/film.torrent` })
    const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
    const app = await launch({ args: ['--allow-local', '--peer', seeder.address, torrent.torrentPath] })
    const { page } = app
    const player = playerOf(page)
    await player.video.waitFor({ state: 'attached', timeout: START_MS })
    await countFrames(player.video, 20)
    await player.showControls()
    await page.getByRole('button', { name: words.button, exact: true }).click()
    await page.getByRole('button', { name: /Study/ }).click({ timeout: START_MS })
    await expect(page.locator('.cast-where')).toHaveText(words.playingOn('Study'), { timeout: START_MS })

    await page.reload()
    await expect(page.locator('.cast-where')).toHaveText(words.playingOn('Study'), { timeout: START_MS })
    await page.keyboard.press('Space')
    await expect(page.locator('.cast-where')).toHaveText(words.pausedOn('Study'), { timeout: START_MS })
    await player.showControls()
    await page.getByRole('button', { name: english.method.sounds.button, exact: true }).click()
    await expect(page.getByRole('menuitemradio', { name: /^Sound [12] / })).toHaveCount(2)
    await page.keyboard.press('Escape')
    await page.keyboard.press('1')
    await page.keyboard.press('k') // Space would press the button that has the focus
    await expect(page.locator('.cast-where')).toHaveText(words.playingOn('Study'), { timeout: START_MS })

    const loads: string[] = []
    tv.process.onLine((line) => { if (line.includes('"event":"load"')) loads.push(line) })
    // On the device's own clock, which the page shows.
    await expect.poll(() => shownSec(page), { timeout: START_MS }).toBeGreaterThanOrEqual(10)
    const atSec = await shownSec(page)
    process.kill(await app.hostPid() ?? 0, 'SIGKILL')
    await expect.poll(() => loads.length, { timeout: START_MS }).toBe(1)
    expect(Math.abs(secondOf(loads[0] ?? '') - atSec)).toBeLessThan(3)
    await expect(page.locator('.cast-where')).toHaveText(words.playingOn('Study'), { timeout: START_MS })

    const ended = new Promise((resolve) => { tv.process.onLine((line) => { if (line.includes('applicationEnded')) resolve(line) }) })
    const quitMs = performance.now()
    const closed = app.close()
    await ended
    expect(performance.now() - quitMs).toBeLessThan(QUIT_MS)
    await closed
  } finally {
    await tv.close()
  }
})

const shownSec = async (page: Page) => Number(/:(\d\d)$/.exec(await page.locator('.time-now').textContent() ?? '')?.[1])
const secondOf = (line: string) => Number(/"currentTime":([\d.]+)/.exec(line)?.[1])

test('a film goes to a television by DLNA, and when that vanishes it is back here with the reason', async ({ launch, swarm, folder }) => {
  const tv = await startRygel('Living room')
  try {
    const { torrent, seeder } = await seedFilm(swarm, folder, FILM)
    const { page } = await launch({ args: ['--allow-local', '--peer', seeder.address, torrent.torrentPath] })
    const player = playerOf(page)
    await player.video.waitFor({ state: 'attached', timeout: START_MS })
    await countFrames(player.video, 20)
    await player.showControls()
    await page.getByRole('button', { name: words.button, exact: true }).click()
    await page.getByRole('button', { name: /Living room/ }).click({ timeout: START_MS })
    await expect(page.locator('.cast-where')).toHaveText(words.playingOn('Living room'), { timeout: START_MS })
    tv.signal('SIGKILL')
    await expect(page.locator('.cast-notice')).toContainText(words.reasons.gone('Living room'), { timeout: START_MS })
    await page.getByRole('button', { name: words.playHere }).click()
    await countFrames(player.video, 10)
  } finally {
    await tv.close()
  }
})

test('with no device in the network the list says so and what may help', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, FILM)
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(page)
  await player.video.waitFor({ state: 'attached', timeout: START_MS })
  await countFrames(player.video, 5)
  await player.showControls()
  await page.getByRole('button', { name: words.button, exact: true }).click()
  await expect(page.getByText(words.looking)).toBeVisible()
  await expect(page.getByText(words.nothingFound)).toBeVisible()
  await page.getByLabel(words.addressLabel).fill('my television')
  await page.getByRole('button', { name: words.add, exact: true }).click()
  await expect(page.locator('.cast-menu').getByRole('alert')).toBeVisible()
})
