import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { english } from '../../../shared/text/english.ts'
import { launchApp } from '../../fixtures/app.ts'
import { makeTorrent } from '../../lab/make-torrent.ts'
import { makeSubtitledFilm } from '../../lab/subtitled-film.ts'
import { mustRun } from '../../lab/run-tool.ts'
import { createSwarm } from '../../lab/swarm.ts'
import { waitUntil } from '../../lab/wait-until.ts'
import { countFrames } from '../../pages/film.ts'
import { playerOf } from '../../pages/player.ts'

const SECONDS = 240
const BYTES_PER_SEC = 250_000
/** Into every part of a second and of a group of pictures (two seconds). */
const JUMPS_SEC = [100.4, 181.2, 60.7, 210.5, 140.5, 30.3, 225.5, 120.6] as const
/** Within what is played first. */
const POINTED_SEC = [2, 8, 14] as const

export interface BesideFigures {
  /** From the first picture behind a jump to the line that belongs to it, in milliseconds. The film has a line a second. */
  readonly linesMs: readonly number[]
  /** From the pointer's rest on the seek bar to the picture there, made before. */
  readonly picturesMs: readonly number[]
}

/** A film with words inside, from a peer with twice its rate: how late its words and the pictures of the seek bar are. `mkvConverted`: its sound is AC-3. */
export async function measureBesideFilm(folder: string, kind: 'mkv' | 'mkvConverted' | 'mp4IndexAtStart'): Promise<BesideFigures> {
  const home = path.join(folder, kind)
  await mkdir(home)
  const content = await makeContent(home, kind)
  const torrent = await makeTorrent({ content, torrentPath: path.join(home, 'film.torrent'), pieceLengthBytes: 256 * 1024 })
  const swarm = createSwarm()
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: 2 * BYTES_PER_SEC })
  const app = await launchApp({ folder: home, userDataDir: path.join(home, 'profile'), tempDir: home }, { args: ['--peer', seeder.address, torrent.torrentPath] })
  try {
    await countFrames(playerOf(app.page).video, 25, { limitMs: 60_000 })
    const picturesMs = await measurePictures(app.page)
    return { picturesMs, linesMs: await measureLines(app.page) }
  } finally {
    await app.close()
    await swarm.close()
  }
}

async function makeContent(home: string, kind: 'mkv' | 'mkvConverted' | 'mp4IndexAtStart'): Promise<string> {
  const film = { seconds: SECONDS, bytesPerSec: BYTES_PER_SEC }
  if (kind === 'mp4IndexAtStart') return makeSubtitledFilm({ ...film, kind, path: path.join(home, 'film.mp4') })
  const plain = await makeSubtitledFilm({ ...film, kind: 'mkv', path: path.join(home, 'film.mkv') })
  if (kind === 'mkv') return plain
  const converted = path.join(home, 'surround.mkv')
  await mustRun('ffmpeg', ['-v', 'error', '-i', plain, '-map', '0', '-c', 'copy', '-c:a', 'ac3', converted])
  return converted
}

async function measureLines(page: Page): Promise<readonly number[]> {
  const player = playerOf(page)
  await player.showControls()
  await page.getByRole('button', { name: english.subtitles.button, exact: true }).click()
  await page.getByRole('menuitemradio', { name: /^English/u }).click()
  await page.keyboard.press('Escape')
  const found: number[] = []
  for (const toSec of JUMPS_SEC) {
    found.push(await player.video.evaluate((video, to) => new Promise<number>((resolve) => {
      if (!(video instanceof HTMLVideoElement)) throw new Error('this is no video')
      let pictureMs = 0
      const onFrame: VideoFrameRequestCallback = (_now, { mediaTime }) => {
        if (Math.abs(mediaTime - to) < 2) pictureMs = performance.now()
        else video.requestVideoFrameCallback(onFrame)
      }
      const look = () => {
        const line = Number(document.querySelector('.cue')?.textContent?.replace('Line ', '') || NaN)
        if (pictureMs > 0 && Math.floor(video.currentTime) === line) resolve(performance.now() - pictureMs)
        else requestAnimationFrame(look)
      }
      video.requestVideoFrameCallback(onFrame)
      video.currentTime = to
      look()
    }), toSec))
    await countFrames(player.video, 50, { limitMs: 60_000 })
  }
  return found
}

async function measurePictures(page: Page): Promise<readonly number[]> {
  const { seekBar, showControls } = playerOf(page)
  const point = async (sec: number) => {
    await showControls()
    const box = await seekBar.boundingBox()
    if (box) await page.mouse.move(box.x + (box.width * sec) / SECONDS, box.y + box.height / 2)
  }
  // Twice: the first time it may have to be made.
  for (const sec of POINTED_SEC) {
    await waitUntil(`there is a picture of second ${String(sec)}`, async () => {
      await point(sec)
      return page.locator('.seek-picture').isVisible()
    })
    await point(SECONDS * 0.95)
  }
  const found: number[] = []
  for (const sec of POINTED_SEC) {
    await point(SECONDS * 0.95)
    await page.evaluate(() => {
      const image = document.querySelector<HTMLImageElement>('.seek-picture')
      image?.removeAttribute('src')
      Object.assign(window, { pictureAfter: new Promise<number>((resolve) => {
        window.addEventListener('pointermove', () => {
          const fromMs = performance.now()
          const look = () => { if (image?.hidden === false && image.complete && image.hasAttribute('src')) resolve(performance.now() - fromMs); else requestAnimationFrame(look) }
          look()
        }, { once: true, capture: true })
      }) })
    })
    const box = await seekBar.boundingBox()
    if (box) await page.mouse.move(box.x + (box.width * sec) / SECONDS, box.y + box.height / 2)
    found.push(Number(await page.evaluate(() => Reflect.get(window, 'pictureAfter'))))
  }
  return found
}
