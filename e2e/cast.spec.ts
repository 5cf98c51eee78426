import { copyFile, mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { english } from '../shared/text/english.ts'
import { expect, test } from './fixtures/test.ts'
import { startChromecast } from './lab/cast/chromecast.ts'
import { startRygel } from './lab/cast/rygel.ts'
import { makeTorrent } from './lab/make-torrent.ts'
import { makeFilm } from './lab/media.ts'
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
    const { page, electron } = await launch({ args: ['--allow-local', '--peer', seeder.address, torrent.torrentPath] })
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
    // A computer that falls asleep cannot serve it any more.
    await electron.evaluate(({ powerMonitor }) => { powerMonitor.emit('suspend') })
    await expect(page.locator('.cast-where')).toHaveText(words.pausedOn('Bedroom'))
    await page.keyboard.press('k') // Space would press the button that has the focus
    await expect(page.locator('.cast-where')).toHaveText(words.playingOn('Bedroom'), { timeout: START_MS })
    await page.keyboard.press('k')
    await expect(page.locator('.cast-where')).toHaveText(words.pausedOn('Bedroom'))
    await page.keyboard.press('5')
    await tv.process.waitForLine((line) => line.includes('"SEEK"'))
    await page.keyboard.press('k')
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

/** What many swarms give: three times the film's rate, of several peers. */
const USUAL = { peers: 3, times: 3, film: { kind: 'mp4IndexAtStart', seconds: 40, bytesPerSec: 250_000 } } as const
/** The receiver's own: it holds a second of film before it plays, and says what it does every 100 ms. */
const OWN_MS = 500
/** The better of these counts: a busy computer may hold either up. */
const TRIES = 2

test('a film begins on a device within one and a half times of what it takes to begin here, one that plays here and one of which nothing is here', async ({ launch, swarm, folder }) => {
  const tv = await startChromecast('Parlour')
  try {
    const content = path.join(folder, 'Films')
    await mkdir(content)
    const film = await makeFilm(USUAL.film)
    for (let part = 0; part <= 2 * TRIES; part++) await copyFile(film.path, path.join(content, `Part ${String(part)}.mp4`))
    const torrent = await makeTorrent({ content, torrentPath: `${folder}/films.torrent` })
    const seeders = await Promise.all(Array.from({ length: USUAL.peers }, () => swarm.startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: USUAL.film.bytesPerSec * USUAL.times / USUAL.peers })))
    const { page } = await launch({ args: ['--allow-local', ...seeders.flatMap(({ address }) => ['--peer', address]), torrent.torrentPath] })
    const player = playerOf(page)
    const playsOn = () => countFrames(player.video, 2, { fromSec: 6, limitMs: START_MS })
    let onPlaying: () => void = () => undefined
    tv.process.onLine((line) => { if (line.includes('"state":"PLAYING"')) onPlaying() })
    /** What an action takes until the device plays what it did not before. */
    const untilThere = async (act: () => Promise<void>) => {
      const plays = new Promise<void>((resolve) => { onPlaying = resolve })
      const sinceMs = performance.now()
      await act()
      await plays
      return performance.now() - sinceMs
    }
    await player.video.waitFor({ state: 'attached', timeout: START_MS })
    await playsOn()
    let hereMs = Infinity
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const sinceMs = performance.now()
      await page.keyboard.press('n')
      await countFrames(player.video, 2, { untilSec: 5, limitMs: START_MS })
      hereMs = Math.min(hereMs, performance.now() - sinceMs)
      await playsOn()
    }

    await player.showControls()
    await page.getByRole('button', { name: words.button, exact: true }).click()
    const device = page.getByRole('button', { name: /Parlour/ })
    await expect(device).toContainText(words.needs.direct, { timeout: START_MS })
    const movedMs = await untilThere(() => device.click())
    let thereMs = Infinity
    for (let attempt = 0; attempt < TRIES; attempt++) thereMs = Math.min(thereMs, await untilThere(() => page.keyboard.press('n')))
    process.stderr.write(`of which nothing is here: ${hereMs.toFixed(0)} ms here, ${thereMs.toFixed(0)} ms there; that plays here: ${movedMs.toFixed(0)} ms there\n`)
    expect(movedMs - OWN_MS).toBeLessThan(1.5 * hereMs)
    expect(thereMs - OWN_MS).toBeLessThan(1.5 * hereMs)
  } finally {
    await tv.close()
  }
})

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
