import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { launchApp } from '../../fixtures/app.ts'
import type { RunningApp } from '../../fixtures/app.ts'
import { createSwarm } from '../../lab/swarm.ts'
import { makeContent } from './fetch-run.ts'

const ENTRIES = 5000
/** What comes in half a minute from a neighbour, so that the download lasts as long as the measuring. */
const FILM_BYTES = 4_000_000_000
const PIECE_BYTES = 1024 * 1024
const STEPS = 120
/** Without it a frame takes 16.7 ms however little there is to do. */
const UNCAPPED = ['--disable-frame-rate-limit', '--disable-gpu-vsync']

/** Milliseconds from one frame of the page to the next while something is done, frames not held to the screen's rate. */
export interface FrameFigures {
  readonly title: string
  readonly frames: number
  readonly p50: number
  readonly p95: number
  readonly max: number
}

/** Home with thousands of films, while a film is fetched at full speed: typing into the search, hovering, scrolling. */
export async function measureLargeLibrary(folder: string): Promise<{ readonly downloadBytesPerSec: number; readonly frames: readonly FrameFigures[] }> {
  const userDataDir = path.join(folder, 'library-profile')
  await mkdir(userDataDir, { recursive: true })
  await writeFile(path.join(userDataDir, 'library.json'), JSON.stringify({ version: 1, entries: Array.from({ length: ENTRIES }, (_, at) => entryOf(at)) }))
  const torrent = await makeContent(folder, FILM_BYTES, PIECE_BYTES)
  const swarm = createSwarm()
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const app = await launchApp({ folder, userDataDir, tempDir: path.join(folder, 'library-temp') }, { args: [...UNCAPPED, '--peer', seeder.address, torrent.torrentPath] })
  try {
    // The film is of zeros: it never plays, and all of it is wanted by whoever reads it.
    await app.page.locator('video').waitFor({ state: 'attached' })
    await app.page.keyboard.press('Escape')
    await app.page.locator('.row').first().waitFor()
    const stop = await readFilm(app)
    const frames = [
      await watchFrames(app, 'nothing', async () => { await app.page.waitForTimeout(1000) }),
      await watchFrames(app, 'typing', () => typeAndErase(app)),
      await watchFrames(app, 'hovering', () => hover(app)),
      await watchFrames(app, 'scrolling', () => scroll(app)),
    ]
    return { downloadBytesPerSec: await stop(), frames }
  } finally {
    await app.close()
    await swarm.close()
  }
}

function entryOf(at: number) {
  const infoHash = (at + 1).toString(16).padStart(40, '0')
  return { infoHash, name: `Film ${String(at)} of a long row (${String(1950 + (at % 75))}) 1080p`, magnet: `magnet:?xt=urn:btih:${infoHash}`, lengthBytes: 1e9 + at, addedMs: 1e12 + at, touchedMs: 1.7e12 - at * 1e6, kept: at % 9 === 0, files: [] }
}

/** Reads the film as another player would; resolves with how to end it, which tells the rate so far. */
async function readFilm(app: RunningApp): Promise<() => Promise<number>> {
  await app.page.locator('.card').getByRole('button', { name: /^More for/u }).click()
  await app.page.getByRole('menuitem', { name: 'Copy link for other players' }).click()
  await app.page.getByText('Copied').first().waitFor({ state: 'attached' })
  const url = await app.electron.evaluate(({ clipboard }) => clipboard.readText())
  const stop = new AbortController()
  const startedMs = performance.now()
  let bytes = 0
  const reading = (async () => {
    for await (const chunk of (await fetch(url, { signal: stop.signal })).body ?? []) bytes += chunk.length
  })().catch(() => undefined)
  return async () => {
    const rate = bytes / ((performance.now() - startedMs) / 1000)
    stop.abort()
    await reading
    return rate
  }
}

async function watchFrames({ page }: RunningApp, title: string, act: () => Promise<void>): Promise<FrameFigures> {
  await page.evaluate(() => {
    const deltas: number[] = []
    let last = performance.now()
    const note = (now: number) => {
      deltas.push(now - last)
      last = now
      if (Reflect.get(window, 'frameDeltas') === deltas) requestAnimationFrame(note)
    }
    Object.assign(window, { frameDeltas: deltas })
    requestAnimationFrame(note)
  })
  await act()
  const deltas = await page.evaluate(() => {
    const seen: unknown = Reflect.get(window, 'frameDeltas')
    Object.assign(window, { frameDeltas: null })
    return Array.isArray(seen) ? seen.map(Number) : []
  })
  const sorted = deltas.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { title, frames: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) }
}

async function typeAndErase({ page }: RunningApp): Promise<void> {
  const field = page.getByRole('searchbox')
  await field.focus()
  for (const word of ['film 49', 'long row', '1987']) {
    await page.keyboard.type(word, { delay: 60 })
    for (let left = word.length; left > 0; left--) await page.keyboard.press('Backspace', { delay: 30 })
  }
}

async function hover({ page }: RunningApp): Promise<void> {
  for (let step = 0; step < STEPS; step++) await page.mouse.move(300 + (step % 50), 120 + ((step * 37) % 560))
}

async function scroll({ page }: RunningApp): Promise<void> {
  await page.mouse.move(500, 400)
  for (let step = 0; step < STEPS; step++) await page.mouse.wheel(0, 400)
}
