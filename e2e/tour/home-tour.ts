import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import type { InfoHash } from '../../shared/ids.ts'
import { isInfoHash } from '../../shared/ids.ts'
import type { Preferences } from '../../shared/settings/settings.ts'
import type { AppPlaces, RunningApp } from '../fixtures/app.ts'
import { makeFilm } from '../lab/media.ts'
import { mustRun } from '../lab/run-tool.ts'
import { tellPage } from './tell-page.ts'
import type { Look } from './window-tour.ts'

/** Home as it is after some weeks of films, and what is met in the settings. Nothing here is found by its words, so that it can be walked in any language. */

/** Begun, the newest first: title of the file, how far, how long, and how the evening in its picture is turned. */
const BEGUN = [
  ['The.Mill.on.the.Shore.2021.1080p.mkv', 2840, 6420, 'null'],
  ['الطاحونة القديمة S01E02 [1080p].mkv', 1310, 2640, 'hue=h=-28:s=0.8'],
  ['Ein langer Abend am Meer mit Freunden aus aller Welt (Director’s Cut).mkv', 5200, 7810, 'eq=brightness=0.1:saturation=0.55'],
  ['Low tide S02E05.mkv', 300, 3120, 'hue=h=28:s=1.1'],
] as const

/** Watched to their end, or only opened. */
const BEFORE = ['Autumn rain', 'البحر والسماء (2019)', 'Bread and water', 'Der stille Kanal', 'Harbour lights S01', 'Les moulins du ciel', 'Northern wind', 'Ōkawa', 'Small rivers'] as const

const DAY_MS = 86_400_000

/** Writes what the app remembers of the films: the list, in which one entry is damaged, and a picture of where each was left. `nowMs` since 1970. */
export async function rememberFilms({ userDataDir }: AppPlaces, language: string, nowMs: number): Promise<void> {
  const frames = path.join(userDataDir, 'frames')
  await mkdir(frames, { recursive: true })
  const film = await makeFilm({ kind: 'mkv', look: 'scenery', size: { width: 1280, height: 720 }, seconds: 120, bytesPerSec: 500_000 })
  const begun = BEGUN.map(([name, positionSec, durationSec], at) => entryOf({ name, at, touchedMs: nowMs - at * DAY_MS, file: { positionSec, durationSec, watched: false } }))
  const before = BEFORE.map((name, at) => entryOf({ name, at: 100 + at, touchedMs: nowMs - (at * 9 + 5) * DAY_MS, file: at % 3 === 1 ? null : { positionSec: 5000, durationSec: 5100, watched: true } }))
  await writeFile(path.join(userDataDir, 'library.json'), JSON.stringify({ version: 1, entries: [...begun, ...before, { name: 'a torn page' }] }))
  await writeFile(path.join(userDataDir, 'settings.json'), JSON.stringify({ version: 5, language, linksOffered: true, storageLimitBytes: 'much', maxConnections: 'many' }))
  for (const [at, [, positionSec, , turn]] of BEGUN.entries()) {
    await mustRun('ffmpeg', ['-v', 'error', '-y', '-ss', String(positionSec % 100), '-i', film.path, '-frames:v', '1', '-vf', `scale=320:-2,${turn}`, path.join(frames, `${hashOf(at)}.jpg`)])
  }
}

/** Writes the settings of somebody who was here before, and what else they chose. */
export async function chooseLanguage({ userDataDir }: Pick<AppPlaces, 'userDataDir'>, language: string, chosen: Partial<Preferences> = {}): Promise<void> {
  await mkdir(userDataDir, { recursive: true })
  await writeFile(path.join(userDataDir, 'settings.json'), JSON.stringify({ version: 5, linksOffered: true, ...chosen, language }))
}

interface Remembered {
  readonly name: string
  readonly at: number
  readonly touchedMs: number
  readonly file: { readonly positionSec: number; readonly durationSec: number; readonly watched: boolean } | null
}

function entryOf({ name, at, touchedMs, file }: Remembered) {
  const infoHash = hashOf(at)
  const files = file === null ? [] : [{ fileIndex: 0, name, ...file, touchedMs }]
  return { infoHash, name, magnet: `magnet:?xt=urn:btih:${infoHash}`, lengthBytes: 700_000_000 + at * 12_345_678, addedMs: touchedMs, touchedMs, kept: at % 4 === 1, files }
}

function hashOf(at: number): InfoHash {
  const hash = (at + 1).toString(16).padStart(40, '0')
  if (!isInfoHash(hash)) throw new Error(`${hash} is no info hash`)
  return hash
}

/** Walks through home and settings. */
export async function walkHome(app: RunningApp, look: Look): Promise<void> {
  const { page } = app
  await expect(page.locator('.frame-card')).toHaveCount(BEGUN.length)
  await expect(page.locator('.frame-card img')).toHaveCount(BEGUN.length)
  await lookAtMended(page, look)
  await look('library', () => scrollTo(page, 0))
  await look('library-below', () => scrollTo(page, 10_000))
  await lookAtMove(app, look)
  await lookAtSearch(page, look)
  await lookAtWaysIn(app, look)
  await lookAtSettings(page, look)
}

/** What is said of damaged files, until it was read. */
async function lookAtMended(page: Page, look: Look): Promise<void> {
  const notes = page.locator('.home-main > .problem')
  await expect(notes).toHaveCount(2)
  // by the names that the settings have, not by those in the file
  await expect(notes.first()).not.toContainText('maxConnections')
  await look('mended', () => scrollTo(page, 0))
  for (let left = 2; left > 0; left -= 1) {
    await notes.first().locator('> .icon-button').click()
    await expect(notes).toHaveCount(left - 1)
  }
}

/** No second disk is needed to see what its slowness looks like. */
async function lookAtMove(app: RunningApp, look: Look): Promise<void> {
  const infoHash = hashOf(1)
  const move = { infoHash, doneBytes: 1_230_000_000, totalBytes: 3_400_000_000, canStop: true, isOver: false }
  await tellPage(app, 'media.filmMoves', move)
  await look('moving', () => scrollTo(app.page, 0))
  await tellPage(app, 'media.filmMoves', { ...move, isOver: true })
}

async function lookAtSearch(page: Page, look: Look): Promise<void> {
  const field = page.locator('.home .search-field input')
  await field.fill('البحر')
  await look('search', () => scrollTo(page, 0))
  await field.fill('something else')
  await look('search-in-vain', () => scrollTo(page, 0))
  await field.fill('')
}

async function lookAtWaysIn({ page }: RunningApp, look: Look): Promise<void> {
  const link = page.locator('.link-field input')
  await link.fill('the film of yesterday')
  await link.press('Enter')
  await expect(page.locator('.drop-field .problem')).toBeVisible()
  await look('refused', () => scrollTo(page, 0))
  await page.locator('.drop-field .problem > .icon-button').click()
  await link.fill('')
  await look('dropping', () => hold(page))
  await release(page)
}

/** Something is held above the window. */
async function hold(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [{ mimeType: 'text/plain', data: 'magnet:?xt=urn:btih:' }], files: [], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver'] as const) await session.send('Input.dispatchDragEvent', { type, x: 100, y: 100, data })
  await session.detach()
  await expect(page.locator('.drop-highlight')).toBeVisible()
}

/** It is carried out of the window. */
async function release(page: Page): Promise<void> {
  await page.evaluate(() => { dispatchEvent(new DragEvent('dragleave', { relatedTarget: null })) })
  await expect(page.locator('.drop-highlight')).toHaveCount(0)
}

async function lookAtSettings(page: Page, look: Look): Promise<void> {
  await page.locator('.home-head .button').last().click()
  const field = page.locator('.settings .search-field input')
  await field.fill('port')
  await look('settings-search', () => scrollTo(page, 0))
  await field.fill('teapot')
  await look('settings-search-in-vain', () => scrollTo(page, 0))
  await field.fill('')
  const headings = page.getByRole('heading', { level: 2 })
  for (const place of (await headings.allTextContents()).keys()) {
    await look(`settings-${String(place)}`, () => headings.nth(place).evaluate((heading) => { heading.scrollIntoView({ block: 'start' }) }))
  }
  const keys = page.locator('[data-action="back5"]')
  await keys.locator('.setting-control > .icon-button').click()
  await page.keyboard.press('k')
  await keys.locator('.setting-control > .icon-button').last().click()
  await look('settings-key-asked', () => keys.evaluate((row) => { row.scrollIntoView({ block: 'center' }) }))
  await page.keyboard.press('Escape')
  await page.locator('.home-head > .icon-button').click()
}

function scrollTo(page: Page, top: number): Promise<void> {
  return page.evaluate((top) => { document.scrollingElement?.scrollTo({ top, behavior: 'instant' }) }, top)
}
