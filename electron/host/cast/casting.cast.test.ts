import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startChromecast } from '../../../e2e/lab/cast/chromecast.ts'
import { startGmediarender } from '../../../e2e/lab/cast/gmediarender.ts'
import { isListening } from '../../../e2e/lab/cast/receiver.ts'
import { startRygel } from '../../../e2e/lab/cast/rygel.ts'
import { makeTorrent } from '../../../e2e/lab/make-torrent.ts'
import { makeFilm } from '../../../e2e/lab/media.ts'
import { makeOddFilm, ODD_FILMS } from '../../../e2e/lab/odd-film.ts'
import { mustRun } from '../../../e2e/lab/run-tool.ts'
import type { SeededFilm, SeededFilmSpec } from '../../../e2e/lab/seeded-film.ts'
import { seedFilm } from '../../../e2e/lab/seeded-film.ts'
import { srtText } from '../../../e2e/lab/subtitled-film.ts'
import type { Swarm } from '../../../e2e/lab/swarm.ts'
import { createSwarm } from '../../../e2e/lab/swarm.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import type { CastStatus } from '../../../shared/cast/cast-status.ts'
import { ffmpegPlaces } from '../../../shared/transcode/ffmpeg-places.ts'
import type { RunningHost } from '../test/running-host.ts'
import { startTestHost } from '../test/running-host.ts'

const closers: (() => unknown)[] = []
let folder: TempFolder
let swarm: Swarm

beforeEach(async () => {
  folder = await createTempFolder('casting')
  swarm = createSwarm()
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  await swarm.close()
  await folder.close()
})

async function closing<T extends { close: () => unknown }>(opened: Promise<T>): Promise<T> {
  const thing = await opened
  closers.push(() => thing.close())
  return thing
}

const FILM = { kind: 'mp4IndexAtEnd', seconds: 60, bytesPerSec: 100_000 } as const
const FFMPEG = ffmpegPlaces({ chosen: null, env: process.env, resourcesDir: null, platform: process.platform })
const NEVER = new AbortController().signal

/** A host with the film of a torrent open, and the torrent's one seeder. */
async function openFilm(spec: SeededFilmSpec = FILM): Promise<{ readonly host: RunningHost; readonly seeded: SeededFilm; readonly infoHash: CastStatus['infoHash'] }> {
  const seeded = await seedFilm(swarm, folder.path, { ...FILM, ...spec })
  const host = await closing(startTestHost({ peers: [seeded.seeder], ffmpegPlaces: FFMPEG }))
  const infoHash = await host.open({ kind: 'path', path: seeded.torrent.torrentPath })
  return { host, seeded, infoHash }
}

async function deviceCalled(host: RunningHost, name: string): Promise<string> {
  const find = () => host.devices().find((device) => device.name === name)
  await waitUntil(`${name} is found`, async () => {
    await host.handlers['media.searchDevices']({}, NEVER)
    return find() !== undefined
  }, 30_000)
  return find()?.id ?? ''
}

const cast = (host: RunningHost): CastStatus => {
  const status = host.cast()
  if (!status) throw new Error('nothing is cast')
  return status
}
const until = (host: RunningHost, what: string, isSo: (status: CastStatus) => boolean, limitMs = 30_000) =>
  waitUntil(`${what}; it is ${JSON.stringify(host.cast())}`, () => { const status = host.cast(); return status !== null && isSo(status) }, limitMs)

const START = { fileIndex: 0, atSec: 20, paused: false, subtitleTrackId: null }

/** Where a Chromecast was told to fetch the film. */
function addressGiven(line: string): URL {
  const event: unknown = JSON.parse(line)
  if (typeof event !== 'object' || event === null || !('contentId' in event)) throw new Error(`no address in ${line}`)
  return new URL(String(event.contentId))
}

describe('a film that is still coming', () => {
  it('plays on a Chromecast from the second where it was here, and comes back with the second where it was there', async () => {
    const tv = await closing(startChromecast('Bedroom'))
    const { host, infoHash } = await openFilm({ times: 2 })
    const deviceId = await deviceCalled(host, 'Bedroom')
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId }, NEVER)
    await until(host, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 20)
    expect(cast(host).positionSec).toBeLessThan(25)
    expect(cast(host).form.method).toBe('direct')
    await until(host, 'it plays on', ({ positionSec }) => positionSec > 22)
    const { last } = await host.handlers['media.stopCast']({}, NEVER)
    expect(last?.phase).toBe('stopped')
    expect(last?.positionSec).toBeGreaterThan(22)
    const address = addressGiven(await tv.process.waitForLine((line) => line.includes('"event":"load"')))
    await waitUntil('the door is closed', async () => !(await isListening(address.hostname, Number(address.port))))
    await tv.process.waitForLine((line) => line.includes('applicationEnded'))
  })

  it('jumps on the device into what is not here yet, and the download follows', async () => {
    await closing(startChromecast('Bedroom'))
    const { host, seeded, infoHash } = await openFilm({ times: 1.5, seconds: 120 })
    const deviceId = await deviceCalled(host, 'Bedroom')
    await host.handlers['media.startCast']({ ...START, atSec: 0, infoHash, deviceId }, NEVER)
    await until(host, 'it plays', ({ phase }) => phase === 'playing')
    await host.handlers['media.castCommand']({ command: { kind: 'seek', toSec: 90 } }, NEVER)
    await until(host, 'it plays there', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 90)
    await waitUntil('the part it plays is here', () => host.status()?.verifiedSec.some(({ begin, end }) => begin <= 91 && end >= 91) ?? false)
    const haves = await host.haves(infoHash, Math.ceil(seeded.film.lengthBytes / seeded.torrent.pieceLengthBytes))
    expect(haves.slice(0, Math.floor(haves.length * 0.7))).toContain('.')
  })

  it.each(['rygel', 'gmediarender'] as const)('survives a stall of 20 s on %s', async (kind) => {
    const receiver = kind === 'rygel' ? await closing(startRygel('Living room')) : await closing(startGmediarender('Kitchen'))
    const { host, seeded, infoHash } = await openFilm({ times: 1.2, seconds: 90 })
    const deviceId = await deviceCalled(host, receiver.name)
    await host.handlers['media.startCast']({ ...START, atSec: 0, infoHash, deviceId }, NEVER)
    await until(host, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec > 2)
    seeded.seeder.freeze()
    await until(host, 'it waits', ({ phase }) => phase === 'buffering', 60_000)
    const sinceMs = performance.now()
    const stoodAtSec = cast(host).positionSec
    await waitUntil('20 s have passed', () => performance.now() - sinceMs > 20_000, 30_000)
    expect(cast(host).phase).toBe('buffering')
    seeded.seeder.thaw()
    await until(host, 'it plays on', ({ phase, positionSec }) => phase === 'playing' && positionSec > stoodAtSec + 1, 60_000)
    expect(cast(host).positionSec).toBeLessThan(stoodAtSec + 15)
  })
})

/** A film whose sound the device does not know, with words beside it. */
async function openOddFilm(): Promise<{ readonly host: RunningHost; readonly infoHash: CastStatus['infoHash'] }> {
  const film = await makeOddFilm({ ...ODD_FILMS.mkvAc3, seconds: 60 })
  const content = path.join(folder.path, 'A film')
  await mkdir(content)
  await copyFile(film.path, path.join(content, 'film.mkv'))
  await writeFile(path.join(content, 'film.en.srt'), srtText(60))
  const torrent = await makeTorrent({ content, torrentPath: path.join(folder.path, 'film.torrent') })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const host = await closing(startTestHost({ peers: [seeder], ffmpegPlaces: FFMPEG }))
  return { host, infoHash: await host.open({ kind: 'path', path: torrent.torrentPath }) }
}

async function wordsOf(host: RunningHost, infoHash: CastStatus['infoHash'], fileIndex: number): Promise<string> {
  const found = { id: '' }
  await waitUntil('the words beside the film are listed', async () => {
    const { tracks } = await host.handlers['media.listFilmParts']({ infoHash, fileIndex }, NEVER)
    found.id = tracks.find(({ source }) => source === 'file')?.id ?? ''
    return found.id !== ''
  })
  return found.id
}

const filmIndex = (host: RunningHost) => host.snapshot()?.files.find(({ name }) => name === 'film.mkv')?.index ?? -1

describe('Matroska with AC-3', () => {
  it('is converted for a Chromecast, with its subtitles, and can be jumped in', async () => {
    const tv = await closing(startChromecast('Bedroom'))
    const { host, infoHash } = await openOddFilm()
    const fileIndex = filmIndex(host)
    const subtitleTrackId = await wordsOf(host, infoHash, fileIndex)
    const deviceId = await deviceCalled(host, 'Bedroom')
    const form = await host.handlers['media.planCast']({ infoHash, fileIndex, deviceId }, NEVER)
    expect(form).toEqual({ method: 'transcodeAudio', reasons: expect.arrayContaining(['containerUnsupported', 'audioCodecUnsupported']) })
    await host.handlers['media.startCast']({ ...START, infoHash, fileIndex, deviceId, subtitleTrackId }, NEVER)
    await until(host, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 20)
    expect(await tv.process.waitForLine((line) => line.includes('"event":"track"'))).toContain('"shown":true')
    await host.handlers['media.castCommand']({ command: { kind: 'seek', toSec: 50 } }, NEVER)
    await until(host, 'it plays there', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 50)
  })

  it.each(['rygel', 'gmediarender'] as const)('is converted for a renderer that cannot play it (%s), and a jump begins a new stream there', async (kind) => {
    const receiver = kind === 'rygel' ? await closing(startRygel('Living room')) : await closing(startGmediarender('Kitchen'))
    const { host, infoHash } = await openOddFilm()
    const fileIndex = filmIndex(host)
    const deviceId = await deviceCalled(host, receiver.name)
    await host.handlers['media.startCast']({ ...START, infoHash, fileIndex, deviceId, method: 'transcodeAudio' }, NEVER)
    await until(host, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 18)
    expect(cast(host).positionSec).toBeLessThan(30)
    await host.handlers['media.castCommand']({ command: { kind: 'seek', toSec: 44 } }, NEVER)
    await until(host, 'it plays there', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 43)
    await until(host, 'it ends', ({ phase }) => phase === 'ended', 60_000)
  })
})

describe('a cast that goes elsewhere', () => {
  it('moves to another device at its second, and the first one is let go', async () => {
    const bedroom = await closing(startChromecast('Bedroom'))
    await closing(startGmediarender('Kitchen'))
    const { host, infoHash } = await openFilm()
    const deviceId = await deviceCalled(host, 'Bedroom')
    const otherId = await deviceCalled(host, 'Kitchen')
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId }, NEVER)
    await until(host, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec > 21)
    const atSec = cast(host).positionSec
    await host.handlers['media.startCast']({ ...START, atSec, infoHash, deviceId: otherId }, NEVER)
    await until(host, 'it plays there', ({ phase, deviceName }) => phase === 'playing' && deviceName === 'Kitchen')
    expect(cast(host).positionSec).toBeGreaterThan(atSec - 1.5)
    expect(cast(host).positionSec).toBeLessThan(atSec + 10)
    await bedroom.process.waitForLine((line) => line.includes('applicationEnded'))
  })

  it('hands the film back within 2 s of where the device says it is', async () => {
    const tv = await closing(startChromecast('Bedroom'))
    const { host, infoHash } = await openFilm()
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId: await deviceCalled(host, 'Bedroom') }, NEVER)
    const playing = await tv.process.waitForLine((line) => line.includes('"state":"PLAYING"'))
    const saidMs = performance.now()
    await until(host, 'it plays on', ({ phase, positionSec }) => phase === 'playing' && positionSec > 24)
    const { last } = await host.handlers['media.stopCast']({}, NEVER)
    const truthSec = Number(/"currentTime":([\d.]+)/.exec(playing)?.[1]) + (performance.now() - saidMs) / 1000
    expect(Math.abs((last?.positionSec ?? 0) - truthSec)).toBeLessThan(2)
  })

  it.each(['rygel', 'gmediarender', 'Chromecast'] as const)('goes on to the next film of the torrent on %s when one ends', async (kind) => {
    const receiver = await closing<{ readonly name: string; readonly close: () => unknown }>(kind === 'rygel' ? startRygel('Living room') : kind === 'gmediarender' ? startGmediarender('Kitchen') : startChromecast('Bedroom'))
    const { host, infoHash } = await openTwoFilms()
    const deviceId = await deviceCalled(host, receiver.name)
    await host.handlers['media.startCast']({ ...START, atSec: 15, infoHash, deviceId }, NEVER)
    await until(host, 'the first one plays', ({ phase, fileIndex }) => phase === 'playing' && fileIndex === 0)
    await until(host, 'the second one plays from its beginning', ({ phase, fileIndex, positionSec }) => phase === 'playing' && fileIndex === 1 && positionSec < 8)
    await waitUntil('the window is on the second one', () => host.status()?.fileIndex === 1)
  })

  it('gives a device the address that reaches it, though another network is the way to everywhere else', async () => {
    const vpn = await closing(startGmediarender('Far away', '10.8.0'))
    await closing(startGmediarender('Kitchen'))
    await mustRun('ip', ['route', 'add', 'default', 'via', vpn.itsAddress])
    const { host, infoHash } = await openFilm()
    const deviceId = await deviceCalled(host, 'Kitchen')
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId }, NEVER)
    await until(host, 'it plays', ({ phase }) => phase === 'playing')
    expect(cast(host).positionSec).toBeGreaterThanOrEqual(19)
  })
})

/** Two short films in one torrent. */
async function openTwoFilms(): Promise<{ readonly host: RunningHost; readonly infoHash: CastStatus['infoHash'] }> {
  const film = await makeFilm({ kind: 'mp4IndexAtStart', seconds: 20, bytesPerSec: 100_000 })
  const content = path.join(folder.path, 'Two films')
  await mkdir(content)
  for (const name of ['Part 1.mp4', 'Part 2.mp4']) await copyFile(film.path, path.join(content, name))
  const torrent = await makeTorrent({ content, torrentPath: path.join(folder.path, 'two.torrent') })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const host = await closing(startTestHost({ peers: [seeder], ffmpegPlaces: FFMPEG }))
  return { host, infoHash: await host.open({ kind: 'path', path: torrent.torrentPath }) }
}

describe('the door of a cast', () => {
  it('answers the device it is for, with the token, under its own name, and nobody and nothing else', async () => {
    const tv = await closing(startChromecast('Bedroom'))
    const { host, infoHash } = await openFilm()
    const deviceId = await deviceCalled(host, 'Bedroom')
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId }, NEVER)
    const address = addressGiven(await tv.process.waitForLine((line) => line.includes('"event":"load"')))
    const status = async (path: string, headers = {}) => (await fetch(new URL(path, address), { headers })).status
    expect(await status(address.pathname, { range: 'bytes=0-9' })).toBe(206)
    expect(await status(address.pathname.replace(/^\/[^/]+/, '/AAAAAAAAAAAAAAAAAAAAAA'))).toBe(404)
    expect(await status(`${address.pathname.split('/').slice(0, 2).join('/')}/torrents`)).toBe(404)
    expect(await firstLine(address, '127.0.0.2')).toBe('')
    expect(await firstLine(address, '127.0.0.1')).toContain(' 200 ')
    expect(await firstLine(address, '127.0.0.1', 'television.example')).not.toContain(' 200 ')
  })
})

/** The status line that a client with another address gets. */
function firstLine({ hostname, port, pathname, host }: URL, localAddress: string, named = host): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), localAddress })
    let text = ''
    socket.setEncoding('latin1').on('data', (chunk: string) => { text += chunk }).on('error', () => undefined).once('close', () => { resolve(text.split('\r\n')[0] ?? '') })
    socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${named}\r\nConnection: close\r\n\r\n`)
  })
}
