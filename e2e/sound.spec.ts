import type { Page } from '@playwright/test'
import { english } from '../shared/text/english.ts'
import { expect, test } from './fixtures/test.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

/**
 * Loudness of what goes to the loudspeakers, in dB below full scale. The app's audio graph is listened to where it ends:
 * whatever is connected to the destination of a context is connected to an analyser too.
 */
const LISTEN = `(() => {
  const connect = AudioNode.prototype.connect
  AudioNode.prototype.connect = function (target, ...rest) {
    if (target === this.context.destination) {
      const analyser = this.context.createAnalyser()
      connect.call(this, analyser)
      globalThis.heard = () => {
        const samples = new Float32Array(analyser.fftSize)
        analyser.getFloatTimeDomainData(samples)
        return 10 * Math.log10(samples.reduce((sum, value) => sum + value * value, 1e-12) / samples.length)
      }
    }
    return connect.call(this, target, ...rest)
  }
})()`

test('the sound is amplified, compressed and made clear when it is wanted, and untouched before', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mp4IndexAtEnd', seconds: 60 })
  const { page } = await launch({ args: ['--peer', seeder.address] })
  const player = playerOf(page)
  await page.evaluate(LISTEN)
  await page.getByRole('textbox').first().fill(torrent.infoHash)
  await page.keyboard.press('Enter')
  await player.video.waitFor({ state: 'attached' })
  await countFrames(player.video, 10)
  expect(await page.evaluate('typeof globalThis.heard')).toBe('undefined')

  await player.showControls()
  await page.getByRole('button', { name: english.method.sounds.button, exact: true }).click()
  await page.getByRole('slider', { name: english.method.sounds.louder }).fill('1')
  const plain = await level(page)
  await page.getByRole('slider', { name: english.method.sounds.louder }).fill('20')
  await expect.poll(() => level(page)).toBeGreaterThan(plain + 4) // +5.6 dB
  await page.getByRole('switch', { name: english.settings.nightMode.name }).click()
  await page.getByRole('slider', { name: english.method.sounds.louder }).fill('0')
  await expect.poll(() => level(page)).not.toBeCloseTo(plain, 0)
  expect(await level(page)).toBeGreaterThan(-60)
  await page.getByRole('switch', { name: english.settings.nightMode.name }).click()
  await expect.poll(() => level(page)).toBeGreaterThan(plain - 2)
  await page.getByRole('button', { name: english.method.sounds.later }).click()
  await expect(page.getByText(english.subtitles.delayValue(50))).toBeVisible()
  await page.keyboard.press('Escape')

  await page.keyboard.press('ArrowUp')
  await expect(page.getByText(english.player.feedback.volume(105))).toBeVisible()
  await countFrames(player.video, 10)
})

/** The loudest of half a second. */
async function level(page: Page): Promise<number> {
  const levels = []
  for (let look = 0; look < 5; look++) levels.push(Number(await page.evaluate('new Promise((done) => setTimeout(() => done(globalThis.heard()), 100))')))
  return Math.max(...levels)
}
