import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { launchApp } from '../../fixtures/app.ts'
import { drop } from '../../fixtures/drop.ts'
import { makeTorrent } from '../../lab/make-torrent.ts'
import type { MadeTorrent } from '../../lab/make-torrent.ts'
import { mustRun } from '../../lab/run-tool.ts'
import { createSwarm } from '../../lab/swarm.ts'

/** A film's start in the window, in seconds from the drop of its torrent. */
export interface WindowStart {
  /** The first picture of it that was shown. */
  readonly shownSec: number
  /** The first one of the form in which it goes on: its own bytes, or converted. */
  readonly settledSec: number
  /** Payload the swarm had sent by then. */
  readonly bytes: number
  /** What happened on the way, each with its second. */
  readonly steps: readonly { readonly name: string; readonly sec: number }[]
}

const START_LIMIT_MS = 60_000
const MAKING_LIMIT_MS = 120_000
/** Three times what the film of 1080 lines needs. */
const SWARM_BYTES_PER_SEC = 2_400_000

/** The same picture with a sound that every browser plays. */
export async function withPlainSound(torrent: MadeTorrent, folder: string): Promise<MadeTorrent> {
  await mkdir(folder, { recursive: true })
  const content = path.join(folder, 'film.mkv')
  await mustRun('ffmpeg', ['-v', 'error', '-y', '-i', path.join(torrent.savePath, 'film.mkv'), '-c:v', 'copy', '-c:a', 'aac', '-ac', '2', '-b:a', '192k', content], MAKING_LIMIT_MS)
  return makeTorrent({ content, torrentPath: path.join(folder, 'film.torrent'), pieceLengthBytes: torrent.pieceLengthBytes })
}

/** Drops a film on a fresh window beside a swarm that sends it three times as fast as it plays. */
export async function measureWindowStart(folder: string, torrent: MadeTorrent, converted: boolean): Promise<WindowStart> {
  await mkdir(folder, { recursive: true })
  const swarm = createSwarm()
  try {
    const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: SWARM_BYTES_PER_SEC })
    const app = await launchApp({ folder, userDataDir: path.join(folder, 'profile'), tempDir: path.join(folder, 'temp') }, { args: ['--peer', seeder.address] })
    try {
      await app.page.locator('.drop-field input').waitFor({ timeout: START_LIMIT_MS })
      await watch(app.page, converted)
      await drop(app.page, { files: [torrent.torrentPath] })
      const found: Omit<WindowStart, 'bytes'> = await app.page.evaluate(() => Reflect.get(window, 'filmStart'))
      return { ...found, bytes: await seeder.uploadedBytes() }
    } finally {
      await app.close()
    }
  } finally {
    await swarm.close()
  }
}

/** A conversion is played from Media Source Extensions, whose address is a blob's. */
async function watch(page: Page, converted: boolean): Promise<void> {
  await page.evaluate(({ converted, limitMs }) => {
    let droppedMs = 0
    const sinceDrop = (ms = performance.now()) => (ms - droppedMs) / 1000
    const steps: { name: string; sec: number }[] = []
    window.addEventListener('drop', () => {
      droppedMs = performance.now()
      performance.clearResourceTimings()
    }, { capture: true, once: true })
    const found = new Promise<{ shownSec: number; settledSec: number }>((resolve, reject) => {
      setTimeout(() => { reject(new Error('no picture was shown')) }, limitMs)
      let shownSec = 0
      const follow = (video: HTMLVideoElement) => {
        for (const type of ['loadstart', 'loadedmetadata', 'loadeddata', 'playing'] as const) video.addEventListener(type, () => { steps.push({ name: type, sec: sinceDrop() }) })
        const look = (nowMs: number) => {
          const isBlob = video.currentSrc.startsWith('blob:')
          steps.push({ name: isBlob ? 'converted picture' : 'picture', sec: sinceDrop(nowMs) })
          if (shownSec === 0) shownSec = sinceDrop(nowMs)
          if (isBlob === converted) resolve({ shownSec, settledSec: sinceDrop(nowMs) })
          else video.requestVideoFrameCallback(look)
        }
        video.requestVideoFrameCallback(look)
      }
      const seek = () => {
        const video = document.querySelector('video')
        if (video) follow(video)
        else requestAnimationFrame(seek)
      }
      seek()
    }).then((times) => ({
      ...times,
      steps: [...steps, ...performance.getEntriesByType('resource').flatMap((entry) => (/\/(?:stream|hls)\//.test(entry.name) && 'responseEnd' in entry
        ? [{ name: `${entry.name.replace(/\?.*/, '').split('/').slice(-1)[0] ?? ''} asked`, sec: sinceDrop(entry.startTime) }, { name: `${entry.name.replace(/\?.*/, '').split('/').slice(-1)[0] ?? ''} here`, sec: sinceDrop(Number(entry.responseEnd)) }] : []))].sort((a, b) => a.sec - b.sec),
    }))
    found.catch(() => undefined)
    Object.assign(window, { filmStart: found })
  }, { converted, limitMs: START_LIMIT_MS })
}
