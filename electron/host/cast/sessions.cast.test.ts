import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startChromecast } from '../../../e2e/lab/cast/chromecast.ts'
import type { LabChromecast } from '../../../e2e/lab/cast/chromecast.ts'
import { startGmediarender } from '../../../e2e/lab/cast/gmediarender.ts'
import { startMediaServer } from '../../../e2e/lab/cast/media-server.ts'
import type { MediaServer } from '../../../e2e/lab/cast/media-server.ts'
import type { Receiver } from '../../../e2e/lab/cast/receiver.ts'
import { startRygel } from '../../../e2e/lab/cast/rygel.ts'
import type { Film } from '../../../e2e/lab/film.ts'
import { makeFilm } from '../../../e2e/lab/media.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import type { CastMedia, CastState } from '../../../shared/cast/cast-media.ts'
import { positionNow } from '../../../shared/cast/cast-media.ts'
import type { CastDevice } from '../../../shared/cast/device.ts'
import { DLNA_CONTENT_FEATURES } from '../../../shared/http/dlna-headers.ts'
import { patiently } from './cast-room.fixture.ts'
import type { CastSession } from './cast-session.ts'
import { createChromecastSession } from './chromecast-session.ts'
import type { DeviceFinder } from './find-devices.ts'
import { createDeviceFinder } from './find-devices.ts'
import { createRendererSession } from './renderer-session.ts'

const FILM_SEC = 60
const clock = () => performance.now()
const closers: (() => unknown)[] = []
let film: Film

beforeAll(async () => { film = await makeFilm({ kind: 'mp4IndexAtStart', seconds: FILM_SEC, bytesPerSec: 60_000 }) })
afterEach(async () => { for (const close of closers.splice(0).reverse()) await close() })

function serve(address: string, types: Readonly<Record<string, string>> = { '.mp4': 'video/mp4' }): Promise<MediaServer> {
  return closing(startMediaServer(path.dirname(film.path), address, types))
}

async function closing<T extends { close: () => unknown }>(opened: Promise<T>): Promise<T> {
  const thing = await opened
  closers.push(() => thing.close())
  return thing
}

function look(): DeviceFinder {
  const finder = createDeviceFinder({ allowLoopback: true, clock, onChange: () => undefined, log: () => undefined })
  closers.push(() => { finder.close() })
  finder.search()
  return finder
}

async function find(finder: DeviceFinder, name: string): Promise<CastDevice> {
  const named = () => finder.entries().find(({ device }) => device.name === name)?.device
  const search = patiently(finder.search)
  await waitUntil(`${name} is found`, () => { search(); return named() !== undefined }, 30_000)
  const device = named()
  if (!device) throw new Error('it went again')
  return device
}

const mediaOf = (server: MediaServer, change: Partial<CastMedia> = {}): CastMedia => ({
  url: server.url(film.name), mediaType: 'video/mp4', title: 'A film & “more”', durationSec: FILM_SEC, lengthBytes: film.lengthBytes,
  contentFeatures: DLNA_CONTENT_FEATURES, subtitles: [], beginsAtSec: 0, audioTrack: null, deviceCanSeek: true, ...change,
})

function play(device: CastDevice, media: CastMedia, startSec: number, time = clock): CastSession {
  const world = { clock: time, onChange: () => undefined, first: { media, startSec, paused: false, subtitleId: null } }
  if (device.kind === 'program') throw new Error('a program is no receiver')
  const session = device.kind === 'renderer' ? createRendererSession(device, world) : createChromecastSession(device, 'sender-test', world)
  closers.push(() => session.close(1500))
  return session
}

const until = (session: CastSession, what: string, isSo: (state: CastState) => boolean) =>
  waitUntil(what, () => isSo(session.state()), 30_000).catch((error: unknown) => { throw new Error(`${String(error)}; it is ${JSON.stringify(session.state())}`) })
const at = (session: CastSession) => positionNow(session.state(), clock())

/** What every receiver must be able to do; the same for all of them. */
async function watchThrough(session: CastSession) {
  await until(session, 'it plays', ({ phase }) => phase === 'playing')
  expect(at(session)).toBeGreaterThanOrEqual(19.5)
  expect(at(session)).toBeLessThan(24)
  session.command({ kind: 'pause' })
  await until(session, 'it is paused', ({ phase }) => phase === 'paused')
  session.command({ kind: 'seek', toSec: 45 })
  await waitUntil('the position is the one asked for', () => Math.abs(at(session) - 45) < 1.5)
  session.command({ kind: 'play' })
  await until(session, 'it plays again', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 44)
  session.command({ kind: 'volume', level: 0.4 })
  await until(session, 'it is quieter', ({ volume }) => volume !== null && Math.abs(volume - 0.4) < 0.02)
  session.command({ kind: 'mute', muted: true })
  await until(session, 'it is silent', ({ muted }) => muted === true)
  session.command({ kind: 'seek', toSec: 56 })
  await until(session, 'it ended', ({ phase }) => phase === 'ended')
  expect(session.state().reason).toBeNull()
}

describe('rygel', () => {
  let rygel: Receiver
  beforeAll(async () => { rygel = await startRygel('Living room') })
  afterAll(() => rygel.close())

  it('is found, plays from the second asked for, pauses, seeks, changes its volume, ends, and takes the next film', async () => {
    const server = await serve('127.0.0.1')
    const session = play(await find(look(), 'Living room'), mediaOf(server), 20)
    await watchThrough(session)
    session.load({ media: mediaOf(server, { title: 'The next one' }), startSec: 0, paused: false, subtitleId: null })
    await until(session, 'the next one plays', ({ phase, positionSec }) => phase === 'playing' && positionSec < 10)
  })

  it('refuses a media type it does not know, and says so', async () => {
    const server = await serve('127.0.0.1', { '.mp4': 'video/mp2t' })
    const session = play(await find(look(), 'Living room'), mediaOf(server, { mediaType: 'video/mp2t' }), 0)
    await until(session, 'it is refused', ({ phase }) => phase === 'refused')
    expect(session.state().reason).toBe('formRefused')
  })

  it('that is stopped by somebody else gives its last position back', async () => {
    const server = await serve('127.0.0.1')
    const device = await find(look(), 'Living room')
    const first = play(device, mediaOf(server), 20)
    // Long enough that it has named our film: before that nobody can tell whose it plays.
    await until(first, 'it has played for some seconds', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 23)
    const second = play(device, mediaOf(server, { url: server.url(`other/${film.name}`) }), 0)
    await until(first, 'the first one is over', ({ phase }) => phase === 'stopped')
    expect(first.state().positionSec).toBeGreaterThanOrEqual(19.5)
    await until(second, 'the second one plays', ({ phase }) => phase === 'playing')
  })
})

describe('a renderer', () => {
  it('leaves the list when it is switched off', async () => {
    const spare = await startRygel('Spare room')
    const finder = look()
    await find(finder, 'Spare room')
    await spare.close()
    await waitUntil('it is not listed', () => finder.entries().every(({ device }) => device.name !== 'Spare room'))
  })
})

describe('gmediarender', () => {
  it('in another network is found, there or by its address alone, plays, pauses, seeks, changes its volume and ends; gone, it is given up', async () => {
    const kitchen = await closing(startGmediarender('Kitchen'))
    const server = await serve(kitchen.ourAddress)
    const finder = look()
    const device = await find(finder, 'Kitchen')
    const named = await finder.add(kitchen.itsAddress, AbortSignal.timeout(10_000))
    expect(named.ok && named.value.id).toBe(device.id)
    const session = play(device, mediaOf(server), 20)
    await watchThrough(session)
    session.load({ media: mediaOf(server), startSec: 0, paused: false, subtitleId: null })
    await until(session, 'it plays', ({ phase }) => phase === 'playing')
    kitchen.signal('SIGKILL')
    await until(session, 'it is lost', ({ phase }) => phase === 'lost')
    expect(session.state().reason).toBe('gone')
  })
})

describe('a Chromecast', () => {
  let tv: LabChromecast
  beforeAll(async () => { tv = await startChromecast('Bedroom') })
  afterAll(() => tv.close())

  it('is found, plays from the second asked for, pauses, seeks, changes its volume, ends, and takes the next film', async () => {
    const server = await serve('127.0.0.1')
    const session = play(await find(look(), 'Bedroom'), mediaOf(server), 20)
    await watchThrough(session)
    session.load({ media: mediaOf(server, { title: 'The next one' }), startSec: 0, paused: false, subtitleId: null })
    await until(session, 'the next one plays', ({ phase, positionSec }) => phase === 'playing' && positionSec < 10)
  })

  it('whose connection is cut goes on, and is joined again without loading anew', async () => {
    const server = await serve('127.0.0.1')
    const session = play(await find(look(), 'Bedroom'), mediaOf(server), 20)
    await until(session, 'it plays', ({ phase }) => phase === 'playing')
    let loads = 0
    closers.push(tv.process.onLine((line) => { if (line.includes('"event":"load"')) loads += 1 }))
    tv.process.signal('SIGUSR1')
    await until(session, 'it is away', ({ phase }) => phase === 'buffering')
    await until(session, 'it is back', ({ phase }) => phase === 'playing')
    expect(loads).toBe(0)
  })

  it('that refuses the film says so and can be given another form of it', async () => {
    const server = await serve('127.0.0.1')
    tv.process.send('reject')
    const session = play(await find(look(), 'Bedroom'), mediaOf(server), 0)
    await until(session, 'it is refused', ({ phase }) => phase === 'refused')
    session.load({ media: mediaOf(server), startSec: 30, paused: false, subtitleId: null })
    await until(session, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 30)
  })

  it('that somebody else took hands the film back where it was', async () => {
    const server = await serve('127.0.0.1')
    const session = play(await find(look(), 'Bedroom'), mediaOf(server), 20)
    await until(session, 'it plays', ({ phase }) => phase === 'playing')
    tv.process.send('steal')
    await until(session, 'it is over', ({ phase }) => phase === 'stopped')
    expect(session.state()).toMatchObject({ reason: 'taken' })
    expect(session.state().positionSec).toBeGreaterThanOrEqual(20)
  })

  it('paused for twenty minutes shows its own pictures, and plays on where it was when it shall', async () => {
    const server = await serve('127.0.0.1')
    const device = await find(look(), 'Bedroom')
    let laterMs = 0
    const session = play(device, mediaOf(server), 20, () => clock() + laterMs)
    await until(session, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 20)
    let paused = 0
    closers.push(tv.process.onLine((line) => { if (line.includes('"state":"PAUSED"')) paused += 1 }))
    session.command({ kind: 'pause' })
    await waitUntil('it is paused', () => paused > 0 && session.state().phase === 'paused')
    const { positionSec } = session.state()
    laterMs = 1_200_000
    let ended = 0
    closers.push(tv.process.onLine((line) => { if (line.includes('applicationEnded')) ended += 1 }))
    tv.process.send('ambient')
    await waitUntil('its player is gone', () => ended === 1)
    expect(session.state()).toMatchObject({ phase: 'paused', reason: null })
    session.command({ kind: 'play' })
    await until(session, 'it plays again', ({ phase }) => phase === 'playing')
    expect(Math.abs(session.state().positionSec - positionSec)).toBeLessThan(2)
  })

  it('leaves the list when it is switched off', async () => {
    const guest = await startChromecast('Guest room')
    const finder = look()
    await find(finder, 'Guest room')
    await guest.close()
    await waitUntil('it is not listed', () => finder.entries().every(({ device }) => device.name !== 'Guest room'))
  })

  it('can be added by its address', async () => {
    const finder = createDeviceFinder({ allowLoopback: true, clock, onChange: () => undefined, log: () => undefined })
    closers.push(() => { finder.close() })
    const added = await finder.add(`127.0.0.1:${String(tv.port)}`, AbortSignal.timeout(5000))
    expect(added.ok && added.value.kind).toBe('chromecast')
    const refused = await finder.add('127.0.0.1:1', AbortSignal.timeout(5000))
    expect(refused.ok ? '' : refused.error.code).toBe('deviceUnreachable')
    const unreadable = await finder.add('my television', AbortSignal.timeout(5000))
    expect(unreadable.ok ? '' : unreadable.error.code).toBe('deviceAddressBad')
  })
})
