import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { english } from '../shared/text/english.ts'
import type { RunningApp } from './fixtures/app.ts'
import { drop } from './fixtures/drop.ts'
import { expect, test } from './fixtures/test.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

const words = english.settings

/** What the person picks in the system's dialog, which no test can click. */
const pick = ({ electron }: RunningApp, folder: string) => electron.evaluate(({ dialog }, folder) => {
  Object.assign(dialog, { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [folder] }) })
}, folder)

test('kept films go to the folder that was chosen, one that cannot be used is refused, and after the way back they are still found', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: 10 })
  const env = { HOME: folder, XDG_CONFIG_HOME: folder }
  const chosen = path.join(folder, 'Films')
  await mkdir(chosen)
  const app = await launch({ args: ['--peer', seeder.address], env })
  const { page } = app
  const row = page.locator('.setting', { hasText: words.keptFolder.name })
  await page.getByRole('button', { name: english.common.settings }).click()
  await expect(row).toContainText(words.keptFolder.usual)

  await pick(app, path.join(folder, 'not there'))
  await row.getByRole('button', { name: words.chooseFolder }).click()
  await expect(row.getByRole('status').first()).toContainText('not there')
  await expect(row).toContainText(words.keptFolder.usual)

  await pick(app, chosen)
  await row.getByRole('button', { name: words.chooseFolder }).click()
  await expect(row).toContainText(chosen)
  await page.getByRole('combobox', { name: words.afterWatching.name }).selectOption(words.afterWatching.keep)
  await page.keyboard.press('Escape')
  await drop(page, { files: [torrent.torrentPath] })
  await countFrames(playerOf(page).video, 5)
  await expect.poll(() => readdir(chosen)).toEqual([torrent.infoHash])
  await playerOf(page).seeAllHere()

  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: english.common.settings }).click()
  await row.getByRole('button', { name: words.toDefault(words.keptFolder.name) }).click()
  await expect(row).toContainText(words.keptFolder.usual)
  await app.close()

  // Without a peer and from its card, which knows no more than a link: what plays lies in the folder of before.
  const second = await launch({ env })
  await second.page.locator('.row-main, .frame-main').click()
  await countFrames(playerOf(second.page).video, 5)
})

test('all films are in the folder that was chosen from the next start on, and what is not kept goes from it at the end', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtStart', seconds: 10 })
  const chosen = path.join(folder, 'Large disk')
  await mkdir(chosen)
  const first = await launch()
  const row = first.page.locator('.setting', { hasText: words.downloadFolder.name })
  await first.page.getByRole('button', { name: english.common.settings }).click()
  await expect(row).toContainText(words.downloadFolder.usual)
  await pick(first, path.join(folder, 'not there'))
  await row.getByRole('button', { name: words.chooseFolder }).click()
  await expect(row.getByRole('status').first()).toContainText('not there')
  await pick(first, chosen)
  await row.getByRole('button', { name: words.chooseFolder }).click()
  await expect(row).toContainText(chosen)
  await expect(first.page.locator('.setting', { hasText: words.keptFolder.name })).toHaveCount(0)
  await first.close()

  const second = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  await countFrames(playerOf(second.page).video, 5)
  expect(await readdir(chosen)).toEqual([torrent.infoHash])
  await second.page.keyboard.press('Escape')
  await second.page.getByRole('button', { name: english.common.settings }).click()
  await second.page.getByRole('button', { name: words.toDefault(words.downloadFolder.name) }).click()
  await expect(second.page.locator('.setting', { hasText: words.downloadFolder.name })).toContainText(words.downloadFolder.usual)
  await second.close()
  expect(await readdir(chosen)).toEqual([])
})
