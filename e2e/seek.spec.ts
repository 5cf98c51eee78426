import type { Page } from '@playwright/test'
import { english } from '../shared/text/english.ts'
import { expect, test } from './fixtures/test.ts'
import { seedFilm } from './lab/seeded-film.ts'
import type { SeededFilm } from './lab/seeded-film.ts'
import { countFrames } from './pages/film.ts'
import { playerOf } from './pages/player.ts'
import type { PlayerPage } from './pages/player.ts'

/** The promise: pictures this soon after a jump into a part that is not here, at twice the film's rate. */
const JUMP_LIMIT_MS = 8000
/** An overlay that appears at once would flash at every short jump; this much silence is allowed before it. */
const OVERLAY_DELAY_MS = 600
const LONG_FILM = { seconds: 120, bytesPerSec: 250_000, times: 2 } as const

for (const kind of ['mp4IndexAtEnd', 'mkv', 'webm'] as const) {
  test(`a jump into a part of a ${kind} film that is not here plays within 8 s, and the overlay says so until then`, async ({ launch, swarm, folder }) => {
    const seeded = await seedFilm(swarm, folder, { ...LONG_FILM, kind })
    const { page } = await launch({ args: ['--peer', seeded.seeder.address, seeded.torrent.torrentPath] })
    const player = await startPlaying(page, seeded)
    await player.jumpTo(0.75)
    const overlay = watchOverlay(page, 85)
    await countFrames(player.video, 25, { fromSec: 85, limitMs: JUMP_LIMIT_MS })
    const { said, longestSilenceMs } = await overlay
    expect(said).toMatch(/Jumping to 1:\d\d/)
    expect(longestSilenceMs).toBeLessThan(OVERLAY_DELAY_MS)
    await expect(player.waiting).toBeHidden()
  })
}

test('of several quick jumps the last one counts', async ({ launch, swarm, folder }) => {
  const seeded = await seedFilm(swarm, folder, { ...LONG_FILM, kind: 'mkv' })
  const { page } = await launch({ args: ['--peer', seeded.seeder.address, seeded.torrent.torrentPath] })
  const player = await startPlaying(page, seeded)
  for (const share of [0.5, 0.9, 0.3, 0.6, 0.8]) await player.jumpTo(share)
  // No picture of the fourth place and of the second one counts, however late it is shown.
  await countFrames(player.video, 25, { fromSec: 90, untilSec: 105, limitMs: JUMP_LIMIT_MS })
})

test('a jump back to what is here plays at once', async ({ launch, swarm, folder }) => {
  const seeded = await seedFilm(swarm, folder, { ...LONG_FILM, kind: 'mkv' })
  const { page } = await launch({ args: ['--peer', seeded.seeder.address, seeded.torrent.torrentPath] })
  const player = await startPlaying(page, seeded)
  await countFrames(player.video, 75)
  // Three seconds have been shown: before the jump no picture lies there.
  const back = countFrames(player.video, 10, { untilSec: 2, limitMs: 2000 })
  await page.keyboard.press('Home')
  await back
})

async function startPlaying(page: Page, { seeder, film }: SeededFilm): Promise<PlayerPage> {
  const player = playerOf(page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 25)
  expect(await seeder.uploadedBytes()).toBeLessThan(film.lengthBytes / 2)
  return player
}

interface SeenOverlay {
  /** All its sentences: it may be gone before a test could look. */
  readonly said: string
  /** Longest time in a row without it. */
  readonly longestSilenceMs: number
}

/** Watches the overlay from now until the first picture at or after fromSec. */
function watchOverlay(page: Page, fromSec: number): Promise<SeenOverlay> {
  return page.evaluate(
    ({ fromSec, label }) =>
      new Promise<SeenOverlay>((resolve) => {
        const video = document.querySelector('video')
        if (video === null) throw new Error('there is no film')
        let arrived = false
        let lastShownMs = performance.now()
        let longestSilenceMs = 0
        const said = new Set<string>()
        const onFrame = (_nowMs: number, frame: { mediaTime: number }) => {
          arrived = frame.mediaTime >= fromSec
          if (!arrived) video.requestVideoFrameCallback(onFrame)
        }
        video.requestVideoFrameCallback(onFrame)
        const look = () => {
          if (arrived) return resolve({ said: [...said].join('\n'), longestSilenceMs })
          const overlay = document.querySelector(`[aria-label="${label}"]`)
          if (overlay !== null) {
            lastShownMs = performance.now()
            said.add(overlay.textContent ?? '')
          }
          longestSilenceMs = Math.max(longestSilenceMs, performance.now() - lastShownMs)
          requestAnimationFrame(look)
        }
        look()
      }),
    { fromSec, label: english.waiting.label },
  )
}
