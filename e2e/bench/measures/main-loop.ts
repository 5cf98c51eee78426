import { copyFile, mkdir, truncate } from 'node:fs/promises'
import path from 'node:path'
import { launchApp } from '../../fixtures/app.ts'
import type { RunningApp } from '../../fixtures/app.ts'
import { startLabProcess } from '../../lab/lab-process.ts'
import type { LabProcess } from '../../lab/lab-process.ts'
import { makeTorrent } from '../../lab/make-torrent.ts'
import type { MadeTorrent } from '../../lab/make-torrent.ts'
import { makeFilm } from '../../lab/media.ts'

const PEERS = 50
const PYTHON = '/usr/bin/python3'
/** What comes in ten seconds at twice the speed of a line of one gigabit, so that the download does not end before the measuring. */
const FILM_BYTES = 2_500_000_000
const MEASURED_MS = 10_000

export interface LoopFigures {
  readonly downloadBytesPerSec: number
  /** Milliseconds of the main process's event loop. */
  readonly main: { readonly p50: number; readonly p99: number; readonly max: number }
  /** Milliseconds from a movement of the pointer to the page's own code. */
  readonly pointer: { readonly p50: number; readonly p99: number; readonly max: number }
}

/** The window with nothing to do, then playing a film that fifty peers send as fast as they can; the pointer moves meanwhile. */
export async function measureMainLoop(folder: string): Promise<{ readonly idle: LoopFigures; readonly busy: LoopFigures }> {
  const torrent = await makeLongFilm(folder)
  const process = startLabProcess(PYTHON, [path.join(import.meta.dirname, 'many-seeders.py'), JSON.stringify({ torrent: torrent.torrentPath, savePath: torrent.savePath, count: PEERS })])
  const addresses = readAddresses(await process.waitForLine((line) => line.includes('"ready"'), 60_000))
  const sentBytes = counterOf(process)
  try {
    const idle = await withApp(path.join(folder, 'idle'), [], (app) => measure(app, sentBytes))
    const busy = await withApp(path.join(folder, 'busy'), [...addresses.flatMap((address) => ['--peer', address]), torrent.torrentPath], async (app) => {
      await app.page.locator('video').waitFor({ state: 'attached', timeout: 30_000 })
      await app.page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.5, undefined, { timeout: 30_000 })
      return measure(app, sentBytes)
    })
    return { idle, busy }
  } finally {
    await process.close()
  }
}

async function withApp<T>(folder: string, args: readonly string[], use: (app: RunningApp) => Promise<T>): Promise<T> {
  await mkdir(folder)
  const app = await launchApp({ folder, userDataDir: path.join(folder, 'profile'), tempDir: path.join(folder, 'temp') }, { args })
  try {
    return await use(app)
  } finally {
    await app.close()
  }
}

/** A film of a minute, and then nothing for as long as it takes: the download is what is measured. */
async function makeLongFilm(folder: string): Promise<MadeTorrent> {
  const film = await makeFilm({ kind: 'mp4IndexAtStart', seconds: 60, bytesPerSec: 250_000 })
  const content = path.join(folder, 'film.mp4')
  await copyFile(film.path, content)
  await truncate(content, FILM_BYTES)
  return makeTorrent({ content, torrentPath: path.join(folder, 'film.torrent'), pieceLengthBytes: 1024 * 1024 })
}

async function measure(app: RunningApp, sentBytes: () => Promise<number>): Promise<LoopFigures> {
  await app.page.evaluate(() => {
    const delays: number[] = []
    Object.assign(window, { pointerDelays: delays })
    window.addEventListener('pointermove', (event) => { delays.push(performance.now() - event.timeStamp) }, { capture: true })
  })
  const sentBefore = await sentBytes()
  const startedMs = performance.now()
  const loop = app.electron.evaluate(async (_, forMs) => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
    const histogram = monitorEventLoopDelay({ resolution: 1 })
    histogram.enable()
    await new Promise((resolve) => { setTimeout(resolve, forMs) })
    histogram.disable()
    return { p50: histogram.percentile(50) / 1e6, p99: histogram.percentile(99) / 1e6, max: histogram.max / 1e6 }
  }, MEASURED_MS)
  for (let step = 0; performance.now() - startedMs < MEASURED_MS; step++) await app.page.mouse.move(200 + (step % 200), 200 + (step % 100))
  const main = await loop
  const downloadBytesPerSec = (await sentBytes() - sentBefore) / ((performance.now() - startedMs) / 1000)
  const delays = await app.page.evaluate(() => ('pointerDelays' in window && Array.isArray(window.pointerDelays) ? window.pointerDelays.map(Number) : []))
  return { downloadBytesPerSec, main, pointer: spread(delays) }
}

/** Payload all seeders have sent so far. */
function counterOf(seeders: LabProcess): () => Promise<number> {
  let asked = 0
  return async () => {
    asked += 1
    let seen = 0
    seeders.send('sent')
    const line = await seeders.waitForLine((each) => each.includes('"sent"') && (seen += 1) === asked)
    const parsed: unknown = JSON.parse(line)
    return typeof parsed === 'object' && parsed !== null && 'bytes' in parsed ? Number(parsed.bytes) : 0
  }
}

function readAddresses(line: string): string[] {
  const parsed: unknown = JSON.parse(line)
  return typeof parsed === 'object' && parsed !== null && 'addresses' in parsed && Array.isArray(parsed.addresses) ? parsed.addresses.map(String) : []
}

function spread(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}
