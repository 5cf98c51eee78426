import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { english } from '../shared/text/english.ts'
import { drop } from './fixtures/drop.ts'
import { expect, test } from './fixtures/test.ts'
import { makeTorrent } from './lab/make-torrent.ts'
import { makeFilm } from './lab/media.ts'
import { BAR, makePictureSubtitledFilm } from './lab/picture-subtitles.ts'
import { makeSubtitledFilm, srtText } from './lab/subtitled-film.ts'
import type { Swarm } from './lab/swarm.ts'
import { countFrames, filmFacts } from './pages/film.ts'
import { playerOf } from './pages/player.ts'
import type { PlayerPage } from './pages/player.ts'

const SECONDS = 120
const BYTES_PER_SEC = 250_000
const words = english.subtitles

/** A folder with a film that has words inside and a file of words beside it, and one peer with twice the film's rate. */
async function seedSubtitledFilm(swarm: Swarm, folder: string, kind: 'mkv' | 'mp4IndexAtStart' = 'mkv') {
  const content = path.join(folder, 'A film')
  await mkdir(path.join(content, 'Subs'), { recursive: true })
  await makeSubtitledFilm({ kind, seconds: SECONDS, bytesPerSec: BYTES_PER_SEC, path: path.join(content, kind === 'mkv' ? 'film.mkv' : 'film.mp4') })
  await writeFile(path.join(content, 'Subs', 'film.es.srt'), srtText(SECONDS, 'Línea'))
  const torrent = await makeTorrent({ content, torrentPath: path.join(folder, 'film.torrent') })
  return { torrent, seeder: await swarm.startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: 2 * BYTES_PER_SEC }) }
}

function subtitlesOf(page: Page) {
  const cues = page.locator('.cue')
  const button = page.getByRole('button', { name: words.button, exact: true })
  const open = async (player: PlayerPage) => {
    await player.showControls()
    await button.click()
  }
  const choose = async (player: PlayerPage, name: string | RegExp, tab = '') => {
    await open(player)
    if (tab !== '') await page.getByRole('tab', { name: tab, exact: true }).click()
    await page.getByRole('menuitemradio', { name }).click()
    await button.click()
  }
  return { cues, button, open, choose }
}

async function startPlaying(page: Page): Promise<PlayerPage> {
  const player = playerOf(page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 10)
  return player
}

/** Waits until the line on the screen is that of the second on the screen. */
async function expectLine(cues: Locator, video: Locator, word: string, limitMs: number): Promise<void> {
  await expect.poll(async () => {
    const [text] = await cues.allTextContents()
    const { timeSec } = await filmFacts(video)
    const line = Number(text?.replace(`${word} `, '') ?? NaN)
    return Math.abs(line - timeSec) < 1.5
  }, { timeout: limitMs, intervals: [50] }).toBe(true)
}

for (const kind of ['mkv', 'mp4IndexAtStart'] as const) {
  test(`the words inside a film (${kind}) show while it downloads, and with the next line after a jump`, async ({ launch, swarm, folder }) => {
    const { torrent, seeder } = await seedSubtitledFilm(swarm, folder, kind)
    const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
    const player = await startPlaying(page)
    const { cues, choose } = subtitlesOf(page)
    await choose(player, /^English/)
    await expectLine(cues, player.video, 'Line', 5000)
    await player.jumpTo(0.7)
    await countFrames(player.video, 5, { fromSec: 80 })
    await expectLine(cues, player.video, 'Line', 2000)
  })
}

test('a file beside the film is fetched when it is chosen, and the choice can be a second one', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedSubtitledFilm(swarm, folder)
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = await startPlaying(page)
  const { cues, choose } = subtitlesOf(page)
  await choose(player, /^Spanish/)
  await expectLine(cues, player.video, 'Línea', 5000)
  await choose(player, /^German/, words.tabs.second)
  await expect(cues.filter({ hasText: 'Zeile' })).toBeVisible()
  await page.keyboard.press('c')
  await expect(cues.filter({ hasText: 'Línea' })).toBeHidden()
  await choose(player, /^German/, words.tabs.track)
  await expect.poll(() => page.evaluate(() => [...document.fonts].map(({ family, status }) => `${family} ${status}`).filter((font) => font.includes('film')))).toEqual(['"film: dejavu sans" loaded'])
})

test('a dropped file is shown as text in its character set or the one the person says, and moved by keys', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedSubtitledFilm(swarm, folder)
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = await startPlaying(page)
  const { cues } = subtitlesOf(page)
  const file = path.join(folder, 'mine.cs.srt')
  // "Příliš žluťoučký kůň úpěl" in windows-1250, and tags that would run in a page.
  await writeFile(file, Buffer.from('1\r\n00:00:00,000 --> 00:02:00,000\r\n<b>P\xf8\xedli\x9a \x9elu\x9dou\xe8k\xfd k\xf9\xf2 \xfap\xecl</b> <img src=x onerror=alert(1)><script>x</script>\r\n', 'latin1'))
  await page.keyboard.press('Space')
  await drop(page, { files: [file] })
  await expect(cues).toHaveText('Příliš žluťoučký kůň úpěl x')
  expect(await cues.locator('img, script').count()).toBe(0)
  const { open } = subtitlesOf(page)
  await open(player)
  await page.getByLabel(words.charset).selectOption('windows-1251')
  await expect(cues).toHaveText(/^Pшнliљ/)
  await page.getByLabel(words.charset).selectOption('windows-1250')
  await expect(cues).toHaveText(/^Příliš/)
  await page.keyboard.press('Escape')
  await page.keyboard.press('h')
  await expect(page.getByRole('status').filter({ hasText: '+0.05 s' })).toBeVisible()
  await drop(page, { files: [torrent.torrentPath] })
  await expect(player.region).toBeVisible()
})

test('subtitles are shown by themselves in the language of the settings, and look as they are set there', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedSubtitledFilm(swarm, folder)
  const { page } = await launch({ args: ['--peer', seeder.address] })
  const labels = english.settings.subtitles
  await page.getByRole('button', { name: english.common.settings }).click()
  await page.getByRole('switch', { name: labels.shown.name }).click()
  await page.getByRole('combobox', { name: labels.language.name }).selectOption('es')
  await page.getByRole('combobox', { name: labels.colour.name }).selectOption('#ffe14d')
  await page.getByRole('combobox', { name: labels.backing.name }).selectOption('box')
  await page.getByRole('slider', { name: labels.size.name }).fill('5')
  await page.getByRole('slider', { name: labels.raise.name }).fill('2')
  const sample = page.locator('.subtitle-sample .cue')
  await expect(sample).toHaveText(labels.sample.line)
  await expect(sample).toHaveCSS('color', 'rgb(255, 225, 77)')
  await drop(page, { files: [torrent.torrentPath] })
  await startPlaying(page)
  const { cues } = subtitlesOf(page)
  await expect(cues.filter({ hasText: 'Línea' })).toBeVisible({ timeout: 15_000 })
  await expect(cues.first()).toHaveCSS('color', 'rgb(255, 225, 77)')
  await expect(cues.first().locator('.cue-words')).toHaveCSS('background-color', 'rgb(0, 0, 0)')
  const { size, foot } = await cues.first().evaluate((cue) => {
    const picture = cue.closest('.cue-picture')?.getBoundingClientRect()
    return { size: parseFloat(getComputedStyle(cue).fontSize) / (picture?.height ?? 1), foot: ((picture?.bottom ?? 0) - cue.getBoundingClientRect().bottom) / (picture?.height ?? 1) }
  })
  expect(size).toBeCloseTo(2 * 0.052, 2)
  expect(foot).toBeCloseTo(0.2, 1)
})

test('the controls never cover a line, and PgUp and PgDn go from chapter to chapter', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedSubtitledFilm(swarm, folder)
  const { page, electron } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = await startPlaying(page)
  const { cues, choose } = subtitlesOf(page)
  await choose(player, /^English/)
  for (const [width, height] of [[1180, 720], [480, 320]] as const) {
    await electron.evaluate(({ BrowserWindow }, size) => { BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height) }, { width, height })
    await expectLine(cues, player.video, 'Line', 5000)
    await expect.poll(async () => {
      await player.showControls()
      const [line, controls] = await Promise.all([cues.first().boundingBox(), page.getByRole('group', { name: english.player.controls }).boundingBox()])
      return line !== null && controls !== null && line.y + line.height <= controls.y
    }).toBe(true)
  }
  await expect(page.locator('.seek-chapter')).toHaveCount(SECONDS / 10 - 1)
  // Standing still, so that the next chapter is the same when the key is heard.
  await page.keyboard.press('k')
  await expect.poll(async () => (await filmFacts(player.video)).paused).toBe(true)
  const part = Math.floor((await filmFacts(player.video)).timeSec / 10) + 1
  await page.keyboard.press('PageDown')
  await expect(page.getByRole('status').filter({ hasText: `Part ${String(part + 1)}` })).toBeVisible()
  await expect.poll(async () => (await filmFacts(player.video)).timeSec).toBeGreaterThanOrEqual(10 * part)
})

test('subtitles that are pictures are drawn where they belong, and pushed up by the controls', async ({ launch, swarm, folder }) => {
  const content = await makePictureSubtitledFilm(path.join(folder, 'film.mkv'), 30, BYTES_PER_SEC)
  const torrent = await makeTorrent({ content, torrentPath: path.join(folder, 'film.torrent') })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = await startPlaying(page)
  const { choose } = subtitlesOf(page)
  await choose(player, /^English/)
  const bar = page.locator('.cue-image')
  await expect(bar).toBeVisible()
  expect(await bar.evaluate((image) => (image instanceof HTMLImageElement ? image.decode().then(() => [image.naturalWidth, image.naturalHeight]) : []))).toEqual([BAR.width, BAR.height])
  await expect(bar).toBeHidden()
  await expect.poll(async () => {
    await player.showControls()
    const [shown, controls] = await Promise.all([bar.boundingBox({ timeout: 500 }).catch(() => null), page.getByRole('group', { name: english.player.controls }).boundingBox()])
    return shown !== null && controls !== null && shown.y + shown.height <= controls.y
  }).toBe(true)
})

test('the seek bar shows pictures of what is here, and asks for nothing where nothing is', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedSubtitledFilm(swarm, folder)
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = await startPlaying(page)
  const asked: string[] = []
  page.on('request', (request) => { if (request.url().includes('/pictures/')) asked.push(request.url()) })
  const point = async (share: number) => {
    await player.showControls()
    const box = await player.seekBar.boundingBox()
    if (box) await page.mouse.move(box.x + box.width * share, box.y + box.height / 2)
  }
  await point(0.95)
  await expect(page.locator('.seek-hover b')).toHaveText('1:54')
  await expect.poll(async () => { await point(0.01); return page.locator('.seek-picture').isVisible() }, { timeout: 15_000 }).toBe(true)
  expect(asked.filter((url) => !/\/[0-4]$/.test(url))).toEqual([])
})

test('subtitles of the person’s own that come late are fitted to those inside the film, and others are not', async ({ launch, swarm, folder }) => {
  // Talk has no beat: with one, every line would fit every other.
  const gaps = [1, 3, 2, 5, 1, 1, 4, 2, 6, 1, 3, 3, 1, 2, 7, 1, 4, 1, 2, 2, 5, 3, 1, 6, 2, 1, 1, 3, 4, 8]
  const content = await makeSubtitledFilm({ kind: 'mkv', seconds: SECONDS, bytesPerSec: 100_000, lineSec: gaps, path: path.join(folder, 'Talk.mkv') })
  const torrent = await makeTorrent({ content, torrentPath: path.join(folder, 'talk.torrent') })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = await startPlaying(page)
  await player.seeAllHere()
  const { open } = subtitlesOf(page)

  const late = srtText(SECONDS, 'Linea', gaps).replace(/(\d\d:\d\d):(\d\d),(\d)00/gu, (_, minutes: string, sec: string, tenth: string) => lateBy(minutes, Number(sec) + Number(tenth) / 10 + 2.3))
  await writeFile(path.join(folder, 'own.it.srt'), late)
  await drop(page, { files: [path.join(folder, 'own.it.srt')] })
  await open(player)
  await page.getByRole('tab', { name: words.tabs.timing, exact: true }).click()
  const fit = page.getByRole('button', { name: words.fit('English · Full') })
  await fit.press('Enter')
  await expect(page.locator('.subtitle-delay')).toHaveText(words.delayValue(-2300))
  await expect(page.getByText(words.fitStates.fitted)).toBeVisible()
  await expect(fit).toBeFocused()

  await writeFile(path.join(folder, 'other.it.srt'), srtText(SECONDS, 'Altro', [4, 1, 1, 2, 9, 3]))
  await drop(page, { files: [path.join(folder, 'other.it.srt')] })
  await expect(page.getByText(words.fitStates.ready)).toBeVisible()
  await fit.click()
  await expect(page.getByText(words.fitStates.unlike)).toBeVisible()
  await expect(page.locator('.subtitle-delay')).toHaveText(words.delayValue(0))
})

test('a fit that waits for other subtitles is seen and stopped again after its menu was closed', async ({ launch, swarm, folder }) => {
  const content = path.join(folder, 'A film')
  await mkdir(path.join(content, 'Subs'), { recursive: true })
  const film = await makeFilm({ kind: 'mkv', seconds: SECONDS, bytesPerSec: BYTES_PER_SEC })
  await copyFile(film.path, path.join(content, 'A film.mkv'))
  // Between both, so that the words do not come with the end of the film.
  await writeFile(path.join(content, 'B.bin'), Buffer.alloc(4_000_000, 'x'))
  await writeFile(path.join(content, 'Subs', 'A film.es.srt'), srtText(SECONDS, 'Línea'))
  await writeFile(path.join(folder, 'own.it.srt'), srtText(SECONDS, 'Linea'))
  const torrent = await makeTorrent({ content, torrentPath: path.join(folder, 'film.torrent') })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: 4 * BYTES_PER_SEC })
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = await startPlaying(page)
  await page.keyboard.press('k')
  await drop(page, { files: [path.join(folder, 'own.it.srt')] })
  await expect(page.locator('.icon-button.is-on')).toBeAttached()
  await seeder.stop()
  const { open } = subtitlesOf(page)
  const fetching = page.getByRole('button', { name: words.buttonFetching })
  await open(player)
  await page.getByRole('tab', { name: words.tabs.timing, exact: true }).click()
  await page.getByRole('button', { name: words.fit('Spanish') }).click()
  await expect(page.getByText(words.fitStates.fetching)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.locator('.subtitle-menu')).toHaveCount(0)
  await player.showControls()
  await fetching.click()
  await page.getByRole('button', { name: words.stopFit }).click()
  await expect(page.getByText(words.fitStates.ready)).toBeVisible()
  await expect(fetching).toHaveCount(0)
})

/** A moment of SubRip, with its seconds moved beyond the minute where they go. */
function lateBy(minutes: string, sec: number): string {
  const [hour = 0, minute = 0] = minutes.split(':').map(Number)
  const ms = Math.round((hour * 3600 + minute * 60 + sec) * 1000)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)},${String(ms % 1000).padStart(3, '0')}`
}
