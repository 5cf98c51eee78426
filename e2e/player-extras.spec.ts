import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { english } from '../shared/text/english.ts'
import { expect, test } from './fixtures/test.ts'
import { resize } from './fixtures/window.ts'
import { makeTorrent } from './lab/make-torrent.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { makeFilm } from './lab/media.ts'
import { countFrames, filmFacts } from './pages/film.ts'
import { homeOf } from './pages/home.ts'
import { playerOf } from './pages/player.ts'

const words = english.player

test('a part is repeated, a picture kept, the volume turned by the wheel, and the statistics are live', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mkv', seconds: 30 })
  const { page, electron } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(page)
  await electron.evaluate(({ app }, pictures) => { app.setPath('pictures', pictures) }, folder)
  await player.video.waitFor({ state: 'attached' })
  await countFrames(player.video, 10)

  // the system's card
  const session = () => page.evaluate(() => ({ title: navigator.mediaSession.metadata?.title ?? '', pictures: navigator.mediaSession.metadata?.artwork.length ?? 0, state: navigator.mediaSession.playbackState }))
  await expect.poll(session).toEqual({ title: expect.stringMatching(/\S/u), pictures: 1, state: 'playing' })

  // from 2 to 3 seconds, again and again, with the third second never left
  const seekTo = (sec: number) => player.video.evaluate((video, sec) => { Object.assign(video, { currentTime: sec }) }, sec)
  await page.keyboard.press('k')
  await seekTo(2)
  await expect(player.seekBar).toHaveAttribute('aria-valuenow', '2')
  await page.keyboard.press('b')
  await seekTo(3)
  await expect(player.seekBar).toHaveAttribute('aria-valuenow', '3')
  await page.keyboard.press('b')
  await expect(page.locator('.seek-loop')).toBeAttached()
  await expect(player.seekBar).toHaveAttribute('aria-valuenow', '2')
  const jumpsBack = player.video.evaluate((video) => new Promise<readonly number[]>((resolve) => {
    const places: number[] = []
    video.addEventListener('seeking', () => {
      if (video instanceof HTMLVideoElement) places.push(video.currentTime)
      if (places.length === 2) resolve(places)
    })
  }))
  await page.keyboard.press('k')
  expect(await jumpsBack).toEqual([2, 2])
  await page.keyboard.press('b')
  await expect(page.locator('.seek-loop')).toHaveCount(0)

  // the wheel over the picture
  const volume = () => player.video.evaluate((video) => (video instanceof HTMLVideoElement ? Math.round(video.volume * 100) : -1))
  await player.showControls()
  await page.mouse.wheel(0, 240)
  await expect.poll(volume).toBe(90)
  await page.mouse.wheel(0, -120)
  await expect.poll(volume).toBe(95)

  // a double click, which leaves playing as it is
  const isFull = () => page.evaluate(() => document.fullscreenElement !== null)
  await player.region.locator('.picture-area').dblclick({ position: { x: 200, y: 200 } })
  await expect.poll(isFull).toBe(true)
  await player.region.locator('.picture-area').dblclick({ position: { x: 200, y: 200 } })
  await expect.poll(isFull).toBe(false)
  expect((await filmFacts(player.video)).paused).toBe(false)

  // the picture, as large as the film is
  await page.keyboard.press('Shift+S')
  await expect(page.locator('.feedback')).toContainText(/^Kept.*\.png$/u)
  const [kept = ''] = await readdir(path.join(folder, 'Millrace'))
  const picture = await readFile(path.join(folder, 'Millrace', kept))
  // width of the picture (PNG specification, 11.2.2)
  expect(picture.readUInt32BE(16)).toBe((await filmFacts(player.video)).width)

  // statistics: a peer by its address, and a map that is told more than twice a second
  await page.keyboard.press('i')
  const stats = page.getByRole('region', { name: english.stats.title })
  await expect(stats.getByRole('cell', { name: seeder.address.replace(/:\d+$/u, '') })).toBeVisible()
  await expect(stats.getByRole('img', { name: /Rates of the last two minutes/u })).toBeVisible()
  await page.keyboard.press('i')
  await expect(stats).toBeHidden()
})

test('the mini-player stays above other windows and goes back to where it came from', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mkv', seconds: 30 })
  const { page, electron } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(page)
  const window = () => electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    return { top: window?.isAlwaysOnTop(), width: window?.getSize()[0] }
  })
  await player.video.waitFor({ state: 'attached' })
  await countFrames(player.video, 10)
  const before = await window()
  await player.showControls()
  await page.getByRole('button', { name: words.more }).click()
  await page.getByRole('menuitem', { name: words.mini }).click()
  await expect.poll(window).toEqual({ top: true, width: 400 })
  await player.showControls()
  await expect(player.pause).toBeVisible()
  await expect(player.back).toBeHidden()
  await page.getByRole('button', { name: words.leaveMini }).click()
  await expect.poll(window).toEqual(before)
  // leaving the player leaves it too
  await page.keyboard.press('t')
  await expect.poll(window).toMatchObject({ top: true })
  await page.keyboard.press('Escape')
  await expect.poll(window).toEqual(before)
  await countFrames(player.video, 3)
})

test('nothing is out of reach in the smallest window, and media keys lead to the files beside', async ({ launch, swarm, folder }) => {
  const series = path.join(folder, 'Series')
  await mkdir(series)
  // It must not end, and go on to the next one by itself, before it is told to.
  const { path: film } = await makeFilm({ kind: 'mp4IndexAtStart', seconds: 60, bytesPerSec: 60_000 })
  for (const name of ['Series S01E01.mp4', 'Series S01E02.mp4']) await copyFile(film, path.join(series, name))
  const torrent = await makeTorrent({ content: series, torrentPath: path.join(folder, 'series.torrent') })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const app = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const { page } = app
  const player = playerOf(page)
  await player.video.waitFor({ state: 'attached' })
  await countFrames(player.video, 5)
  await resize(app, { width: 480, height: 320 })
  await player.showControls()
  await page.getByRole('button', { name: words.more }).click()
  const menu = page.getByRole('menu', { name: words.more })
  for (const name of [words.loop.from, words.takePicture, words.mini, words.pip, words.files, words.previousFile, words.nextFile, words.stats, words.keys]) {
    const item = menu.getByRole('menuitem', { name, exact: false })
    await item.scrollIntoViewIfNeeded()
    await expect(item).toBeInViewport({ ratio: 1 })
  }
  await expect(player.region.getByRole('slider', { name: words.volume })).toBeAttached()
  await player.region.getByRole('button', { name: words.faster }).click()
  await expect.poll(() => player.video.evaluate((video) => Reflect.get(video, 'playbackRate'))).toBe(1.25)
  for (const button of await page.getByRole('group', { name: words.controls }).locator('.controls-row > :not(.status)').all()) await expect(button).toBeInViewport({ ratio: 1 })
  await menu.getByRole('menuitem', { name: words.nextFile }).click()
  await expect(page.locator('h1', { hasText: /S01E02|2/u })).toBeAttached()
  await expect(homeOf(page).openFile).toBeHidden()
})
