import { createServer } from 'node:net'
import { once } from 'node:events'
import { cp, mkdir, open, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { APP_DIR } from './fixtures/app.ts'
import type { RunningApp } from './fixtures/app.ts'
import { drop } from './fixtures/drop.ts'
import { paste } from './fixtures/paste.ts'
import { expect, test } from './fixtures/test.ts'
import { bencode } from './lab/bencode.ts'
import { portOf } from './lab/free-port.ts'
import { magnetOf, makeTorrent } from './lab/make-torrent.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { countFrames } from './pages/film.ts'
import { homeOf } from './pages/home.ts'
import { openingOf } from './pages/opening.ts'
import { playerOf } from './pages/player.ts'

/** Each test shows a bad thing to the app, reads the sentence, and sees that a good film plays all the same. */

const MANY_FRAMES = 25
/** The good film beside a bad thing must not end before the test does. */
const LONG_ENOUGH = { seconds: 40 } as const

const BROKEN: readonly { name: string; bytes: Uint8Array; says: RegExp }[] = [
  { name: 'empty', bytes: Buffer.alloc(0), says: /nothing in it|not a \.torrent|damaged/i },
  { name: 'cut in half', bytes: Buffer.from('d4:infod6:lengthi100e4:name4:film12:piece length'), says: /not a \.torrent|damaged/i },
  { name: 'a picture', bytes: Buffer.from('\x89PNG\r\n\x1a\n then something else', 'latin1'), says: /not a \.torrent|not a torrent|damaged/i },
  { name: 'without info', bytes: bencode({ announce: 'http://tracker.invalid/announce' }), says: /damaged/i },
]

for (const { name, bytes, says } of BROKEN) {
  test(`a broken .torrent that is ${name} is refused in a sentence`, async ({ launch, swarm, folder }) => {
    const file = path.join(folder, 'broken.torrent')
    await writeFile(file, bytes)
    const app = await launchBesideFilm(launch, await seedFilm(swarm, folder, LONG_ENOUGH))
    await drop(app.page, { files: [file] })
    await expectSentence(app, says)
  })
}

const HOSTILE: readonly { name: string; bytes: () => Uint8Array; says: RegExp }[] = [
  { name: 'lists nested 100 000 deep', bytes: () => Buffer.from('d4:info' + 'l'.repeat(100_000) + 'e'.repeat(100_000) + 'e'), says: /not a \.torrent|damaged/i },
  { name: 'a string of negative length', bytes: () => Buffer.from('d4:infod4:name-1:xee'), says: /not a \.torrent|damaged/i },
  { name: 'a film of 2^53 bytes', bytes: () => torrentBytes({ name: 'film.mkv', length: 2 ** 53, 'piece length': 16_384, pieces: Buffer.alloc(20) }), says: /damaged|more files or pieces|not a \.torrent/i },
  { name: 'pieces of length zero', bytes: () => torrentBytes({ name: 'film.mkv', length: 100, 'piece length': 0, pieces: Buffer.alloc(20) }), says: /damaged/i },
]

for (const { name, bytes, says } of HOSTILE) {
  test(`a hostile .torrent with ${name} is refused in a sentence`, async ({ launch, swarm, folder }) => {
    const file = path.join(folder, 'hostile.torrent')
    await writeFile(file, bytes())
    const app = await launchBesideFilm(launch, await seedFilm(swarm, folder, LONG_ENOUGH))
    await drop(app.page, { files: [file] })
    await expectSentence(app, says)
  })
}

test('a hostile .torrent whose names climb out of the folder leaves the folders above alone', async ({ launch, folder }) => {
  const downloads = path.join(folder, 'a', 'b', 'downloads')
  const file = path.join(folder, 'climbing.torrent')
  await writeFile(file, torrentBytes({ name: '..', 'piece length': 16_384, pieces: Buffer.alloc(20), files: [{ length: 100, path: ['..', '..', 'evil.mkv'] }] }))
  await writeFile(path.join(folder, 'evil.mkv'), 'canary')
  await mkdir(downloads, { recursive: true })
  const app = await launch({ args: ['--download-dir', downloads] })
  const before = (await readdir(folder)).sort()
  await expect(homeOf(app.page).dropField).toBeVisible()
  await drop(app.page, { files: [file] })
  await expect(playerOf(app.page).waiting.or(homeOf(app.page).problem).first()).toBeVisible()
  await app.close()
  expect(await readFile(path.join(folder, 'evil.mkv'), 'utf8')).toBe('canary')
  expect((await readdir(folder)).sort()).toEqual(before)
  expect(await readdir(path.join(folder, 'a'))).toEqual(['b'])
  expect(await readdir(path.join(folder, 'a', 'b'))).toEqual(['downloads'])
})

test('wrong magnet links and other texts are refused, each in a sentence', async ({ launch, swarm, folder }) => {
  const app = await launchBesideFilm(launch, await seedFilm(swarm, folder, LONG_ENOUGH))
  const wrong: readonly [string, RegExp][] = [
    ['magnet:?dn=film', /magnet link is broken/i],
    ['magnet:?xt=urn:btih:zzzz', /magnet link is broken/i],
    [`magnet:?xt=urn:btih:${'g'.repeat(40)}`, /magnet link is broken/i],
    [`magnet:?xt=urn:btmh:1220${'a'.repeat(64)}`, /second version/i],
    ['just some words', /not a torrent/i],
    ['http://127.0.0.1:9/film.torrent', /this computer or the local network/i],
  ]
  for (const [text, says] of wrong) {
    await paste(app, text)
    await expectSentence(app, says)
  }
})

test('a folder is refused in a sentence', async ({ launch, swarm, folder }) => {
  const dropped = path.join(folder, 'A film in a folder')
  await mkdir(dropped)
  const app = await launchBesideFilm(launch, await seedFilm(swarm, folder, LONG_ENOUGH))
  await drop(app.page, { files: [dropped] })
  await expectSentence(app, /A film in a folder.* is a folder/)
})

test('a file of 2 GB is refused in a sentence without being read', async ({ launch, swarm, folder }) => {
  const huge = path.join(folder, 'film.torrent')
  const file = await open(huge, 'w')
  await file.truncate(2 * 1024 ** 3)
  await file.close()
  const app = await launchBesideFilm(launch, await seedFilm(swarm, folder, LONG_ENOUGH))
  await drop(app.page, { files: [huge] })
  await expectSentence(app, /too large for a \.torrent/)
})

test('a torrent without video or sound says so and shows what is inside', async ({ launch, swarm, folder }) => {
  const content = path.join(folder, 'Papers')
  await mkdir(content)
  await writeFile(path.join(content, 'read me.txt'), 'hello')
  await writeFile(path.join(content, 'table.csv'), 'a;b')
  const torrent = await makeTorrent({ content, torrentPath: path.join(folder, 'papers.torrent') })
  const app = await launchBesideFilm(launch, await seedFilm(swarm, folder, LONG_ENOUGH))
  await drop(app.page, { files: [torrent.torrentPath] })
  await expect(app.page.getByRole('alert')).toContainText('no video or sound')
  await expect(app.page.getByText('read me.txt')).toBeVisible()
})

test('a magnet link without peers says what was tried, and plays after Try again when a peer has come', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  await seeder.stop()
  const app = await launch({ args: ['--peer', seeder.address], env: { TORRENT_TIMEOUT: '4000', TORRENT_MAX_RETRIES: '0' } })
  await expect(homeOf(app.page).dropField).toBeVisible()
  await paste(app, magnetOf(torrent.infoHash, 'A film nobody has'))
  const opening = openingOf(app.page)
  await expect(opening.problem).toContainText('No peer sent the details')
  await expect(opening.region).toContainText('What was tried')
  await seeder.start()
  await opening.tryAgain.click()
  await expectPlaying(app)
})

test('a .torrent without peers says that there are none and can be left', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  await seeder.stop()
  const app = await launch({ args: [torrent.torrentPath] })
  const player = playerOf(app.page)
  await expect(player.waiting).toContainText('No peers right now')
  await player.showControls()
  await player.back.click()
  await expect(homeOf(app.page).openFile).toBeVisible()
})

test('a full download folder says so, keeps what is there, and goes on when there is room', async ({ mountDisk, launch, swarm, folder }) => {
  const disk = await mountDisk({ sizeBytes: 24_000_000 })
  test.skip(disk === null, 'this system does not let the test mount a small file system')
  if (disk === null) return
  const filler = path.join(disk.path, 'filler')
  await writeFile(filler, Buffer.alloc(22_000_000))
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mkv', seconds: 40, bytesPerSec: 250_000 })
  const app = await launch({ args: ['--peer', seeder.address, '--download-dir', disk.path, torrent.torrentPath] })
  const player = playerOf(app.page)
  await expect(app.page.getByText(/The disk is full/).first()).toBeVisible({ timeout: 30_000 })
  await rm(filler)
  await countFrames(player.video, MANY_FRAMES, { fromSec: 10, limitMs: 30_000 })
})

test('a download folder that is taken away in mid-film says so, and the film goes on when it is back', async ({ launch, swarm, folder }) => {
  const downloads = path.join(folder, 'downloads')
  await mkdir(downloads)
  const { torrent, seeder } = await seedFilm(swarm, folder, { kind: 'mkv', seconds: 30, bytesPerSec: 250_000, times: 2 })
  const app = await launch({ args: ['--peer', seeder.address, '--download-dir', downloads, torrent.torrentPath] })
  const player = playerOf(app.page)
  await countFrames(player.video, 5)
  await rename(downloads, `${downloads}-elsewhere`)
  await expect(app.page.getByText(/The download folder is gone/).first()).toBeVisible({ timeout: 30_000 })
  await rename(`${downloads}-elsewhere`, downloads)
  await expect(app.page.getByText(/The download folder is gone/)).toHaveCount(0, { timeout: 30_000 })
  await countFrames(player.video, MANY_FRAMES, { fromSec: 15, limitMs: 30_000 })
})

test('a read-only download folder says so, and another film plays after a start with a good one', async ({ mountDisk, launch, swarm, folder }) => {
  const disk = await mountDisk({ sizeBytes: 1_000_000, readOnly: true })
  const { torrent, seeder } = await seedFilm(swarm, folder)
  // without the right to mount, a file in the folder's place refuses every write as well
  const unusable = disk?.path ?? path.join(folder, 'no-folder')
  if (disk === null) await writeFile(unusable, 'not a folder')
  const app = await launch({ args: ['--peer', seeder.address, '--download-dir', unusable, torrent.torrentPath] })
  await expect(app.page.getByText(/download folder can’t be written to/).first()).toBeVisible()
  await app.close()
  await expectPlaying(await launch({ args: ['--peer', seeder.address, torrent.torrentPath] }))
})

test('a port in use is named in a sentence', async ({ launch }) => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const port = portOf(other)
  const app = await launch({ args: ['--port', String(port)] })
  await expect(app.page.getByRole('alert')).toContainText(`Port ${port} is used by another program`)
  await expect(homeOf(app.page).openFile).toBeVisible()
  other.close()
})

test('without ffmpeg a film that needs no conversion plays', async ({ launch, swarm, folder }) => {
  const { torrent, seeder } = await seedFilm(swarm, folder)
  await expectPlaying(await launch({ args: ['--peer', seeder.address, torrent.torrentPath], env: { PATH: folder } }))
})

test('without ffmpeg the Demo has no clip and says so', async ({ launch, folder }) => {
  const app = await launch({ appDir: await copyBuildWithoutDemo(folder) })
  await homeOf(app.page).demo.click()
  await expect(homeOf(app.page).problem).toContainText(/ffmpeg.* was not found/)
  await expect(homeOf(app.page).openFile).toBeVisible()
})

type Launch = (options?: { args?: readonly string[] }) => Promise<RunningApp>

async function launchBesideFilm(launch: Launch, { seeder, torrent }: { seeder: { address: string }; torrent: { torrentPath: string } }): Promise<RunningApp> {
  const app = await launch({ args: ['--peer', seeder.address, torrent.torrentPath] })
  await expectPlaying(app)
  return app
}

/** The sentence is there, and the film that played before still plays. */
async function expectSentence({ page }: RunningApp, says: RegExp): Promise<void> {
  const sentence = page.getByRole('alert').filter({ hasText: says })
  await expect(sentence).toBeVisible()
  await countFrames(playerOf(page).video, 5)
  await sentence.getByRole('button', { name: 'Dismiss' }).click()
  await expect(sentence).toBeHidden()
}

async function expectPlaying({ page }: RunningApp): Promise<void> {
  const { video } = playerOf(page)
  await video.waitFor({ state: 'attached', timeout: 20_000 })
  await countFrames(video, MANY_FRAMES)
}

/** What a build leaves behind on a computer without ffmpeg. */
async function copyBuildWithoutDemo(folder: string): Promise<string> {
  const copy = path.join(folder, 'app')
  for (const part of ['out/main', 'out/preload', 'out/renderer', 'package.json']) await cp(path.join(APP_DIR, part), path.join(copy, part), { recursive: true })
  await symlink(path.join(APP_DIR, 'node_modules'), path.join(copy, 'node_modules'))
  return copy
}

function torrentBytes(info: Parameters<typeof bencode>[0]): Uint8Array {
  return bencode({ info })
}
