import { copyFile, mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import type { RunningApp } from './fixtures/app.ts'
import { drop } from './fixtures/drop.ts'
import { paste } from './fixtures/paste.ts'
import { expect, test } from './fixtures/test.ts'
import { magnetOf, makeTorrent } from './lab/make-torrent.ts'
import { makeFilm } from './lab/media.ts'
import { countFrames } from './pages/film.ts'
import { homeOf } from './pages/home.ts'
import { openingOf } from './pages/opening.ts'
import { playerOf } from './pages/player.ts'

/** Takes the pictures of docs/images: every state of the window, in both sizes and both colours. `npm run screenshots`. */

const IMAGES = path.resolve(import.meta.dirname, '../docs/images')
const SIZES = [
  { name: '', width: 1180, height: 720 },
  { name: '-small', width: 480, height: 320 },
] as const
const SCENERY = { kind: 'mp4IndexAtEnd', look: 'scenery', size: { width: 1280, height: 720 }, seconds: 120, bytesPerSec: 500_000 } as const

for (const theme of ['dark', 'light'] as const) {
  test(`the window in ${theme} colours`, async ({ launch, swarm, folder }) => {
    await mkdir(IMAGES, { recursive: true })
    const content = path.join(folder, 'Evening sea.mp4')
    await copyFile((await makeFilm(SCENERY)).path, content)
    const torrent = await makeTorrent({ content, torrentPath: path.join(folder, 'sea.torrent') })
    const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: SCENERY.bytesPerSec * 1.5 })
    const app = await launch({ args: ['--peer', seeder.address], env: { TORRENT_TIMEOUT: '5000', TORRENT_MAX_RETRIES: '0' } })
    const { page } = app
    const player = playerOf(page)
    await chooseTheme(app, theme)
    // Playwright tells every page that light colours are wanted unless it is asked for others.
    await page.emulateMedia({ colorScheme: theme })
    await expect(homeOf(page).dropField).toBeVisible()
    await takePictures(app, 'home', theme)

    await paste(app, magnetOf('a'.repeat(40), 'A film nobody has'))
    // nothing is drawn in the first moment, so that a quick opening does not flash
    await expect(openingOf(page).region).toContainText('0:01 so far')
    await takePictures(app, 'opening', theme)
    await expect(openingOf(page).problem).toBeVisible()
    await takePictures(app, 'error', theme)

    await drop(page, { files: [torrent.torrentPath] })
    await player.video.waitFor({ state: 'attached' })
    await countFrames(player.video, 75)
    await takePictures(app, 'playing', theme, player.showControls)

    await seeder.setUploadRate(SCENERY.bytesPerSec / 2)
    const jumps = [0.7, 0.85].values()
    await takePictures(app, 'jumping', theme, async () => {
      await player.jumpTo(jumps.next().value ?? 0.5)
      await expect(player.waiting).toContainText('Jumping')
    })
    await seeder.stop()
    await expect(player.waiting).toContainText('No peers', { timeout: 60_000 })
    await takePictures(app, 'waiting', theme)
  })
}

async function takePictures(app: RunningApp, state: string, theme: string, prepare: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  for (const size of SIZES) {
    await resize(app, size)
    await prepare()
    await settle(app.page)
    await app.page.screenshot({ path: path.join(IMAGES, `${state}${size.name}${theme === 'dark' ? '' : '-light'}.png`) })
  }
  await resize(app, SIZES[0])
}

function chooseTheme({ electron }: RunningApp, theme: 'dark' | 'light'): Promise<void> {
  return electron.evaluate(({ nativeTheme }, theme) => {
    nativeTheme.themeSource = theme
  }, theme)
}

async function resize({ electron, page }: RunningApp, { width, height }: { width: number; height: number }): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
  }, { width, height })
  await expect.poll(() => page.evaluate(() => `${innerWidth}x${innerHeight}`)).toBe(`${width}x${height}`)
}

/** Short animations are over once nothing but endless ones runs. */
async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running' || animation.effect?.getComputedTiming().endTime === Infinity))
}
