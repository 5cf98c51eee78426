import { english } from '../shared/text/english.ts'
import { expect, test } from './fixtures/test.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

test('a dialog that closes gives the focus back to where it was', async ({ launch }) => {
  const { page } = await launch()
  const settings = page.getByRole('button', { name: english.common.settings })
  const keys = page.getByRole('dialog', { name: english.keys.title })
  await settings.focus()
  await page.keyboard.press('?')
  await expect(keys).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(keys).toHaveCount(0)
  await expect(settings).toBeFocused()
  await page.keyboard.press('?')
  await keys.getByRole('button', { name: english.common.close }).press('Enter')
  await expect(keys).toHaveCount(0)
  await expect(settings).toBeFocused()
})

test('a place that the menu leads to closes the dialog above it', async ({ launch }) => {
  const { electron, page } = await launch()
  await page.getByRole('button', { name: english.common.settings }).focus()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: english.keys.title })).toBeVisible()
  await electron.evaluate(({ Menu }) => { Menu.getApplicationMenu()?.getMenuItemById('settings')?.click() })
  await expect(page.getByRole('searchbox')).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('what is chosen by a key from the player\'s menu leaves the focus at its button', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  await countFrames(playerOf(page).video, 5)
  const more = page.getByRole('button', { name: english.player.more, exact: true })
  await more.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: english.player.keys }).press('Enter')
  await expect(page.getByRole('dialog', { name: english.keys.title })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(more).toBeFocused()
})
