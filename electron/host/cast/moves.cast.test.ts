import { describe, expect, it } from 'vitest'
import { startCabledChromecast, startChromecast } from '../../../e2e/lab/cast/chromecast.ts'
import type { LabChromecast } from '../../../e2e/lab/cast/chromecast.ts'
import { startGmediarender } from '../../../e2e/lab/cast/gmediarender.ts'
import { startRygel } from '../../../e2e/lab/cast/rygel.ts'
import { mustRun } from '../../../e2e/lab/run-tool.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { NEVER, START, cast, deviceCalled, playedSec, rendererCalled, until, useCastRoom } from './cast-room.fixture.ts'

const room = useCastRoom()

/** The second at which a Chromecast was when its player ended or was another's, by its own clock. */
const leftAtSec = async ({ process }: LabChromecast) => Number(/"currentTime":([\d.]+)/.exec(await process.waitForLine((line) => /"event":"(applicationEnded|stolen)"/.test(line)))?.[1])

describe('a cast that goes elsewhere', () => {
  it('moves to another device at its second, and the first one is let go', async () => {
    const bedroom = await room.closing(startChromecast('Guest Chromecast'))
    await room.closing(startGmediarender('Guest gmediarender', '10.12.0'))
    const { host, infoHash } = await room.openFilm()
    const deviceId = await deviceCalled(host, 'Guest Chromecast')
    const otherId = await deviceCalled(host, 'Guest gmediarender')
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId }, NEVER)
    await until(host, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec > 21)
    const atSec = cast(host).positionSec
    await host.handlers['media.startCast']({ ...START, atSec, infoHash, deviceId: otherId }, NEVER)
    await until(host, 'it plays there', ({ phase, deviceName }) => phase === 'playing' && deviceName === 'Guest gmediarender')
    expect(cast(host).positionSec).toBeGreaterThan(atSec - 1.5)
    expect(cast(host).positionSec).toBeLessThan(atSec + 10)
    await bedroom.process.waitForLine((line) => line.includes('applicationEnded'))
  })

  it('takes another film on the same device, where the first one stands still meanwhile, without ending its player', async () => {
    const tv = await room.closing(startChromecast('Guest Chromecast'))
    const { host, infoHash } = await room.openTwoFilms()
    const deviceId = await deviceCalled(host, 'Guest Chromecast')
    await host.handlers['media.startCast']({ ...START, atSec: 5, infoHash, deviceId }, NEVER)
    await until(host, 'the first one plays', ({ phase, positionSec }) => phase === 'playing' && positionSec >= 5)
    let ended = 0
    tv.process.onLine((line) => { if (line.includes('applicationEnded')) ended += 1 })
    const { fileIndex } = await host.handlers['media.startCast']({ ...START, fileIndex: 1, atSec: 3, infoHash, deviceId }, NEVER)
    expect(fileIndex).toBe(1)
    await tv.process.waitForLine((line) => line.includes('"type":"PAUSE"'))
    await until(host, 'the other one plays', (status) => status.phase === 'playing' && status.fileIndex === 1 && status.positionSec >= 3)
    expect(ended).toBe(0)
  })

  it('chosen twice at once goes to the device that was chosen last, and the other is let go', async () => {
    const first = await room.closing(startChromecast('Guest Chromecast'))
    await room.closing(startChromecast('Other Chromecast'))
    const { host, infoHash } = await room.openFilm()
    const [firstId, otherId] = [await deviceCalled(host, 'Guest Chromecast'), await deviceCalled(host, 'Other Chromecast')]
    const outdone = host.handlers['media.startCast']({ ...START, infoHash, deviceId: firstId }, NEVER).then(() => 'started', () => 'outdone')
    await first.process.waitForLine((line) => line.includes('LAUNCH'))
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId: otherId }, NEVER)
    await until(host, 'it plays there', ({ phase, deviceName }) => phase === 'playing' && deviceName === 'Other Chromecast')
    if (await outdone === 'started') await first.process.waitForLine((line) => line.includes('"event":"load"'))
    await first.process.waitForLine((line) => line.includes('applicationEnded'))
  })

  it('hands the film back within 2 s of where the device says it is', async () => {
    const tv = await room.closing(startChromecast('Guest Chromecast'))
    const { host, infoHash } = await room.openFilm()
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId: await deviceCalled(host, 'Guest Chromecast') }, NEVER)
    await until(host, 'it plays on', ({ phase, positionSec }) => phase === 'playing' && positionSec > 24)
    const { last } = await host.handlers['media.stopCast']({}, NEVER)
    expect(Math.abs((last?.positionSec ?? 0) - await leftAtSec(tv))).toBeLessThan(2)
  })

  /** A film that has played for some seconds on a renderer, and its second there by the renderer's own word. */
  const playOnRenderer = async () => {
    const renderer = await room.closing(startGmediarender('Guest gmediarender', '10.12.0'))
    const { host, infoHash } = await room.openFilm()
    const deviceId = await deviceCalled(host, 'Guest gmediarender')
    const device = await rendererCalled('Guest gmediarender')
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId }, NEVER)
    await until(host, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec > 24)
    const askedMs = performance.now()
    return { host, renderer, truthSec: await playedSec(device), askedMs }
  }
  /** It has played on since it was asked, on a busy computer for seconds. */
  const expectNear = (sec: number, truthSec: number, sinceSec: number) => {
    expect(sec).toBeGreaterThan(truthSec - 2)
    expect(sec).toBeLessThan(truthSec + sinceSec + 2)
  }

  it('hands the film back within 2 s of where a renderer says it is', async () => {
    const { host, truthSec, askedMs } = await playOnRenderer()
    const { last } = await host.handlers['media.stopCast']({}, NEVER)
    expectNear(last?.positionSec ?? 0, truthSec, (performance.now() - askedMs) / 1000)
  })

  it.each(['rygel', 'gmediarender', 'Chromecast'] as const)('goes on to the next film of the torrent on %s when one ends', async (kind) => {
    const receiver = await room.closing<{ readonly name: string; readonly close: () => unknown }>(kind === 'rygel' ? startRygel('Guest rygel') : kind === 'gmediarender' ? startGmediarender('Guest gmediarender', '10.12.0') : startChromecast('Guest Chromecast'))
    const { host, infoHash } = await room.openTwoFilms()
    const deviceId = await deviceCalled(host, receiver.name)
    await host.handlers['media.startCast']({ ...START, atSec: 15, infoHash, deviceId }, NEVER)
    await until(host, 'the first one plays', ({ phase, fileIndex }) => phase === 'playing' && fileIndex === 0)
    await until(host, 'the second one plays from its beginning', ({ phase, fileIndex, positionSec }) => phase === 'playing' && fileIndex === 1 && positionSec < 8)
    await waitUntil('the window is on the second one', () => host.status()?.fileIndex === 1)
  })

  it('hands the film back within 2 s of where a renderer was when it vanished', async () => {
    const { host, renderer, truthSec, askedMs } = await playOnRenderer()
    renderer.signal('SIGKILL')
    const playedOnSec = (performance.now() - askedMs) / 1000
    await until(host, 'it is given up', ({ phase }) => phase === 'lost')
    expect(cast(host).reason).toBe('gone')
    expectNear(cast(host).positionSec, truthSec, playedOnSec)
  })

  it.each([['stopped', 'endedThere'], ['steal', 'taken']] as const)('that is %s at the television hands the film back where it was there', async (how, reason) => {
    const tv = await room.closing(startChromecast('Guest Chromecast'))
    const { host, infoHash } = await room.openFilm()
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId: await deviceCalled(host, 'Guest Chromecast') }, NEVER)
    await until(host, 'it plays on', ({ phase, positionSec }) => phase === 'playing' && positionSec > 23)
    tv.process.send(how)
    await until(host, 'it is over', ({ phase }) => phase === 'stopped')
    expect(cast(host).reason).toBe(reason)
    expect(Math.abs(cast(host).positionSec - await leftAtSec(tv))).toBeLessThan(2)
  })

  it.each([
    ['renderer', () => startGmediarender('Guest in the house', '10.12.0')],
    ['Chromecast', () => startCabledChromecast('Guest in the house', '10.18.0')],
  ] as const)('gives a %s the address that reaches it, though another network is the way to everywhere else', async (_kind, start) => {
    const vpn = await room.closing(startGmediarender('Far away', '10.8.0'))
    const { name } = await room.closing<{ readonly name: string; readonly close: () => unknown }>(start())
    await mustRun('ip', ['route', 'add', 'default', 'via', vpn.itsAddress])
    const { host, infoHash } = await room.openFilm()
    const deviceId = await deviceCalled(host, name)
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId }, NEVER)
    await until(host, 'it plays', ({ phase }) => phase === 'playing')
    expect(cast(host).positionSec).toBeGreaterThanOrEqual(19)
  })
})
