import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DEFAULT_PREFERENCES, formatPreferences } from '../shared/settings/settings.ts'
import { english } from '../shared/text/english.ts'
import { expect, test } from './fixtures/test.ts'
import { makeTorrent } from './lab/make-torrent.ts'
import type { MadeTorrent } from './lab/make-torrent.ts'
import { makeFilm } from './lab/media.ts'
import type { FilmSpec } from './lab/media.ts'
import { countFrames, filmFacts } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

/** Seconds tell the films apart: episode 2 is the largest, and the sample is larger than every text. */
const EPISODES = { 'Series S1E1.mkv': 12, 'Series S1E2.mkv': 16, 'Series S1E10.mkv': 14 } as const
const SAMPLE_SEC = 8
const PIECE_BYTES = 64 * 1024

test('the first episode plays though another is larger, the next one comes after it, and nothing else is fetched', async ({ launch, swarm, folder }) => {
  const series = await makeSeries(folder)
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent: series.torrent })
  const { page } = await launch({ args: ['--peer', seeder.address, series.torrent.torrentPath] })
  const player = playerOf(page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 25)
  await expect(player.region).toContainText('Series S1E1')
  await player.seeAllHere()
  const bothBytes = series.lengthOf('Series S1E1.mkv') + series.lengthOf('Series S1E2.mkv')
  await expect.poll(() => seeder.uploadedBytes(), { timeout: 20_000 }).toBeGreaterThanOrEqual(bothBytes)
  expect(await seeder.uploadedBytes()).toBeLessThan(bothBytes + 5 * PIECE_BYTES)
})

test('another file chosen while one plays is fetched and plays', async ({ launch, swarm, folder }) => {
  const series = await makeSeries(folder)
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent: series.torrent })
  const { page } = await launch({ args: ['--peer', seeder.address, series.torrent.torrentPath] })
  const player = playerOf(page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 25)
  await player.showControls()
  await player.files.click()
  await expect(player.fileTree.getByRole('button')).toHaveText([/S1E1\.mkv/, /S1E2\.mkv/, /S1E10\.mkv/, /sample/])
  await player.fileTree.getByRole('button', { name: /S1E10/ }).click()
  await expect.poll(async () => Math.round((await filmFacts(player.video)).durationSec)).toBe(EPISODES['Series S1E10.mkv'])
  await countFrames(player.video, 25)
  await expect(player.region).toContainText('Series S1E10')
})

test('a file chosen before playing is the only one that is fetched where files do not follow each other', async ({ launch, swarm, folder, places }) => {
  await mkdir(places.userDataDir, { recursive: true })
  await writeFile(path.join(places.userDataDir, 'settings.json'), JSON.stringify(formatPreferences({ ...DEFAULT_PREFERENCES, autoNext: false })))
  const series = await makeSeries(folder)
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent: series.torrent })
  await seeder.stop()
  const { page } = await launch({ args: ['--peer', seeder.address, series.torrent.torrentPath] })
  const player = playerOf(page)
  await expect(player.region).toBeVisible()
  await player.showControls()
  await player.files.click()
  await player.fileTree.getByRole('button', { name: /S1E10/ }).click()
  await seeder.start()
  await countFrames(player.video, 25)
  await expect.poll(async () => Math.round((await filmFacts(player.video)).durationSec)).toBe(EPISODES['Series S1E10.mkv'])
  await player.seeAllHere()
  expect(await seeder.uploadedBytes()).toBeLessThan(series.lengthOf('Series S1E10.mkv') + 3 * PIECE_BYTES)
})

test('the next episode is offered at the end, and starts by itself unless the person stays', async ({ launch, swarm, folder }) => {
  const series = await makeSeries(folder)
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent: series.torrent })
  const { page } = await launch({ args: ['--peer', seeder.address, series.torrent.torrentPath] })
  const player = playerOf(page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 10)
  const offer = page.getByRole('status', { name: english.nextFile.title })
  await page.keyboard.press('End')
  await expect(offer).toContainText('Series S1E2')
  await offer.getByRole('button', { name: english.nextFile.stay }).click()
  await expect(offer).toHaveCount(0)
  await page.keyboard.press('k')
  await countFrames(player.video, 10)
  await page.keyboard.press('End')
  await expect(offer).toBeVisible()
  await expect.poll(async () => Math.round((await filmFacts(player.video)).durationSec), { timeout: 30_000 }).toBe(EPISODES['Series S1E2.mkv'])
  await countFrames(player.video, 10)
})

interface Series {
  readonly torrent: MadeTorrent
  readonly lengthOf: (name: keyof typeof EPISODES) => number
}

/** Three episodes, a sample, a subtitle and a text, as such folders come. */
async function makeSeries(folder: string): Promise<Series> {
  const content = path.join(folder, 'Series')
  await mkdir(path.join(content, 'Sample'), { recursive: true })
  const spec = (seconds: number): FilmSpec => ({ kind: 'mkv', seconds, bytesPerSec: 150_000 })
  const lengths = new Map<string, number>()
  for (const [name, seconds] of Object.entries(EPISODES)) {
    const film = await makeFilm(spec(seconds))
    await copyFile(film.path, path.join(content, name))
    lengths.set(name, film.lengthBytes)
  }
  await copyFile((await makeFilm(spec(SAMPLE_SEC))).path, path.join(content, 'Sample', 'series.sample.mkv'))
  await writeFile(path.join(content, 'Series S1E2.srt'), '1\n00:00:01,000 --> 00:00:03,000\nHello\n')
  await writeFile(path.join(content, 'read me.txt'), 'x'.repeat(1000))
  const torrent = await makeTorrent({ content, torrentPath: path.join(folder, 'series.torrent'), pieceLengthBytes: PIECE_BYTES })
  return { torrent, lengthOf: (name) => lengths.get(name) ?? 0 }
}
