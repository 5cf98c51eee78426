import type { Locator, Page } from '@playwright/test'
import { filmTitle } from '../shared/playback/film-title.ts'
import { english } from '../shared/text/english.ts'
import { drop } from './fixtures/drop.ts'
import { expect, test } from './fixtures/test.ts'
import { countFrames } from './pages/film.ts'
import { playerOf } from './pages/player.ts'
import { ARABIC_LINES, EPISODES, prepareSeries } from './tour/series-scene.ts'

/** Real Arabic in the window: names of films and files, words of a film in an old character set, and the window itself written from right to left. */

test('Arabic names and words are written their own way, also inside sentences, and time runs from left to right', async ({ launch, swarm, folder }) => {
  // Its pictures are made when nobody has made them before, which takes a minute on two busy cores.
  test.setTimeout(180_000)
  const scene = await prepareSeries(swarm, folder)
  const { page } = await launch({ args: ['--peer', scene.seeder.address] })
  const player = playerOf(page)
  await drop(page, { files: [scene.torrent.torrentPath] })
  await countFrames(player.video, 5, { limitMs: 30_000 })
  await page.keyboard.press('n')
  const title = page.locator('h1') // by its element: it leaves with the controls
  await expect(title).toContainText(filmTitle(EPISODES[1]))
  await countFrames(player.video, 5, { limitMs: 30_000 })

  // the first word stands right of the Latin part, which runs its own way, and the title stands where titles stand
  expect(await leftOf(title, 'الطاحونة')).toBeGreaterThan(await leftOf(title, 'S01E02'))
  expect(await leftOf(title, 'S01E02')).toBeLessThan(await leftOf(title, '2024'))
  expect((await boxOf(title)).x).toBeLessThan(120)

  await page.keyboard.press('k')
  await page.keyboard.press('c')
  for (const [at, line] of ARABIC_LINES.entries()) {
    await seekTo(page, 2 * at + 1)
    const cue = page.locator('.cue-words')
    await expect(cue).toHaveText(line, { useInnerText: true, timeout: 20_000 })
  }
  await seekTo(page, 3)
  const words = page.locator('.cue-words')
  await expect(words).toHaveText(ARABIC_LINES[1])
  // "(مساءً)." closes the sentence at its left end, and the time within reads 7:30
  expect(await leftOf(words, 'وصلت')).toBeGreaterThan(await leftOf(words, '7:30'))
  expect(await leftOf(words, '7:30')).toBeGreaterThan(await leftOf(words, '.'))
  expect(await leftOf(words, '30')).toBeGreaterThan(await leftOf(words, '7'))

  // the window from right to left
  await page.evaluate(() => { document.documentElement.dir = 'rtl' })
  await player.showControls()
  const [playedPart, bar] = [await boxOf(page.locator('.seek-played')), await boxOf(player.seekBar)]
  expect(Math.abs(playedPart.x - bar.x)).toBeLessThan(12)
  expect((await boxOf(player.pause.or(player.play))).x).toBeLessThan(bar.width / 4)
  expect((await boxOf(title)).x + (await boxOf(title)).width).toBeGreaterThan(bar.width - 120)
  await page.keyboard.press('Escape')
  const name = page.locator('.card-title').first()
  await expect(name).toBeVisible()
  const card = await boxOf(page.locator('.card, .frame-card').first())
  expect((await boxOf(name)).x + (await boxOf(name)).width).toBeGreaterThan(card.x + card.width / 2)

  // a sentence of the window in English, with a name in it that keeps its own direction: lost, the two halves would change places
  await page.evaluate(() => { document.documentElement.dir = 'ltr' })
  await page.getByRole('button', { name: english.common.settings }).click()
  await page.getByRole('searchbox', { name: english.settings.search }).fill('الطاحونة S01E02 (2)')
  const sentence = page.locator('.settings-none')
  expect(await leftOf(sentence, 'No setting')).toBeLessThan(await leftOf(sentence, 'S01E02'))
  expect(await leftOf(sentence, 'S01E02')).toBeLessThan(await leftOf(sentence, 'الطاحونة'))
})

function seekTo(page: Page, sec: number): Promise<void> {
  return playerOf(page).video.evaluate((video, sec) => { Object.assign(video, { currentTime: sec }) }, sec)
}

async function boxOf(part: Locator): Promise<{ readonly x: number; readonly width: number }> {
  const box = await part.boundingBox()
  if (box === null) throw new Error('it is not on the screen')
  return box
}

/** Where a text inside an element is drawn: its left edge in points. */
function leftOf(element: Locator, text: string): Promise<number> {
  return element.evaluate((root, text) => {
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
      const begin = (node.textContent ?? '').indexOf(text)
      if (begin < 0) continue
      const range = document.createRange()
      range.setStart(node, begin)
      range.setEnd(node, begin + text.length)
      return range.getBoundingClientRect().left
    }
    throw new Error(`${text} is not in ${root.textContent ?? ''}`)
  }, text)
}
