import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { launchApp } from '../../fixtures/app.ts'
import type { MadeTorrent } from '../../lab/make-torrent.ts'
import { createSwarm } from '../../lab/swarm.ts'
import { waitUntil } from '../../lab/wait-until.ts'
import { english } from '../../../shared/text/english.ts'
import { countFrames } from '../../pages/film.ts'
import { playerOf } from '../../pages/player.ts'
import type { PlayerPage } from '../../pages/player.ts'
import { findProcesses } from '../process-figures.ts'

/** One jump in the window, in seconds from the press of the key. */
export interface WindowJump {
  /** The first picture of the place is shown. */
  readonly shownSec: number
  /** Half a second of film has been played from there. */
  readonly movesSec: number
  /** Segments the player asked for meanwhile, each with when it was asked for and when its last byte came. */
  readonly segments: readonly { readonly name: string; readonly askedSec: number; readonly hereSec: number }[]
}

/** Keys of tenths of the film: before, behind and far from what has been made. */
const KEYS = ['7', '2', '9', '4', '1']
/** A film of this size comes over loopback in a few seconds. */
const HERE_LIMIT_MS = 120_000
const JUMP_LIMIT_MS = 60_000

/** Jumps in a film whose bytes are all here, as it is converted by itself, then with its picture encoded. */
export function measureWindowJumps(folder: string, torrent: MadeTorrent, encoded: boolean): Promise<readonly WindowJump[]> {
  return withFilm(folder, torrent, async (page, player) => {
    if (encoded) await encode(page)
    await untilAllHere(player)
    const jumps: WindowJump[] = []
    for (const key of KEYS) jumps.push(await jump(page, key))
    return jumps
  })
}

/** What is seen of an ffmpeg that is killed while something is made ahead of the player. */
export interface WindowKill {
  readonly longestGapMs: number
  /** The overlay said that the film waits. */
  readonly waited: boolean
}

/** Pictures looked at after the kill: ten seconds of them. */
const FRAMES_AFTER = 240

export function measureWindowKill(folder: string, torrent: MadeTorrent): Promise<WindowKill> {
  return withFilm(folder, torrent, async (page, player) => {
    await untilAllHere(player)
    const ours = () => findProcesses((words) => words.includes('pipe:1') && words.some((word) => word.includes(torrent.infoHash)))
    const [pid] = await ours()
    if (pid === undefined) throw new Error('no ffmpeg runs')
    const watched = watchGaps(page, FRAMES_AFTER)
    process.kill(pid, 'SIGKILL')
    const seen = await watched
    await waitUntil('another ffmpeg runs', async () => (await ours()).some((other) => other !== pid))
    return seen
  })
}

function watchGaps(page: Page, frames: number): Promise<WindowKill> {
  return page.evaluate(({ frames, label }) => new Promise<{ longestGapMs: number; waited: boolean }>((resolve) => {
    const video = document.querySelector('video')
    let [seen, latestMs, longestGapMs, waited] = [0, performance.now(), 0, false]
    const look = (nowMs: number) => {
      longestGapMs = Math.max(longestGapMs, nowMs - latestMs)
      latestMs = nowMs
      waited ||= document.querySelector(`[role=status][aria-label="${label}"]`) !== null
      seen += 1
      if (seen > frames) resolve({ longestGapMs, waited })
      else video?.requestVideoFrameCallback(look)
    }
    video?.requestVideoFrameCallback(look)
  }), { frames, label: english.waiting.label })
}

async function untilAllHere(player: PlayerPage): Promise<void> {
  await player.seeAllHere(HERE_LIMIT_MS)
  await countFrames(player.video, 20, { limitMs: JUMP_LIMIT_MS })
}

/** The film plays in a window, from a peer as fast as this computer. */
async function withFilm<T>(folder: string, torrent: MadeTorrent, use: (page: Page, player: PlayerPage) => Promise<T>): Promise<T> {
  await mkdir(folder)
  const swarm = createSwarm()
  try {
    const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
    const app = await launchApp({ folder, userDataDir: path.join(folder, 'profile'), tempDir: path.join(folder, 'temp') }, { args: ['--peer', seeder.address, torrent.torrentPath] })
    try {
      const player = playerOf(app.page)
      await player.video.waitFor({ state: 'attached', timeout: 30_000 })
      await countFrames(player.video, 20, { limitMs: JUMP_LIMIT_MS })
      return await use(app.page, player)
    } finally {
      await app.close()
    }
  } finally {
    await swarm.close()
  }
}

async function encode(page: Page): Promise<void> {
  await playerOf(page).showControls()
  await page.getByRole('button', { name: english.method.transcodeAudio }).filter({ visible: true }).click()
  await page.getByRole('menuitemradio', { name: english.method.ways.transcode, exact: true }).click()
}

async function jump(page: Page, key: string): Promise<WindowJump> {
  await page.evaluate((limitMs) => {
    performance.clearResourceTimings()
    performance.setResourceTimingBufferSize(1000)
    const video = document.querySelector('video')
    if (!video) throw new Error('there is no film')
    let beganMs = 0
    window.addEventListener('keydown', () => { beganMs = performance.now() }, { capture: true, once: true })
    const found = new Promise<{ shownSec: number; movesSec: number }>((resolve, reject) => {
      setTimeout(() => { reject(new Error('the jump did not land')) }, limitMs)
      video.addEventListener('seeking', () => {
        const toSec = video.currentTime
        let shownSec = 0
        const note = (nowMs: number, { mediaTime }: { mediaTime: number }) => {
          const here = mediaTime > toSec - 1 && mediaTime < toSec + 5
          if (here && shownSec === 0) shownSec = (nowMs - beganMs) / 1000
          if (here && mediaTime > toSec + 0.5) resolve({ shownSec, movesSec: (nowMs - beganMs) / 1000 })
          else video.requestVideoFrameCallback(note)
        }
        video.requestVideoFrameCallback(note)
      }, { once: true })
    }).then((times) => ({
      ...times,
      segments: performance.getEntriesByType('resource').flatMap((entry) => (/\d\.m4s/.test(entry.name) && 'responseEnd' in entry
        ? [{ name: entry.name.split('/').at(-1) ?? '', askedSec: (entry.startTime - beganMs) / 1000, hereSec: (Number(entry.responseEnd) - beganMs) / 1000 }] : [])),
    }))
    Object.assign(window, { jumpFound: found })
  }, JUMP_LIMIT_MS)
  await page.keyboard.press(key)
  return page.evaluate(() => Reflect.get(window, 'jumpFound'))
}
