import { copyFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { english } from '../../shared/text/english.ts'
import type { RunningApp } from '../fixtures/app.ts'
import { drop } from '../fixtures/drop.ts'
import { paste } from '../fixtures/paste.ts'
import { magnetOf, makeTorrent } from '../lab/make-torrent.ts'
import type { MadeTorrent } from '../lab/make-torrent.ts'
import { makeSubtitledFilm } from '../lab/subtitled-film.ts'
import type { Seeder, Swarm } from '../lab/swarm.ts'
import { countFrames } from '../pages/film.ts'
import { homeOf } from '../pages/home.ts'
import { openingOf } from '../pages/opening.ts'
import { playerOf } from '../pages/player.ts'

/** One walk through every place and state of the window, for those who look at each: the pictures and the accessibility test. */

/** Looks at the state the window is in. `again` brings back what goes away by itself, the controls for one; it may be called many times. */
export type Look = (state: string, again?: () => Promise<void>) => Promise<void>

/** What the walk needs from outside: a film with words and chapters and one peer that has it. */
export interface Scene {
  readonly film: MadeTorrent
  readonly seeder: Seeder
  /** A torrent in which nothing plays. */
  readonly papers: MadeTorrent
}

/** Bytes a second of the scene's film; enough for something to look at. */
const FILM_BYTES_PER_SEC = 500_000

/** So little that the start of the film can be looked at. */
const START_BYTES_PER_SEC = 20_000

/** What a start of the app needs for the walk: nobody is looked for longer than it takes to see that nobody comes. */
export const TOUR_ENVIRONMENT = { TORRENT_TIMEOUT: '5000', TORRENT_MAX_RETRIES: '0' } as const

/** Makes the film and seeds it at one and a half times its rate. */
export async function prepareScene(swarm: Swarm, folder: string): Promise<Scene> {
  const content = path.join(folder, 'Evening sea.mkv')
  await makeSubtitledFilm({ kind: 'mkv', look: 'scenery', size: { width: 1280, height: 720 }, seconds: 120, bytesPerSec: FILM_BYTES_PER_SEC, path: content })
  const film = await makeTorrent({ content, torrentPath: path.join(folder, 'sea.torrent') })
  const paper = path.join(folder, 'Read me first.txt')
  await writeFile(paper, 'Nothing to watch here.\n')
  const papers = await makeTorrent({ content: paper, torrentPath: path.join(folder, 'papers.torrent') })
  await copyFile(papers.torrentPath, path.join(folder, 'papers copy.torrent'))
  return { film, papers, seeder: await swarm.startSeeder({ kind: 'libtorrent', torrent: film, uploadBytesPerSec: FILM_BYTES_PER_SEC * 1.5 }) }
}

/** Walks through the whole window, once. The app was started with the scene's peer and TOUR_ENVIRONMENT. */
export async function walkThrough(app: RunningApp, scene: Scene, look: Look): Promise<void> {
  await beforeAnything(app, look)
  await openInVain(app, scene, look)
  await watch(app, scene, look)
  await waitInVain(app, scene, look)
  await afterwards(app, look)
}

async function beforeAnything({ page, electron }: RunningApp, look: Look): Promise<void> {
  await expect(homeOf(page).dropField).toBeVisible()
  await look('home')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: english.keys.title })).toBeVisible()
  await look('keys')
  await page.keyboard.press('Escape')
  await electron.evaluate(({ app }, link) => { app.emit('open-url', { preventDefault: () => undefined }, link) }, magnetOf('c'.repeat(40), 'A film from another program'))
  const question = page.getByRole('dialog', { name: english.offer.title })
  await expect(question).toBeVisible()
  await look('question')
  await question.getByRole('button', { name: english.offer.no }).click()
}

async function openInVain(app: RunningApp, { papers }: Scene, look: Look): Promise<void> {
  const { page } = app
  await paste(app, magnetOf('a'.repeat(40), 'A film nobody has'))
  // nothing is drawn in the first moment, so that a quick opening does not flash
  await expect(openingOf(page).region).toContainText(/0:0[1-9] so far/u)
  await look('opening')
  await expect(openingOf(page).problem).toBeVisible()
  await look('error')
  await drop(page, { files: [papers.torrentPath] })
  await expect(page.getByText(english.files.nothingPlays)).toBeVisible()
  await look('nothing-plays')
}

async function watch({ page }: RunningApp, { film, seeder }: Scene, look: Look): Promise<void> {
  const player = playerOf(page)
  await seeder.setUploadRate(START_BYTES_PER_SEC)
  await drop(page, { files: [film.torrentPath] })
  await player.video.waitFor({ state: 'attached' })
  await expect(player.waiting).toContainText(/Starting: .* of/u)
  await look('starting', player.showControls)
  await seeder.setUploadRate(FILM_BYTES_PER_SEC * 1.5)
  await countFrames(player.video, 75)
  await look('playing', player.showControls)
  for (const [state, name] of MENUS) await lookAtMenu(name, (again) => look(state, again))
  await player.showControls()
  await player.files.click()
  await expect(player.fileTree).toBeVisible()
  await look('files')
  await page.keyboard.press('Escape')
  await page.keyboard.press('i')
  await expect(page.locator('.stats-peers')).toBeVisible()
  await look('statistics')
  await page.keyboard.press('i')
  await page.keyboard.press('Space')
  await expect(player.play).toBeAttached()
  await look('paused', player.showControls)
  await page.keyboard.press('Space')
  await lookAtPictureInPicture(page, look)

  async function lookAtMenu(name: RegExp, look: (again: () => Promise<void>) => Promise<void>): Promise<void> {
    const button = player.region.getByRole('button', { name })
    const open = async () => {
      await player.showControls()
      // a small window has some of them elsewhere; anew each time, for the direction it is written in
      if (!await button.isVisible()) return
      if ((await button.getAttribute('aria-expanded')) === 'true') await button.click()
      await button.click()
    }
    await look(open)
    await open()
    await page.keyboard.press('Escape')
  }
}

async function lookAtPictureInPicture(page: Page, look: Look): Promise<void> {
  const player = playerOf(page)
  await player.showControls()
  await player.region.getByRole('button', { name: english.player.pip }).click()
  await expect(page.getByText(english.player.inPip)).toBeVisible()
  await look('picture-in-picture', player.showControls)
  await player.region.getByRole('button', { name: english.player.backFromPip }).click()
  await expect(page.getByText(english.player.inPip)).toHaveCount(0)
}

/** What nobody watches is offered to be deleted; nothing is. */
async function lookAtClearing(page: Page, look: Look): Promise<void> {
  await page.getByRole('button', { name: english.settings.clearNow.show }).click()
  await expect(page.getByRole('dialog', { name: english.settings.clearNow.title })).toBeVisible()
  await look('clear-downloads')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1, name: english.settings.title })).toBeVisible()
}

/** How their buttons are called, or how the name begins. */
const MENUS = [['subtitles', /^Subtitles$/], ['cast', /^Cast to a device$/], ['speed', /^Speed: /], ['sound', /^Sound$/], ['method', /^Original$/], ['more', /^More$/]] as const

async function waitInVain({ page }: RunningApp, { seeder }: Scene, look: Look): Promise<void> {
  const player = playerOf(page)
  await seeder.setUploadRate(FILM_BYTES_PER_SEC / 2)
  let share = 0.6
  await look('jumping', async () => {
    await player.jumpTo(share)
    share = share > 0.8 ? 0.6 : share + 0.03 // each time a place where nothing is yet
    await expect(player.waiting).toBeVisible()
  })
  await seeder.setUploadRate(FILM_BYTES_PER_SEC / 5)
  await player.jumpTo(0.5)
  await expect(player.waiting).toContainText('Pausing to fill', { timeout: 60_000 })
  await look('resting', player.showControls)
  await seeder.stop()
  await expect(player.waiting).toContainText('No peers', { timeout: 60_000 })
  await look('waiting')
}

async function afterwards({ page }: RunningApp, look: Look): Promise<void> {
  await playerOf(page).showControls()
  await playerOf(page).back.click()
  await expect(homeOf(page).openFile).toBeVisible()
  await look('home-again')
  const more = page.getByRole('button', { name: /^More for/u }).first()
  const menu = page.getByRole('menu')
  await look('card-menu', async () => {
    if (await menu.isVisible()) await page.keyboard.press('Escape')
    await more.click()
    await expect(menu).toBeVisible()
  })
  await menu.getByRole('menuitem', { name: english.card.chooseFile }).click()
  await expect(page.getByRole('dialog', { name: english.files.title }).getByRole('navigation')).toBeVisible()
  await look('card-files')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: english.common.settings }).click()
  await lookAtClearing(page, look)
  const headings = page.getByRole('heading', { level: 2 })
  for (const [place, title] of (await headings.allTextContents()).entries()) {
    await look(`settings-${title.toLowerCase()}`, () => headings.nth(place).evaluate((heading) => { heading.scrollIntoView({ block: 'start' }) }))
  }
}
