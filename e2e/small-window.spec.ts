import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { Preferences } from '../shared/settings/settings.ts'
import { expect, test } from './fixtures/test.ts'
import { resize } from './fixtures/window.ts'
import { makeTorrent } from './lab/make-torrent.ts'
import { mustRun } from './lab/run-tool.ts'
import { countFrames } from './pages/film.ts'
import { playerOf } from './pages/player.ts'
import { chooseLanguage } from './tour/home-tour.ts'

/** Words and buttons in places with little room. */

for (const language of ['en', 'de']) {
  test(`what the field for links takes is read to its end in the smallest window (${language})`, async ({ launch, places }) => {
    await chooseLanguage(places, language)
    const app = await launch()
    await resize(app, { width: 480, height: 320 })
    const { needed, room } = await app.page.locator('.link-field input').evaluate((field) => {
      if (!(field instanceof HTMLInputElement)) throw new Error('it is no field')
      // Only what is written in a field has a width that can be read.
      field.value = field.placeholder
      return { needed: field.scrollWidth, room: field.clientWidth }
    })
    expect(needed).toBe(room)
  })
}

/** What nobody would leave as it is: each row has its way back beside its control, and says what is amiss. */
const CHOSEN: Partial<Preferences> = {
  soundDelayMs: 400, storageLimitBytes: 500_000_000_000, downLimitBytesPerSec: 50_000_000, upLimitBytesPerSec: 50_000_000, maxConnections: 500,
  port: 50_000, encryption: 'require', proxy: { kind: 'socks5', host: 'proxy-of-the-house.localhost', port: 1, user: '', password: '' }, networkInterface: 'wireguard-of-the-office',
  subtitles: { size: 1.5, colour: '#8ff0e8', backing: 'outline', raise: 0.8, language: 'pt-BR' }, afterWatching: 'exit', theme: 'dark', foreignLinks: 'open',
  mpvPath: '/home/somebody/programs/players/mpv-0.39.0-x86_64-with-everything/bin/mpv', keptFolder: '/home/somebody/Films_that_stay_here_for_good_and_are_never_deleted',
  keys: { preset: 'vlc', own: [{ action: 'back5', keys: ['Ctrl+Shift+ArrowLeft', 'F13', 'MediaTrackPrevious', 'k'] }, { action: 'forward5', keys: ['k'] }] },
}

for (const language of ['en', 'de']) {
  test(`no setting reaches out of the smallest window with everything in it twice as large (${language})`, async ({ launch, places }) => {
    await chooseLanguage(places, language, CHOSEN)
    const app = await launch()
    const { page } = app
    await resize(app, { width: 480, height: 640, zoom: 2 })
    await page.locator('.home-head .button').last().click()
    await expect(page.locator('.settings .switch').first()).toBeVisible()
    await expect(page.locator('.setting', { has: page.locator('.proxy-place') }).locator('[role="status"]')).not.toBeEmpty()
    expect(await beyondEdges(page)).toEqual([])
    await page.locator('[data-action="back5"] .setting-control > .icon-button').last().click()
    await expect(page.locator('.key-capture')).toBeVisible()
    expect(await beyondEdges(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.locator('.settings .search-field input').fill('Donaudampfschifffahrtsgesellschaftskapitän')
    await expect(page.locator('.settings-none')).toBeVisible()
    expect(await beyondEdges(page)).toEqual([])
  })
}

const LATIN = 'A long evening by the sea with friends from all over the world, and then one more'
const ARABIC = 'الطاحونة القديمة على شاطئ البحر البعيد في ليلة شتاء طويلة جداً مع أصدقاء من كل أنحاء العالم'
const SHORT = 'Low tide'

test('a name that is cut begins where its script does, so that its dots have room, and a short one stands where the words of the window do', async ({ launch, places }) => {
  await mkdir(places.userDataDir, { recursive: true })
  await writeFile(path.join(places.userDataDir, 'library.json'), JSON.stringify({ version: 1, entries: [LATIN, ARABIC, SHORT].map(entryOf) }))
  const { page } = await launch()
  const title = (name: string) => page.locator('.frame-card .card-title', { hasText: name })
  await expect(title(SHORT)).toBeVisible()
  for (const direction of ['ltr', 'rtl'] as const) {
    await page.evaluate((direction) => { document.documentElement.dir = direction }, direction)
    const [latin, arabic, short, column] = [await linesOf(title(LATIN)), await linesOf(title(ARABIC)), await linesOf(title(SHORT)), await page.locator('.frame-card', { hasText: SHORT }).boundingBox()]
    expect(latin.left).toBeCloseTo(latin.box.left, 0)
    expect(arabic.right).toBeCloseTo(arabic.box.right, 0)
    if (direction === 'ltr') expect(short.left).toBeCloseTo(column?.x ?? 0, 0)
    else expect(short.right).toBeCloseTo((column?.x ?? 0) + (column?.width ?? 0), 0)
  }
})

test('no button of a film of hours is out of reach or under another, however wide the window', async ({ launch, swarm, folder }) => {
  const content = path.join(folder, 'Hours.mkv')
  await mustRun('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'color=c=teal:s=160x90:r=2', '-t', '7300', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '20', content])
  const torrent = await makeTorrent({ content, torrentPath: path.join(folder, 'hours.torrent') })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const app = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(app.page)
  await countFrames(player.video, 3, { limitMs: 30_000 })
  await app.page.keyboard.press('9')
  await expect(app.page.locator('.time-now')).toHaveText(/^1:4\d:\d\d$/u)
  await app.page.keyboard.press('k')
  for (const width of [480, 560, 561, 640, 800, 801, 960, 1040, 1041, 1180]) {
    await resize(app, { width, height: 400 })
    await player.showControls()
    const parts = await partsOfRow(app.page)
    expect(parts.length).toBeGreaterThan(7)
    expect(parts.filter(({ right }, at) => right > (parts[at + 1]?.left ?? width) + 1), `in ${String(width)} points`).toEqual([])
  }
})

/** Everything in the settings that ends outside the room that they have between the paddings of the window. */
function beyondEdges(page: Page): Promise<readonly string[]> {
  return page.locator('.settings').evaluate((place) => {
    const { left, right } = place.getBoundingClientRect()
    const { paddingLeft, paddingRight } = getComputedStyle(place)
    const [begin, end] = [left + parseFloat(paddingLeft) - 1, Math.min(right, document.documentElement.clientWidth) - parseFloat(paddingRight) + 1]
    const parts = [...place.querySelectorAll('*')].map((part) => ({ part, box: part.getBoundingClientRect() }))
    return parts.filter(({ box }) => box.width > 0 && (box.left < begin || box.right > end))
      .map(({ part, box }) => `${part.tagName} ${part.className.toString()} "${(part.textContent || part.getAttribute('aria-label') || '').slice(0, 60)}": ${String(Math.round(box.left))} to ${String(Math.round(box.right))} of ${String(begin)} to ${String(end)}`)
  })
}

/** What is shown beside each other below the picture, from left to right. */
function partsOfRow(page: Page): Promise<readonly { readonly name: string; readonly left: number; readonly right: number }[]> {
  return page.locator('.controls-row').evaluate((row) => [...row.querySelectorAll(':scope > :not(.status), :scope > .status > *')].map((part) => {
    const { left, right } = part.getBoundingClientRect()
    return { name: part.textContent || part.className, left, right }
  }).filter(({ left, right }) => right > left))
}

function entryOf(name: string, at: number) {
  const infoHash = String(at).repeat(40)
  return { infoHash, name, magnet: `magnet:?xt=urn:btih:${infoHash}`, lengthBytes: 9, addedMs: 1, touchedMs: 1, kept: false, files: [{ fileIndex: 0, name: `${name}.mkv`, positionSec: 500, durationSec: 5000, watched: false, touchedMs: 1 }] }
}

/** Where every line of a name begins and ends that is shown, and the room it has. In points. */
function linesOf(title: Locator): Promise<{ readonly left: number; readonly right: number; readonly box: { readonly left: number; readonly right: number } }> {
  return title.evaluate((element) => {
    const range = document.createRange()
    range.selectNodeContents(element)
    const { left, right, bottom } = element.getBoundingClientRect()
    const lines = [...range.getClientRects()].filter((line) => line.top < bottom - 4)
    return { left: Math.max(...lines.map((line) => line.left)), right: Math.min(...lines.map((line) => line.right)), box: { left, right } }
  })
}
