import path from 'node:path'
import { expect, it } from 'vitest'
import { startChromecast } from '../../../e2e/lab/cast/chromecast.ts'
import { openScreen } from '../../../e2e/lab/cast/chromecast-screen.ts'
import { startGmediarender } from '../../../e2e/lab/cast/gmediarender.ts'
import { startMediaServer } from '../../../e2e/lab/cast/media-server.ts'
import { startRygel } from '../../../e2e/lab/cast/rygel.ts'
import type { MadeTorrent } from '../../../e2e/lab/make-torrent.ts'
import type { Film } from '../../../e2e/lab/film.ts'
import { seedFilm } from '../../../e2e/lab/seeded-film.ts'
import type { Seeder } from '../../../e2e/lab/swarm.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import type { CastMedia } from '../../../shared/cast/cast-media.ts'
import type { CastDevice } from '../../../shared/cast/device.ts'
import { DLNA_CONTENT_FEATURES } from '../../../shared/http/dlna-headers.ts'
import { startTestHost } from '../test/running-host.ts'
import { cast, deviceCalled, deviceItself, FFMPEG, NEVER, START, until, useCastRoom } from './cast-room.fixture.ts'
import { createChromecastSession } from './chromecast-session.ts'
import { createRendererSession } from './renderer-session.ts'

const room = useCastRoom()

/** A swarm that gives little more than the film's rate: the wait is that for bytes. */
const SLOW = { times: 2, seconds: 60, bytesPerSec: 100_000, kind: 'mp4IndexAtStart' } as const
/** The device's own: it launches its player for 300 ms before it asks for anything, and tells every 100 ms what it does. */
const DEVICE_MS = 600

it('a film begins on a device within one and a half times of what it took here in the same swarm, at the same second', async () => {
  const tv = await room.closing(startChromecast('Quick Chromecast'))
  const { host, infoHash } = await room.openFilm(SLOW)
  const deviceId = await deviceCalled(host, 'Quick Chromecast')

  // The very player of the device, here.
  const openedMs = performance.now()
  const { streamId, url } = await host.openStream(infoHash)
  const screen = openScreen({ media: { url, contentType: 'video/mp4', durationSec: SLOW.seconds, live: false }, startSec: START.atSec, autoplay: true, say: () => undefined, onChange: () => undefined })
  await waitUntil('it plays here', () => screen.state() === 'PLAYING')
  const hereMs = performance.now() - openedMs
  await waitUntil('it has played here for some seconds', () => screen.currentTime() >= START.atSec + 3)
  // What the list asks for when it is opened.
  await host.handlers['media.planCast']({ infoHash, fileIndex: 0, deviceId }, NEVER)
  const atSec = screen.currentTime()
  screen.close()

  const castMs = performance.now()
  await host.handlers['media.startCast']({ ...START, atSec, infoHash, deviceId }, NEVER)
  await until(host, 'it plays there', ({ phase }) => phase === 'playing')
  const thereMs = performance.now() - castMs
  await host.closeStream(streamId)
  expect(Math.abs(cast(host).positionSec - atSec)).toBeLessThan(1)
  const loaded = await tv.process.waitForLine((line) => line.includes('"event":"load"'))
  expect(Math.abs(Number(/"currentTime":([\d.]+)/.exec(loaded)?.[1]) - atSec)).toBeLessThan(0.1)
  process.stderr.write(`the film began after ${hereMs.toFixed(0)} ms here, ${thereMs.toFixed(0)} ms on the device\n`)
  expect(thereMs - DEVICE_MS).toBeLessThan(1.5 * hereMs)
})

/** What many swarms give, and one that gives little more than the film needs, whose figures are printed on request. */
const SWARMS = {
  usual: { film: { kind: 'mp4IndexAtStart', seconds: 60, bytesPerSec: 250_000 }, times: 3, peers: 3 },
  slow: { film: SLOW, times: SLOW.times, peers: 1 },
} as const
const KINDS = ['Chromecast', 'rygel', 'gmediarender'] as const
const CASES = (process.env['MILLRACE_STARTS'] === 'slow' ? ['usual', 'slow'] as const : ['usual'] as const).flatMap((swarm) => KINDS.map((kind) => ({ swarm, kind })))

const RECEIVERS = {
  Chromecast: async () => ({ ...await startChromecast('Early Chromecast'), ourAddress: '127.0.0.1' }),
  rygel: async () => ({ ...await startRygel('Early rygel'), ourAddress: '127.0.0.1' }),
  gmediarender: () => startGmediarender('Early gmediarender', '10.16.0'),
}

/** A film and all who have it. */
interface Spread {
  readonly film: Film
  readonly torrent: MadeTorrent
  readonly peers: readonly Seeder[]
}

async function spread(kind: keyof typeof SWARMS): Promise<Spread> {
  const { film: spec, times, peers } = SWARMS[kind]
  const { film, torrent, seeder } = await seedFilm(room.swarm(), room.folder(), { ...spec, times: times / peers })
  const others = await Promise.all(Array.from({ length: peers - 1 }, () => room.swarm().startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: Math.round(spec.bytesPerSec * times / peers) })))
  return { film, torrent, peers: [seeder, ...others] }
}

/** What the device takes for the film from a server that has all of it. */
async function aloneMs(device: CastDevice, ourAddress: string, { film }: Spread): Promise<number> {
  const server = await room.closing(startMediaServer(path.dirname(film.path), ourAddress, { '.mp4': 'video/mp4' }))
  const media: CastMedia = { url: server.url(film.name), mediaType: 'video/mp4', title: 'A film', durationSec: SLOW.seconds, lengthBytes: film.lengthBytes, contentFeatures: DLNA_CONTENT_FEATURES, subtitles: [], beginsAtSec: 0, audioTrack: null, deviceCanSeek: true }
  const world = { clock: () => performance.now(), onChange: () => undefined, first: { media, startSec: START.atSec, paused: false, subtitleId: null } }
  if (device.kind === 'program') throw new Error('a program is no receiver')
  const sinceMs = performance.now()
  const session = device.kind === 'renderer' ? createRendererSession(device, world) : createChromecastSession(device, 'sender-alone', world)
  await waitUntil('it plays from there', () => session.state().phase === 'playing', 30_000)
  const took = performance.now() - sinceMs
  await session.close(1500)
  return took
}

/** A host that has nothing of the film yet, and looks into films as the program does. */
async function freshHost({ peers, torrent }: Spread) {
  const host = await room.closing(startTestHost({ peers, ffmpegPlaces: FFMPEG }))
  return { host, infoHash: await host.open({ kind: 'path', path: torrent.torrentPath }) }
}

/** What a player here takes for a film of which nothing is here: of bytes as they come, or as a device must, of verified ones. */
async function hereMs(film: Spread, early: boolean): Promise<number> {
  const { host, infoHash } = await freshHost(film)
  const sinceMs = performance.now()
  await host.openStream(infoHash)
  const screen = openScreen({ media: { url: host.url(infoHash, 0, early), contentType: 'video/mp4', durationSec: SLOW.seconds, live: false }, startSec: START.atSec, autoplay: true, say: () => undefined, onChange: () => undefined })
  await waitUntil('it plays here', () => screen.state() === 'PLAYING', 30_000)
  const took = performance.now() - sinceMs
  screen.close()
  await host.close()
  return took
}

it.each(CASES)('a film of which nothing is here begins on $kind in a $swarm swarm within one and a half times of what verified bytes take here, beside what the device takes by itself', async ({ kind, swarm }) => {
  const receiver = await room.closing<{ readonly name: string; readonly ourAddress: string; readonly close: () => unknown }>(RECEIVERS[kind]())
  const film = await spread(swarm)
  const alone = await aloneMs(await deviceItself(receiver.name), receiver.ourAddress, film)
  const [early, verified] = [await hereMs(film, true), await hereMs(film, false)]
  const { host, infoHash } = await freshHost(film)
  const deviceId = await deviceCalled(host, receiver.name)
  const sinceMs = performance.now()
  await host.handlers['media.startCast']({ ...START, infoHash, deviceId }, NEVER)
  await until(host, 'it plays there', ({ phase }) => phase === 'playing')
  const there = performance.now() - sinceMs
  expect(Math.abs(cast(host).positionSec - START.atSec)).toBeLessThan(2) // some devices tell whole seconds
  process.stderr.write(`${kind}, ${swarm} swarm: ${alone.toFixed(0)} ms by itself; ${early.toFixed(0)} ms here, ${verified.toFixed(0)} ms of verified bytes, ${there.toFixed(0)} ms there\n`)
  // The player here knows its byte; a device waits for the piece of the index as well.
  const { film: { bytesPerSec }, times } = SWARMS[swarm]
  const indexMs = film.torrent.pieceLengthBytes / (bytesPerSec * times) * 1000
  expect(there - alone).toBeLessThan(1.5 * (verified + indexMs))
})
