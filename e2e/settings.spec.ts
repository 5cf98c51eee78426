import { expect, test } from './fixtures/test.ts'
import { english } from '../shared/text/english.ts'
import { german } from '../shared/text/german.ts'
import { homeOf } from './pages/home.ts'

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
  await page.getByRole('combobox', { name: words.language.name }).selectOption('de')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(german.settings?.title ?? '')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect.poll(menuLabel).toBe(german.menu?.pasteLink)
  await page.keyboard.press('Escape')
  await expect(page.getByText(german.home?.dropTitle ?? '')).toBeVisible()
  await page.getByRole('button', { name: german.common?.settings ?? '' }).click()
  await page.getByRole('combobox', { name: german.settings?.language?.name ?? '' }).selectOption('en')
  await page.keyboard.press('Escape')
  await expect(homeOf(page).dropField).toBeVisible()
})
