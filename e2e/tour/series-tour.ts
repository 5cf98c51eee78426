import { expect } from '@playwright/test'
import { english } from '../../shared/text/english.ts'
import type { RunningApp } from '../fixtures/app.ts'
import { drop } from '../fixtures/drop.ts'
import { paste } from '../fixtures/paste.ts'
import { countFrames } from '../pages/film.ts'
import { playerOf } from '../pages/player.ts'
import type { SeriesScene } from './series-scene.ts'
import type { Look } from './window-tour.ts'

/** What a series brings: its files, words in another script, the next episode; and what goes wrong while something plays. */

/** Takes a picture of the window as it is, in its own size. */
export type Snap = (state: string) => Promise<void>

export async function walkSeries(app: RunningApp, scene: SeriesScene, look: Look, snap: Snap): Promise<void> {
  const { page } = app
  const player = playerOf(page)
  await drop(page, { files: [scene.torrent.torrentPath] })
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 25)
  await lookAtFiles(app, look)
  await lookAtWords(app, look)
  await lookAtSeekBar(app, look)
  await lookAtSmallThings(app, look, snap)
  await lookAtNext(app, look)
  await lookAtConverted(app, look)
  await lookAtOddFiles(app, scene, look)
}

async function lookAtFiles({ page }: RunningApp, look: Look): Promise<void> {
  const player = playerOf(page)
  await player.showControls()
  await player.files.click()
  await expect(player.fileTree).toBeVisible()
  await look('series-files', player.showControls)
  await page.keyboard.press('Escape')
}

async function lookAtWords({ page }: RunningApp, look: Look): Promise<void> {
  const player = playerOf(page)
  await page.keyboard.press('k')
  await seekTo(page, 5)
  await page.keyboard.press('c')
  await expect(page.locator('.cue')).toBeVisible({ timeout: 20_000 })
  await look('words', player.showControls)
  const button = page.getByRole('button', { name: english.subtitles.button, exact: true })
  for (const tab of ['second', 'timing', 'look'] as const) {
    await look(`words-${tab}`, async () => {
      await player.showControls()
      if (await page.locator('.subtitle-menu').isVisible()) await button.click()
      await button.click()
      await page.getByRole('tab', { name: english.subtitles.tabs[tab] }).click()
    })
  }
  await page.keyboard.press('Escape')
}

async function lookAtSeekBar({ page }: RunningApp, look: Look): Promise<void> {
  const player = playerOf(page)
  const pointAt = async (share: number) => {
    await player.showControls()
    const box = await player.seekBar.boundingBox()
    if (box === null) throw new Error('the seek bar is not shown')
    await page.mouse.move(box.x + box.width * share - 2, box.y + box.height / 2)
    await page.mouse.move(box.x + box.width * share, box.y + box.height / 2)
  }
  await look('pointing', async () => {
    await pointAt(0.4)
    await page.locator('.seek-picture:not([hidden])').waitFor({ timeout: 10_000 }).catch(() => undefined)
  })
  await page.keyboard.press('b')
  await seekTo(page, 12)
  await page.keyboard.press('b')
  await look('repeating', player.showControls)
  await page.keyboard.press('b')
}

async function lookAtSmallThings(app: RunningApp, look: Look, snap: Snap): Promise<void> {
  const { page } = app
  const player = playerOf(page)
  await look('word', async () => {
    await player.showControls()
    await page.keyboard.press('ArrowDown')
  })
  await look('refused-above-film', async () => {
    if (await page.locator('.toasts .problem').isVisible()) return
    await paste(app, 'the film of yesterday')
    await expect(page.locator('.toasts .problem')).toBeVisible()
  })
  await page.locator('.toasts .problem > .icon-button').click()
  await page.keyboard.press('t')
  await expect(page.locator('.watch[data-mini="true"]')).toBeVisible()
  await player.showControls()
  await snap('mini')
  await page.keyboard.press('t')
  await expect(page.locator('.watch[data-mini="false"]')).toBeVisible()
}

async function lookAtNext({ page }: RunningApp, look: Look): Promise<void> {
  const player = playerOf(page)
  await page.keyboard.press('End')
  await page.keyboard.press('k')
  const offer = page.getByRole('status', { name: english.nextFile.title })
  await expect(offer).toBeVisible({ timeout: 20_000 })
  await look('next', player.showControls)
  await offer.getByRole('button', { name: english.nextFile.play }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('S01E02')
  await countFrames(player.video, 10)
  await expect(page.getByRole('button', { name: english.skip.opening })).toBeVisible()
  await look('opening-of-episode', player.showControls)
}

/** The third has a sound that has to be converted. */
async function lookAtConverted({ page }: RunningApp, look: Look): Promise<void> {
  const player = playerOf(page)
  await page.keyboard.press('n')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('S01E03')
  // it begins as it is, until it is known that its sound has to be converted
  await expect(player.region.getByRole('button', { name: /^Sound converted/u }).first()).toBeAttached({ timeout: 60_000 })
  await countFrames(player.video, 5, { limitMs: 60_000 })
  await look('converted', player.showControls)
}

async function lookAtOddFiles({ page }: RunningApp, { broken, sound }: SeriesScene, look: Look): Promise<void> {
  const player = playerOf(page)
  await drop(page, { files: [broken.torrentPath] })
  await expect(page.locator('.failure')).toBeVisible({ timeout: 60_000 })
  await look('failure', player.showControls)
  await drop(page, { files: [sound.torrentPath] })
  await expect(page.locator('.sound-picture')).toBeVisible({ timeout: 30_000 })
  await look('sound-only', player.showControls)
}

function seekTo(page: Parameters<typeof playerOf>[0], sec: number): Promise<void> {
  return playerOf(page).video.evaluate((video, sec) => { Object.assign(video, { currentTime: sec }) }, sec)
}
