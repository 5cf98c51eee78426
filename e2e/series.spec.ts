import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { english } from '../shared/text/english.ts'
import { expect, test } from './fixtures/test.ts'
import { makeTorrent } from './lab/make-torrent.ts'
import { makeOddFilm, ODD_FILMS } from './lab/odd-film.ts'
import { mustRun } from './lab/run-tool.ts'
import { makeSubtitledFilm, srtText } from './lab/subtitled-film.ts'
import { countFrames } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

const SECONDS = 30

/** Episodes with an English and a French sound, and English and German words. */
async function makeSeries(folder: string, names: readonly string[]): Promise<string> {
  const series = path.join(folder, 'A mill')
  await mkdir(series)
  const film = await makeOddFilm({ ...ODD_FILMS.twoSounds, seconds: SECONDS })
  const [english, german] = [path.join(folder, 'en.srt'), path.join(folder, 'de.srt')]
  await Promise.all([writeFile(english, srtText(SECONDS)), writeFile(german, srtText(SECONDS, 'Zeile'))])
  for (const name of names) {
    await mustRun('ffmpeg', ['-v', 'error', '-y', '-i', film.path, '-i', english, '-i', german, '-map', '0', '-map', '1', '-map', '2', '-c', 'copy', '-c:s', 'srt',
      '-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=fre', '-metadata:s:s:0', 'language=eng', '-metadata:s:s:1', 'language=ger', '-disposition:s', '0', path.join(series, name)])
  }
  return series
}

test('the sound, the subtitles and their delay that were chosen are those of the next episode, and of the next run', async ({ launch, swarm, folder }) => {
  const series = await makeSeries(folder, ['A mill S01E01.mkv', 'A mill S01E02.mkv'])
  const torrent = await makeTorrent({ content: series, torrentPath: path.join(folder, 'series.torrent') })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const first = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  await startsPlaying(first.page)
  await chooseIn(first.page, english.method.sounds.button, /^French/u)
  await chooseIn(first.page, english.subtitles.button, /^German/u)
  await first.page.keyboard.press('Escape')
  await first.page.keyboard.press('h')
  await expectChoices(first.page)

  await first.page.keyboard.press('n')
  await expect(first.page.locator('h1', { hasText: /S01E02/u })).toBeAttached()
  await startsPlaying(first.page)
  await expectChoices(first.page)
  await first.close()

  const second = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  await startsPlaying(second.page)
  await expectChoices(second.page)
})

test('an opening is passed over by a button, the credits of an episode lead to the next one, and home goes on with it', async ({ launch, swarm, folder }) => {
  const series = path.join(folder, 'A mill')
  await mkdir(series)
  const chapters = ['Opening', 'Part A', 'Part B', 'End Credits']
  for (const name of ['A mill S01E01.mkv', 'A mill S01E02.mkv']) await makeSubtitledFilm({ kind: 'mkv', seconds: 40, bytesPerSec: 100_000, chapters, path: path.join(series, name) })
  const torrent = await makeTorrent({ content: series, torrentPath: path.join(folder, 'series.torrent') })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(page)
  await startsPlaying(page)
  // The opening has ten seconds, and it waits here for a busy computer.
  await page.keyboard.press('k')
  await page.getByRole('status').getByRole('button', { name: english.skip.opening }).press('Enter')
  await expect.poll(async () => Number(await player.seekBar.getAttribute('aria-valuenow'))).toBeGreaterThanOrEqual(10)
  await expect(page.getByRole('button', { name: english.skip.opening })).toHaveCount(0)
  await expect(page.locator('main')).toBeFocused()

  // 37 of 40 seconds are its end.
  await page.keyboard.press('9')
  await expect(player.seekBar).toHaveAttribute('aria-valuenow', '36')
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(() => player.video.evaluate((video) => video instanceof HTMLVideoElement && !video.seeking && Math.floor(video.currentTime))).toBe(37)
  await page.keyboard.press('Escape')
  const card = page.locator('.frame-card', { hasText: 'A mill S01E02' })
  await expect(card).toContainText(english.nextFile.title)
  await card.locator('.frame-main').click()
  await expect(page.locator('h1', { hasText: /S01E02/u })).toBeAttached()
  await startsPlaying(page)

  await page.keyboard.press('p')
  await expect(page.locator('h1', { hasText: /S01E01/u })).toBeAttached()
  await startsPlaying(page)
  await page.keyboard.press('8')
  await page.getByRole('button', { name: english.nextFile.play }).click()
  await expect(page.locator('h1', { hasText: /S01E02/u })).toBeAttached()
  await startsPlaying(page)
  await player.showControls()
  await page.getByRole('button', { name: english.player.files, exact: true }).click()
  await expect(page.getByText(english.card.watched, { exact: true })).toBeVisible()
})

async function startsPlaying(page: Page): Promise<void> {
  await playerOf(page).video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(playerOf(page).video, 5, { limitMs: 30_000 })
}

async function openMenu(page: Page, button: string): Promise<void> {
  await playerOf(page).showControls()
  await page.getByRole('button', { name: button, exact: true }).click()
}

async function chooseIn(page: Page, button: string, name: RegExp): Promise<void> {
  await openMenu(page, button)
  await page.getByRole('menuitemradio', { name }).click()
}

/** French is marked and German is on the screen, 50 ms later than the film has it. */
async function expectChoices(page: Page): Promise<void> {
  await expect(page.locator('.cue', { hasText: 'Zeile' })).toBeVisible({ timeout: 15_000 })
  await openMenu(page, english.method.sounds.button)
  await expect(page.getByRole('menuitemradio', { name: /^French/u })).toBeChecked()
  await page.keyboard.press('Escape')
  await openMenu(page, english.subtitles.button)
  await page.getByRole('tab', { name: english.subtitles.tabs.timing }).click()
  await expect(page.getByText(english.subtitles.delayValue(50), { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
}
