import { expect, it } from 'vitest'
import { startChromecast } from '../../../e2e/lab/cast/chromecast.ts'
import { openScreen } from '../../../e2e/lab/cast/chromecast-screen.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { cast, deviceCalled, NEVER, START, until, useCastRoom } from './cast-room.fixture.ts'

const room = useCastRoom()

/** A swarm that gives little more than the film's rate: the wait is that for bytes. */
const SLOW = { times: 2, seconds: 60, kind: 'mp4IndexAtStart' } as const
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
