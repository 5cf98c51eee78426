import { english } from '../shared/text/english.ts'
import { expect, test } from './fixtures/test.ts'

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
