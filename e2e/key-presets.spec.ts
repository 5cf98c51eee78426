import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { ACTION_IDS, ACTIONS } from '../shared/keys/actions.ts'
import type { ActionId } from '../shared/keys/actions.ts'
import { createKeyMap } from '../shared/keys/key-map.ts'
import { PRESET_IDS } from '../shared/keys/presets.ts'
import type { PresetId } from '../shared/keys/presets.ts'
import { english } from '../shared/text/english.ts'
import type { RunningApp } from './fixtures/app.ts'
import { expect, test } from './fixtures/test.ts'
import { makeTorrent } from './lab/make-torrent.ts'
import { makeSubtitledFilm } from './lab/subtitled-film.ts'
import { countFrames } from './pages/film.ts'
import { homeOf } from './pages/home.ts'
import { playerOf } from './pages/player.ts'

/** Every key of every preset is pressed once, and does what the table says. */

const SECONDS = 40
/** From here every jump has room to either side, but the longest. */
const MIDDLE_SEC = 20
const NEAR_SEC = 0.35

/** What can be seen of the film and of what lies around it. */
interface Stage {
  readonly app: RunningApp
  readonly page: Page
  readonly video: Locator
  readonly press: () => Promise<void>
  readonly toggleSubtitles: () => Promise<void>
}

test('every key of every preset does what the table says', async ({ launch, swarm, folder }) => {
  test.setTimeout(180_000)
  const content = await makeSubtitledFilm({ kind: 'mkv', seconds: SECONDS, bytesPerSec: 100_000, path: path.join(folder, 'Keys.mkv') })
  const torrent = await makeTorrent({ content, torrentPath: path.join(folder, 'keys.torrent') })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const app = await launch({ args: ['--peer', seeder.address] })
  const { page } = app
  await app.electron.evaluate(({ app, dialog }, pictures) => {
    app.setPath('pictures', pictures)
    dialog.showOpenDialog = () => {
      Reflect.set(globalThis, 'asked', Number(Reflect.get(globalThis, 'asked') ?? 0) + 1)
      return Promise.resolve({ canceled: true, filePaths: [] })
    }
  }, folder)

  for (const preset of PRESET_IDS) {
    await choosePreset(page, preset)
    await openFilm(page, torrent.infoHash)
    const map = createKeyMap({ preset, own: [] })
    for (const id of ACTION_IDS) {
      if (id === 'paste' || id === 'leave' || id === 'settings') continue
      for (const key of map.keysOf(id)) {
        await test.step(`${preset}: ${key} is ${id}`, () => EFFECTS[id]({ app, page, video: page.locator('video'), press: () => page.keyboard.press(typed(key)), toggleSubtitles: () => page.keyboard.press(typed(map.keysOf('toggleSubtitles')[0] ?? '')) }))
      }
    }
    for (const [place, key] of map.keysOf('leave').entries()) {
      if (place > 0) await openFilm(page, torrent.infoHash)
      await page.keyboard.press(typed(key))
      await expect(homeOf(page).openFile).toBeVisible()
    }
    for (const key of map.keysOf('settings')) {
      await page.keyboard.press(typed(key))
      await expect(page.getByRole('main', { name: english.settings.title })).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(homeOf(page).openFile).toBeVisible()
    }
  }
})

function typed(key: string): string {
  if (key === 'Digits') return '7'
  return key.replace('Ctrl+', 'Control+').replace('Plus', 'Shift+Equal')
}

/** From home and back. */
async function choosePreset(page: Page, preset: PresetId): Promise<void> {
  await page.getByRole('button', { name: english.common.settings }).click()
  await page.getByRole('combobox', { name: english.keys.preset.name }).selectOption(preset)
  await page.getByRole('main', { name: english.settings.title }).focus()
  await page.keyboard.press('Escape')
}

async function openFilm(page: Page, infoHash: string): Promise<void> {
  const { linkField } = homeOf(page)
  const player = playerOf(page)
  await linkField.fill(infoHash)
  await page.keyboard.press('Enter')
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 10)
  await player.seeAllHere()
  await player.showControls()
  await player.pause.click()
}

const facts = (video: Locator) => video.evaluate((element) => {
  if (!(element instanceof HTMLVideoElement)) throw new Error('this is no video element')
  const { currentTime, paused, muted, volume, playbackRate, preservesPitch } = element
  return { currentTime, paused, muted, volume, playbackRate, preservesPitch }
})

const set = (video: Locator, values: Readonly<Record<string, number>>) => video.evaluate((element, values) => { Object.assign(element, values) }, values)

async function goToMiddle({ page, video }: Stage): Promise<void> {
  await set(video, { currentTime: MIDDLE_SEC })
  await expect(playerOf(page).seekBar).toHaveAttribute('aria-valuenow', String(MIDDLE_SEC))
}

/** Presses from the middle; the film stands still, so its time is the key's alone. */
const jumpsTo = (sec: number) => async (stage: Stage) => {
  await goToMiddle(stage)
  await stage.press()
  await expect.poll(async () => Math.abs((await facts(stage.video)).currentTime - Math.max(0, Math.min(SECONDS, sec)))).toBeLessThan(NEAR_SEC)
}

const moves = (direction: 1 | -1, mostSec: number) => async (stage: Stage) => {
  await goToMiddle(stage)
  await stage.press()
  const moved = async () => ((await facts(stage.video)).currentTime - MIDDLE_SEC) * direction
  await expect.poll(moved).toBeGreaterThan(0.001)
  expect(await moved()).toBeLessThanOrEqual(mostSec)
}

const changes = (name: 'volume' | 'playbackRate', from: number, direction: 1 | -1) => async ({ video, press }: Stage) => {
  await set(video, { [name]: from })
  await press()
  await expect.poll(async () => ((await facts(video))[name] - from) * direction).toBeGreaterThan(0.01)
  expect((await facts(video)).preservesPitch).toBe(true)
}

/** Twice, so that it is as it was. */
const flips = (read: (stage: Stage) => Promise<boolean>) => async (stage: Stage) => {
  const before = await read(stage)
  for (const expected of [!before, before]) {
    await stage.press()
    await expect.poll(() => read(stage)).toBe(expected)
  }
}

/** The word about what a key did is a new one. */
const says = (pattern: RegExp) => async ({ page, press }: Stage) => {
  const feedback = page.locator('.feedback')
  const before = await feedback.textContent()
  await press()
  await expect(feedback).toHaveText(pattern)
  if (before !== null && pattern.test(before)) await expect(feedback).not.toHaveText(before)
}

async function hasSubtitles({ page }: Stage): Promise<boolean> {
  return (await page.getByRole('button', { name: english.subtitles.button, exact: true }).getAttribute('class'))?.includes('is-on') === true
}

/** The key before may have ended at “off”. */
async function delays(stage: Stage): Promise<void> {
  if (!await hasSubtitles(stage)) await stage.toggleSubtitles()
  await expect.poll(() => hasSubtitles(stage)).toBe(true)
  await says(/delay/u)(stage)
}

const visible = (find: (page: Page) => Locator) => flips(({ page }) => find(page).isVisible())
const seek = (id: ActionId) => {
  const { action } = ACTIONS[id]
  return jumpsTo(MIDDLE_SEC + (action?.kind === 'seekBy' ? action.sec : 0))
}
const NEVER = () => Promise.reject(new Error('has no key to press here'))

const EFFECTS: Readonly<Record<ActionId, (stage: Stage) => Promise<void>>> = {
  togglePlay: flips(async ({ video }) => (await facts(video)).paused),
  back5: seek('back5'), forward5: seek('forward5'), back10: seek('back10'), forward10: seek('forward10'), back1: seek('back1'), forward1: seek('forward1'), back60: seek('back60'), forward60: seek('forward60'),
  tenths: jumpsTo(0.7 * SECONDS), start: jumpsTo(0), end: jumpsTo(SECONDS),
  frameBack: moves(-1, 0.2), frameOn: moves(1, 0.2),
  slower: changes('playbackRate', 1, -1), faster: changes('playbackRate', 1, 1), normalSpeed: changes('playbackRate', 2, -1),
  loop: flips(async ({ page }) => (await page.locator('.seek-loop').count()) > 0),
  previousChapter: moves(-1, 10.5), nextChapter: moves(1, 10.5),
  previousFile: says(/first file/u), nextFile: says(/last file/u),
  volumeUp: changes('volume', 0.5, 1), volumeDown: changes('volume', 0.5, -1), mute: flips(async ({ video }) => (await facts(video)).muted),
  nextSound: says(/one sound/u),
  toggleSubtitles: flips(hasSubtitles),
  nextSubtitles: says(/^Subtitles/u), subtitlesEarlier: delays, subtitlesLater: delays,
  fullScreen: flips(({ page }) => page.evaluate(() => document.fullscreenElement !== null)),
  mini: flips(({ app }) => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isAlwaysOnTop() === true)),
  takePicture: says(/Kept.*\.png$/u),
  stats: visible((page) => page.getByRole('region', { name: english.stats.title })),
  openFile: async ({ app, press }) => {
    const asked = () => app.electron.evaluate(() => Number(Reflect.get(globalThis, 'asked') ?? 0))
    const before = await asked()
    await press()
    await expect.poll(asked).toBe(before + 1)
  },
  help: async ({ page, press }) => {
    await press()
    await expect(page.getByRole('dialog', { name: english.keys.title })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  },
  paste: NEVER, leave: NEVER, settings: NEVER,
}

test('a key of one’s own works at once, says what it took, and goes back', async ({ launch }) => {
  const { page } = await launch()
  await page.getByRole('button', { name: english.common.settings }).click()
  const row = (id: ActionId) => page.locator(`[data-action="${id}"]`)
  const name = english.keys.actions.help
  await row('help').getByRole('button', { name: english.keys.add(name) }).click()
  await page.keyboard.press('Tab')
  await expect(row('help')).toContainText(english.keys.reserved('Tab'))
  await page.keyboard.press('m')
  await expect(row('mute')).toContainText(english.keys.takenBy(name))
  await page.getByRole('main').focus()
  await page.keyboard.press('m')
  const list = page.getByRole('dialog', { name: english.keys.title })
  await expect(list).toContainText(name)
  await expect(list).not.toContainText(english.keys.actions.mute)
  await page.keyboard.press('Escape')
  await row('help').getByRole('button', { name: english.keys.reset(name) }).click()
  await expect(row('mute')).not.toContainText(english.keys.takenBy(name))
  await row('mute').getByRole('button', { name: english.keys.remove('M', english.keys.actions.mute) }).click()
  await expect(row('mute')).toContainText(english.keys.none)
  await page.getByRole('button', { name: english.keys.resetAll.button }).click()
  await expect(row('mute')).not.toContainText(english.keys.none)
})
