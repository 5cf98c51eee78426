import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { drop } from './fixtures/drop.ts'
import { expect, test } from './fixtures/test.ts'
import { english } from '../shared/text/english.ts'
import { german } from '../shared/text/german.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames } from './pages/film.ts'
import { homeOf } from './pages/home.ts'
import { playerOf } from './pages/player.ts'

const words = english.settings

test('a setting is found, applied at once, kept, and goes back to its default', async ({ launch }) => {
  const first = await launch()
  await first.page.getByRole('button', { name: english.common.settings }).click()
  await first.page.getByRole('searchbox').fill('light or dark')
  await expect(first.page.locator('.setting')).toHaveCount(1)
  await first.page.getByRole('combobox', { name: words.theme.name }).selectOption('light')
  await expect(first.page.locator('html')).toHaveAttribute('data-theme', 'light')
  await first.close()

  const second = await launch()
  await expect(second.page.locator('html')).toHaveAttribute('data-theme', 'light')
  await second.page.getByRole('button', { name: english.common.settings }).click()
  await second.page.getByRole('button', { name: words.toDefault(words.theme.name) }).click()
  await expect(second.page.locator('html')).toHaveAttribute('data-theme', 'system')
  await expect(second.page.getByRole('button', { name: words.toDefault(words.theme.name) })).toHaveCount(0)
})

test('the window and its menu speak German when they are told to, and English again', async ({ launch }) => {
  const { page, electron } = await launch()
  const menuLabel = () => electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('pasteLink')?.label ?? '')
  await page.getByRole('button', { name: english.common.settings }).click()
  await page.getByRole('combobox', { name: words.language.name, exact: true }).selectOption('de')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(german.settings?.title ?? '')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect.poll(menuLabel).toBe(german.menu?.pasteLink)
  await page.keyboard.press('Escape')
  await expect(page.getByText(german.home?.dropTitle ?? '')).toBeVisible()
  await page.getByRole('button', { name: german.common?.settings ?? '' }).click()
  await page.getByRole('combobox', { name: german.settings?.language?.name ?? '', exact: true }).selectOption('en')
  await page.keyboard.press('Escape')
  await expect(homeOf(page).dropField).toBeVisible()
})

test('the room that films may take is in force at once, and how much they take is said', async ({ launch }) => {
  const { page } = await launch()
  await page.getByRole('button', { name: english.common.settings }).click()
  const row = page.locator('.setting', { hasText: words.storageLimit.name })
  await expect(row).toContainText(/Now: \d+ k?B of \d+(\.\d)? (GB|MB)/)
  await page.getByRole('slider', { name: words.storageLimit.name }).fill('2')
  await expect(row).toContainText(/Now: \d+ k?B of 1\.0 GB, with [\d.]+ [MGT]B free on the disk\./)
  await row.getByRole('button', { name: words.toDefault(words.storageLimit.name) }).click()
  await expect(row).not.toContainText('of 1.0 GB')
})

test('data is deleted by the button after a question, and with “keep” the film is there in the next run without a peer', async ({ launch, swarm, folder, places }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: 30 })
  // Where the system names no folder for downloads, it is the person's own.
  const env = { HOME: folder, XDG_CONFIG_HOME: folder }
  const first = await launch({ args: ['--peer', seeder.address, torrent.torrentPath], env })
  const { page } = first
  const settings = async () => {
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: english.common.settings }).click()
  }
  const row = page.locator('.setting', { hasText: words.clearNow.name })
  await countFrames(playerOf(page).video, 5)
  await settings()
  await expect(row).toContainText(/\d (kB|MB) to delete/)
  await row.getByRole('button', { name: words.clearNow.show }).click()
  await page.getByRole('dialog').getByRole('button', { name: english.common.cancel }).click()
  await expect(row).toContainText('to delete')
  await row.getByRole('button', { name: words.clearNow.show }).click()
  await page.getByRole('dialog').getByRole('button', { name: /^Delete \d/ }).click()
  await expect(row).toContainText('deleted')
  await expect(row.getByRole('button', { name: words.clearNow.show })).toBeDisabled()

  await page.getByRole('combobox', { name: words.afterWatching.name }).selectOption(words.afterWatching.keep)
  await page.keyboard.press('Escape')
  await drop(page, { files: [torrent.torrentPath] })
  await countFrames(playerOf(page).video, 5)
  await expect.poll(async () => readdir(path.join(folder, 'Millrace'))).toEqual([torrent.infoHash])
  await settings()
  await expect(row).toContainText('kept')
  await expect(row.getByRole('button', { name: words.clearNow.show })).toBeDisabled()
  await first.close()

  const second = await launch({ args: [torrent.torrentPath], env })
  await countFrames(playerOf(second.page).video, 5)
  expect(await readdir(places.tempDir)).not.toContain(torrent.infoHash)
})

test('a chosen ffmpeg is tried at once; one that does not work is said, and the one found before goes on', async ({ launch, folder }) => {
  const { page, electron } = await launch()
  const choose = (file: string) => electron.evaluate(({ dialog }, file) => {
    Object.assign(dialog, { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [file] }) })
  }, file)
  await page.getByRole('button', { name: english.common.settings }).click()
  await page.getByRole('searchbox').fill('ffmpeg')
  const row = page.locator('.setting').filter({ hasText: words.ffmpeg.name })
  await expect(row).toContainText(/ffmpeg \d[^,]*, \//)
  await choose(folder)
  await row.getByRole('button', { name: words.ffmpeg.choose }).click()
  await expect(row).toContainText('is no ffmpeg that works. In use: ffmpeg')
  await row.getByRole('button', { name: words.toDefault(words.ffmpeg.name) }).click()
  await expect(row).not.toContainText('is no ffmpeg that works')
})

test('the page names no program that the host would start', async ({ launch }) => {
  const { page } = await launch()
  await expect(page.getByRole('button', { name: english.common.settings })).toBeVisible()
  const answers = await page.evaluate(async () => {
    const bridge: unknown = Object.values(window).find((value) => typeof value === 'object' && value !== null && 'call' in value)
    const call: unknown = Reflect.get(Object(bridge), 'call')
    if (typeof call !== 'function') return ['no bridge']
    const asks = [['media.setPlayers', { mpvPath: '/bin/sh', vlcPath: null }], ['media.useFfmpeg', { path: '/bin/sh' }], ['app.updateSettings', { mpvPath: '/bin/sh' }]]
    return Promise.all(asks.map(async ([name, args]) => Reflect.get(Object(await Reflect.apply(call, bridge, [name, args])), 'ok')))
  })
  expect(answers).toEqual([false, false, false])
})

test('with the icon beside the clock a closed window leaves the program running, and without it the program ends', async ({ launch }) => {
  const { electron, page } = await launch()
  await page.getByRole('button', { name: english.common.settings }).click()
  await page.getByRole('switch', { name: english.settings.tray.name }).click()
  await expect(page.getByRole('switch', { name: english.settings.tray.name })).toBeChecked()
  const opened = electron.waitForEvent('window')
  // Asked for again at the worst moment: it closes, and is not gone yet.
  await electron.evaluate(({ app, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.once('close', () => { setImmediate(() => { app.emit('activate') }) })
    window?.close()
  })
  const again = await opened
  await again.getByRole('button', { name: english.common.settings }).click()
  await again.getByRole('switch', { name: english.settings.tray.name }).click()
  await expect(again.getByRole('switch', { name: english.settings.tray.name })).not.toBeChecked()
  const ended = electron.waitForEvent('close')
  await electron.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.close() })
  await ended
})
