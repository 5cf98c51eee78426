import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { english } from '../shared/text/english.ts'
import { expect, test } from './fixtures/test.ts'

const FILMS = 2000
/** The newest first, as the list has them. */
const filmAt = (at: number) => {
  const infoHash = (at + 1).toString(16).padStart(40, '0')
  return { infoHash, name: `Film ${String(at)}`, magnet: `magnet:?xt=urn:btih:${infoHash}`, lengthBytes: 1e9, addedMs: 1, touchedMs: 1.7e12 - at * 1000, kept: false, files: [] }
}
const moreOf = (page: Page, at: number) => page.getByRole('button', { name: english.card.more(`Film ${String(at)}`), exact: true })
const scrollTo = (page: Page, at: number) => page.locator('.rows').evaluate((rows, share) => { window.scrollBy(0, rows.getBoundingClientRect().top + rows.clientHeight * share - 200) }, at / FILMS)

test.beforeEach(async ({ places }) => {
  await mkdir(places.userDataDir, { recursive: true })
  await writeFile(path.join(places.userDataDir, 'library.json'), JSON.stringify({ version: 1, entries: Array.from({ length: FILMS }, (_, at) => filmAt(at)) }))
})

test('a list of thousands has the rows that are in view wherever it is scrolled, and few others', async ({ launch }) => {
  const { page } = await launch()
  for (const at of [0, 700, 1990, 3]) {
    await scrollTo(page, at)
    await expect(moreOf(page, at)).toBeInViewport()
    expect(await page.locator('.row').count()).toBeLessThan(60)
  }
  await expect(moreOf(page, 3).locator('xpath=ancestor::li')).toHaveAttribute('aria-posinset', '4')
})

test('the rows of a list share one menu, that opens at its row, closes at a second press and goes with its row', async ({ launch }) => {
  const { page } = await launch()
  const menu = page.getByRole('menu')
  await scrollTo(page, 500)
  await moreOf(page, 500).click()
  await expect(menu).toHaveAccessibleName(english.card.more('Film 500'))
  await expect(moreOf(page, 500)).toHaveAttribute('aria-expanded', 'true')
  await moreOf(page, 500).click()
  await expect(menu).toHaveCount(0)
  await moreOf(page, 500).click()
  await moreOf(page, 502).click()
  await expect(menu).toHaveAccessibleName(english.card.more('Film 502'))
  await page.keyboard.press('Escape')
  await expect(menu).toHaveCount(0)
  await expect(moreOf(page, 502)).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(menu).toHaveCount(1)
  await scrollTo(page, 100)
  await expect(menu).toHaveCount(0)
  await moreOf(page, 100).click()
  await page.getByRole('menuitem', { name: english.card.forget }).click()
  await expect(moreOf(page, 100)).toHaveCount(0)
  await expect(moreOf(page, 101)).toBeVisible()
})
