import { drop } from './fixtures/drop.ts'
import { expect, test } from './fixtures/test.ts'
import type { FilmKind } from './lab/media.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { sentUntil } from './lab/sent-until.ts'
import { countFrames, filmFacts } from './pages/film.ts'
import { homeOf } from './pages/home.ts'
import { playerOf } from './pages/player.ts'

/** Three seconds of film. */
const FRAMES = 75
/** It comes in half of its time: much of it is still to come when three seconds were shown. */
const SECONDS = 30

const CASES: readonly { kind: FilmKind; client: 'libtorrent' | 'transmission' }[] = [
  { kind: 'mp4IndexAtEnd', client: 'libtorrent' },
  { kind: 'mp4IndexAtStart', client: 'libtorrent' },
  { kind: 'mkv', client: 'libtorrent' },
  { kind: 'webm', client: 'libtorrent' },
  { kind: 'mp4IndexAtEnd', client: 'transmission' },
]

for (const { kind, client } of CASES) {
  test(`a ${kind} film from ${client} moves and sounds while it downloads`, async ({ launch, swarm, folder }) => {
    const { film, torrent, seeder } = await seedFilm(swarm, folder, { kind, client, seconds: SECONDS, times: 2 })
    const { page } = await launch({ args: ['--peer', seeder.address] })
    await expect(homeOf(page).dropField).toBeVisible()
    await drop(page, { files: [torrent.torrentPath] })
    const player = playerOf(page)
    await player.video.waitFor({ state: 'attached', timeout: 20_000 })
    const shownUntilSec = await countFrames(player.video, FRAMES, { limitMs: 30_000 })
    expect(await seeder.uploadedBytes()).toBeLessThan(film.lengthBytes)
    const facts = await filmFacts(player.video)
    expect(shownUntilSec).toBeGreaterThan(FRAMES / 25 - 0.5)
    expect(facts.frames).toBeGreaterThanOrEqual(FRAMES)
    expect(facts.decodedSoundBytes).toBeGreaterThan(10_000)
    expect(facts.durationSec).toBeCloseTo(SECONDS, 0)
    expect(facts.width).toBe(320)
    await expect(player.waiting).toBeHidden()
  })
}

test('pausing keeps the place and keeps filling, playing goes on from it', async ({ launch, swarm, folder }) => {
  const { film, torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mkv', seconds: 20, times: 2 })
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 10)
  await player.showControls()
  await player.pause.click()
  await expect.poll(async () => (await filmFacts(player.video)).paused).toBe(true)
  const paused = await filmFacts(player.video)
  await expect.poll(() => seeder.uploadedBytes(), { timeout: 20_000 }).toBeGreaterThanOrEqual(film.lengthBytes * 0.99)
  expect((await filmFacts(player.video)).timeSec).toBe(paused.timeSec)
  await player.play.click()
  await countFrames(player.video, 10, { fromSec: paused.timeSec })
})

for (const kind of ['mp4IndexAtEnd', 'mp4IndexAtStart', 'mkv'] as const) {
  test(`a ${kind} film of 1 MB/s starts with less than 5 MB downloaded`, async ({ launch, swarm, folder }) => {
    // Little more than the film's rate: what comes while a busy computer gets to show the first picture is no part of what it took.
    const { torrent, seeder } = await seedFilm(swarm, folder, { kind, seconds: 40, bytesPerSec: 1_000_000, times: 1.25, pieceLengthBytes: 1024 * 1024 })
    const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
    const player = playerOf(page)
    await player.video.waitFor({ state: 'attached', timeout: 20_000 })
    expect(await sentUntil(seeder, countFrames(player.video, 2))).toBeLessThan(5_000_000)
    await countFrames(player.video, 50)
  })
}
