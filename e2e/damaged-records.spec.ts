import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { errorWords } from '../shared/text/error-words.ts'
import { english } from '../shared/text/english.ts'
import { expect, test } from './fixtures/test.ts'

const FILM = { infoHash: 'a'.repeat(40), name: 'A film of yours', magnet: `magnet:?xt=urn:btih:${'a'.repeat(40)}`, lengthBytes: 9, addedMs: 1, touchedMs: 1, kept: false, files: [] }

test('damaged files of the program keep what can be read of them, the person is told once, and a way out that was lost stays closed', async ({ launch, places }) => {
  const settingsFile = path.join(places.userDataDir, 'settings.json')
  const damaged = JSON.stringify({ version: 5, theme: 'light', storageLimitBytes: 'much', networkInterface: 7 })
  await mkdir(places.userDataDir, { recursive: true })
  await writeFile(settingsFile, damaged)
  await writeFile(path.join(places.userDataDir, 'library.json'), JSON.stringify({ version: 1, entries: [{ ...FILM, infoHash: 'nonsense' }, FILM] }))

  const { page, close } = await launch()
  const words = english.settings
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  const [settingsNote, libraryNote] = [page.getByRole('alert').first(), page.getByRole('alert').nth(1)]
  await expect(settingsNote).toContainText(`2 settings could not be read and went back to the default: ${words.storageLimit.name}, ${words.networkInterface.name}.`)
  await expect(libraryNote).toContainText(errorWords({ code: 'libraryMended', message: '', details: { count: 1, kept: 1 } }).what)
  await expect(page.getByText(FILM.name)).toBeVisible()
  await libraryNote.getByRole('button', { name: english.common.dismiss }).click()
  await expect(page.getByRole('alert')).toHaveCount(1)

  await settingsNote.getByRole('button', { name: english.common.settings }).click()
  await expect(page.getByRole('combobox', { name: words.networkInterface.name })).toHaveValue('?')
  expect(await readFile(`${settingsFile}.broken`, 'utf8')).toBe(damaged)
  await close()

  const second = await launch()
  await expect(second.page.getByText(FILM.name)).toBeVisible()
  await expect(second.page.getByRole('alert')).toHaveCount(0)
  await second.page.getByRole('button', { name: english.common.settings }).click()
  await second.page.getByRole('button', { name: words.toDefault(words.networkInterface.name) }).click()
  await expect(second.page.getByRole('combobox', { name: words.networkInterface.name })).not.toHaveValue('?')
})
