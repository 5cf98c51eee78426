import { chmod, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { english } from '../shared/text/english.ts'
import { drop } from './fixtures/drop.ts'
import { expect, test } from './fixtures/test.ts'
import { makeTorrent } from './lab/make-torrent.ts'
import { makeOddFilm, ODD_FILMS } from './lab/odd-film.ts'
import type { OddFilmSpec } from './lab/odd-film.ts'
import { mustRun } from './lab/run-tool.ts'
import { countFrames, filmFacts } from './pages/film.ts'
import { playerOf } from './pages/player.ts'

/** Three seconds of film. */
const FRAMES = 75
/** Long enough that a film goes on behind each jump on a machine with other work. */
const SECONDS = 40

const CASES: readonly { title: string; spec: OddFilmSpec; chip: string }[] = [
  { title: 'Matroska with H.264 and AC-3', spec: ODD_FILMS.mkvAc3, chip: english.method.transcodeAudio },
  { title: 'AVI with Xvid and MP3', spec: ODD_FILMS.aviXvid, chip: english.method.transcode },
  { title: 'a transport stream with MPEG-2', spec: { ...ODD_FILMS.ts, video: ['-c:v', 'mpeg2video', '-q:v', '6', '-bf', '2', '-g', '15'], audio: [['-c', 'mp2', '-b', '192k']] }, chip: english.method.transcode },
  { title: 'HEVC in Matroska', spec: ODD_FILMS.hevc, chip: english.method.transcode },
]

for (const { title, spec, chip } of CASES) {
  test(`${title} plays with picture and sound while it downloads, and jumps`, async ({ launch, swarm, folder }) => {
    // An encoder beside other work takes as long as it takes.
    test.slow()
    const film = await makeOddFilm({ ...spec, seconds: SECONDS })
    const torrent = await makeTorrent({ content: film.path, torrentPath: `${folder}/film.torrent` })
    const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
    const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
    const player = playerOf(page)
    await player.video.waitFor({ state: 'attached', timeout: 20_000 })
    await waitForMethod(page, chip)
    await countFrames(player.video, FRAMES, { limitMs: 30_000 })
    const facts = await filmFacts(player.video)
    expect(facts.width).toBe(320)
    expect(facts.decodedSoundBytes).toBeGreaterThan(5000)
    expect(facts.durationSec).toBeCloseTo(SECONDS, 0)
    for (const share of [0.75, 0.2]) {
      await player.jumpTo(share)
      const toSec = share * SECONDS
      await countFrames(player.video, 10, { fromSec: toSec - 0.7, untilSec: toSec + 4, limitMs: 40_000 })
    }
    await expect(player.waiting).toBeHidden()
    expect(await firstAsked(page)).toMatch(/\.0\.m4s$/)
    expect(await isHastened(page)).toBe(true)
  })
}

/** The private place of video.js at which a jump is hastened is still there, and ours. */
function isHastened(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const names = ['player', 'tech_', 'vhs', 'playlistController_', 'mainSegmentLoader_']
    const loader = names.reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined), document.querySelector('video-js'))
    return typeof loader === 'object' && loader !== null && Object.hasOwn(loader, 'resetEverything')
  })
}

/** The name of the first piece of film the page asked for. */
function firstAsked(page: Page): Promise<string> {
  return page.evaluate(() => performance.getEntriesByType('resource').find(({ name }) => name.endsWith('.m4s'))?.name ?? '')
}

test('another of its sounds is heard at the same place, in the file itself and in a conversion', async ({ launch, swarm, folder }) => {
  // Three changes of sound, each with a measurement, must not outlast it.
  const film = await makeOddFilm({ ...ODD_FILMS.twoSounds, seconds: 90, audio: [...ODD_FILMS.twoSounds.audio, ['-c', 'ac3', '-b', '192k']] })
  const torrent = await makeTorrent({ content: film.path, torrentPath: `${folder}/film.torrent` })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 20)
  await player.showControls()
  const tone = await listen(player.video)
  await expect.poll(tone, { timeout: 15_000 }).toBeCloseTo(440, -2)
  for (const [name, hertz, chip] of [['Sound 2', 880, english.method.direct], ['Sound 3', 1320, english.method.transcodeAudio], ['Sound 1', 440, english.method.direct]] as const) {
    const before = (await filmFacts(player.video)).timeSec
    const sinceMs = performance.now()
    await player.showControls()
    await page.getByRole('button', { name: english.method.sounds.button, exact: true }).click()
    await page.getByRole('menuitemradio', { name: new RegExp(`^${name} `) }).click()
    await waitForMethod(page, chip)
    await expect.poll(tone, { timeout: 15_000 }).toBeCloseTo(hertz, -2)
    const after = (await filmFacts(player.video)).timeSec
    expect(after).toBeGreaterThanOrEqual(before - 2)
    // It may have played on meanwhile, and never further than that.
    expect(after).toBeLessThan(before + (performance.now() - sinceMs) / 1000 + 2)
  }
})

test('the person may have a film converted that would play as it is', async ({ launch, swarm, folder }) => {
  const film = await makeOddFilm({ ...ODD_FILMS.twoSounds, seconds: SECONDS })
  const torrent = await makeTorrent({ content: film.path, torrentPath: `${folder}/film.torrent` })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(player.video, 20)
  const before = (await filmFacts(player.video)).timeSec
  const sinceMs = performance.now()
  await player.showControls()
  await page.getByRole('button', { name: english.method.direct }).filter({ visible: true }).click()
  await page.getByRole('menuitemradio', { name: english.method.ways.transcode, exact: true }).click()
  await waitForMethod(page, english.method.transcode)
  const after = await countFrames(player.video, 20, { fromSec: before - 1 })
  expect(after).toBeLessThan(before + (performance.now() - sinceMs) / 1000 + 2)
})

test('a film whose key frames are to come says so, and keeps its picture from a jump on once it is here', async ({ launch, swarm, folder }) => {
  test.slow()
  // More than a look into it reads.
  const film = await makeOddFilm({ ...ODD_FILMS.ts, seconds: 30, noise: 60, video: ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50', '-b:v', '6M'] })
  const torrent = await makeTorrent({ content: film.path, torrentPath: `${folder}/film.torrent`, pieceLengthBytes: 65_536 })
  // Twice the film's rate, and the rest at once when it was seen what is said meanwhile.
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: Math.round(film.lengthBytes / 15) })
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  const player = playerOf(page)
  await player.video.waitFor({ state: 'attached', timeout: 20_000 })
  await waitForMethod(page, english.method.transcode)
  await countFrames(player.video, 20, { limitMs: 60_000 })
  await player.showControls()
  await page.getByRole('button', { name: english.method.transcode, exact: true }).filter({ visible: true }).click()
  await expect(page.getByText(english.method.reasons.keyframesToCome)).toBeVisible()
  await page.keyboard.press('Escape')
  await seeder.setUploadRate(0)
  await expect(async () => {
    await player.jumpTo(0.3)
    await waitForMethod(page, english.method.remux, 5000)
  }).toPass({ timeout: 90_000 })
  await countFrames(player.video, 10, { fromSec: 8.3, untilSec: 13, limitMs: 30_000 })
  await player.jumpTo(0.75)
  await countFrames(player.video, 10, { fromSec: 21.8, untilSec: 26.5, limitMs: 40_000 })
})

test('without ffmpeg, what needs it says so and how to get it, and everything else plays', async ({ launch, swarm, folder }) => {
  const torrents = await Promise.all([ODD_FILMS.aviXvid, ODD_FILMS.twoSounds, ODD_FILMS.mkvAc3].map(async (spec, index) => {
    const film = await makeOddFilm(spec)
    return makeTorrent({ content: film.path, torrentPath: `${folder}/film-${index}.torrent` })
  }))
  const [needs, plays, lacks] = await Promise.all(torrents.map(async (torrent) => ({ torrent, seeder: await swarm.startSeeder({ kind: 'libtorrent', torrent }) })))
  if (!needs || !plays || !lacks) throw new Error('three films were to be made')
  const { page } = await launch({ args: ['--peer', needs.seeder.address, '--peer', plays.seeder.address, '--peer', lacks.seeder.address, needs.torrent.torrentPath], env: { PATH: folder } })
  const player = playerOf(page)
  await expect(player.problem).toContainText('ffmpeg', { timeout: 20_000 })
  await expect(player.problem).toContainText(/Install ffmpeg .*in the settings, under Playback/u)
  await drop(page, { files: [plays.torrent.torrentPath] })
  // The element of the film before goes with its problem.
  await expect(player.problem).toHaveCount(0)
  await countFrames(player.video, 20, { limitMs: 30_000 })
  await drop(page, { files: [lacks.torrent.torrentPath] })
  await expect(player.problem).toContainText(english.method.lacks.sound, { timeout: 20_000 })
  await expect(player.problem).toContainText(/Install ffmpeg .*in the settings, under Playback/u)
  await countFrames(player.video, 20, { limitMs: 30_000 })
  await page.getByRole('button', { name: english.common.dismiss }).click()
  await expect(player.problem).toHaveCount(0)
})

test('an ffmpeg that gives up is quoted, and one that does not work is named with the way to another', async ({ launch, swarm, folder }) => {
  const film = await makeOddFilm(ODD_FILMS.aviXvid)
  const torrent = await makeTorrent({ content: film.path, torrentPath: `${folder}/film.torrent` })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const ffmpeg = await makeStandIn(path.join(folder, 'bin'), 'echo "this was too hard" >&2; exit 1')
  const { page } = await launch({ args: ['--peer', seeder.address, torrent.torrentPath], env: { PATH: folder, FFMPEG_PATH: ffmpeg } })
  const player = playerOf(page)
  await expect(player.problem).toContainText('The program ffmpeg says: “this was too hard”.', { timeout: 30_000 })
  await writeFile(ffmpeg, '#!/bin/sh\nexit 1\n')
  await page.getByRole('button', { name: english.common.tryAgain }).click()
  await expect(player.problem).toContainText('does not work', { timeout: 30_000 })
  await expect(player.problem).toContainText(/Install ffmpeg/u)
})

/** An ffmpeg that answers for itself and does something else when it should convert. */
async function makeStandIn(folder: string, conversion: string): Promise<string> {
  await mkdir(folder)
  for (const name of ['ffmpeg', 'ffprobe']) {
    const real = (await mustRun('sh', ['-c', `command -v ${name}`])).trim()
    await writeFile(path.join(folder, name), `#!/bin/sh\ncase "$*" in *"-f mp4"*)\n${conversion}\n;; *) exec ${real} "$@";; esac\n`)
    await chmod(path.join(folder, name), 0o755)
  }
  return path.join(folder, 'ffmpeg')
}

/** Measures the pitch of what is heard, in hertz. */
async function listen(video: Locator): Promise<() => Promise<number>> {
  await video.evaluate(async (element) => {
    if (!(element instanceof HTMLVideoElement)) throw new Error('this is no video element')
    const context = new AudioContext()
    await context.resume()
    const analyser = context.createAnalyser()
    analyser.fftSize = 8192
    const source = context.createMediaElementSource(element)
    source.connect(analyser)
    analyser.connect(context.destination)
    Object.assign(window, { loudest: () => {
      const levels = new Float32Array(analyser.frequencyBinCount)
      analyser.getFloatFrequencyData(levels)
      return (levels.indexOf(Math.max(...levels)) * context.sampleRate) / analyser.fftSize
    } })
  })
  return () => video.evaluate(() => {
    const loudest: unknown = Reflect.get(window, 'loudest')
    return typeof loudest === 'function' ? Number(loudest()) : 0
  })
}

/** The chip of the status line says how the film is played, also while it is hidden with the controls. */
async function waitForMethod(page: Page, chip: string, limitMs = 30_000): Promise<void> {
  await page.getByRole('button', { name: chip, includeHidden: true }).first().waitFor({ state: 'attached', timeout: limitMs })
}
