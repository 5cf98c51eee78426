import { rename } from 'node:fs/promises'
import { expect } from '@playwright/test'
import type { RunningApp } from '../fixtures/app.ts'
import { countFrames } from '../pages/film.ts'
import { playerOf } from '../pages/player.ts'
import type { Look } from './window-tour.ts'

/** A film plays while it comes; takes its folder away and brings it back. `downloads`: the folder the app was started with. */
export async function walkLost({ page }: RunningApp, downloads: string, look: Look): Promise<void> {
  const player = playerOf(page)
  await rename(downloads, `${downloads}-elsewhere`)
  await expect(page.locator('.held-up')).toBeVisible({ timeout: 60_000 })
  await look('folder-gone', player.showControls)
  await page.keyboard.press('9')
  await expect(player.waiting).toContainText('gone', { timeout: 60_000 })
  await look('folder-gone-waiting')
  await rename(`${downloads}-elsewhere`, downloads)
  await page.keyboard.press('1')
  await countFrames(player.video, 5, { limitMs: 60_000 })
}
