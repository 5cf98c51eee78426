import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { launchApp } from '../../fixtures/app.ts'
import type { RunningApp } from '../../fixtures/app.ts'
import { createSwarm } from '../../lab/swarm.ts'
import { makeContent } from './fetch-run.ts'

const ENTRIES = 5000
/** What comes in half a minute from a neighbour, so that the download lasts as long as the measuring. */
const FILM_BYTES = 4_000_000_000
const FILM_BYTES_PER_SEC = 1_060_000
const PIECE_BYTES = 1024 * 1024
const STEPS = 120
/** More than the 16.7 ms from one picture of the screen to the next: at least one picture was missed. */
const LATE_MS = 18

/**
 * The page's frames while something is done, at the screen's rate: drawing as often as it can, the window itself would take
 * the processor the film is fetched with. The times are those of a frame's work in the page, in milliseconds: from its first
 * callback until its style, layout and painting are done.
 */
export interface FrameFigures {
  readonly title: string
  readonly frames: number
  /** Frames that came too late for the screen's next picture. */
  readonly late: number
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
  const app = await launchApp({ folder, userDataDir, tempDir: path.join(folder, 'library-temp') }, { args: ['--peer', seeder.address, torrent.torrentPath] })
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

/** Reads the film as another player would, at its rate, while all of it is fetched; resolves with how to end it, which tells the rate so far. */
async function readFilm({ electron, page }: RunningApp): Promise<() => Promise<number>> {
  const shareHere = () => page.locator('.card-progress i').evaluate((bar) => Number(getComputedStyle(bar).getPropertyValue('--share')))
  await page.locator('.card').getByRole('button', { name: /^More for/u }).click()
  await page.getByRole('menuitem', { name: 'Copy link for other players' }).click()
  await page.getByText('Copied').first().waitFor({ state: 'attached' })
  const url = await electron.evaluate(({ clipboard }) => clipboard.readText())
  const stop = new AbortController()
  const [startedMs, before] = [performance.now(), await shareHere()]
  const reading = (async () => {
    for await (const chunk of (await fetch(url, { signal: stop.signal })).body ?? []) await delay((chunk.length * 1000) / FILM_BYTES_PER_SEC, undefined, { signal: stop.signal })
  })().catch(() => undefined)
  return async () => {
    const rate = ((await shareHere() - before) * FILM_BYTES) / ((performance.now() - startedMs) / 1000)
    stop.abort()
    await reading
    return rate
  }
}

async function watchFrames({ page }: RunningApp, title: string, act: () => Promise<void>): Promise<FrameFigures> {
  const seen = await page.evaluateHandle(() => {
    const gaps: number[] = []
    const work: number[] = []
    const painted = new MessageChannel()
    let frameMs = performance.now()
    let beganMs = frameMs
    let ended = false
    painted.port1.onmessage = () => { work.push(performance.now() - beganMs) }
    const note = (timeMs: number) => {
      if (ended) return
      gaps.push(timeMs - frameMs)
      frameMs = timeMs
      beganMs = performance.now()
      painted.port2.postMessage(null)
      requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
    return { end: () => { ended = true; painted.port1.close(); return { gaps, work } } }
  })
  await act()
  const { gaps, work } = await seen.evaluate(({ end }) => end())
  const sorted = work.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { title, frames: gaps.length, late: gaps.filter((gap) => gap > LATE_MS).length, p50: at(0.5), p95: at(0.95), max: at(1) }
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
