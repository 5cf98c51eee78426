import { describe, expect, it } from 'vitest'
import { startCabledChromecast } from '../../../e2e/lab/cast/chromecast.ts'
import { startGmediarender } from '../../../e2e/lab/cast/gmediarender.ts'
import { mustRun } from '../../../e2e/lab/run-tool.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { cast, deviceCalled, NEVER, START, until, useCastRoom } from './cast-room.fixture.ts'

const room = useCastRoom()

/** How long a computer that wakes up has no network. */
const AWAY_MS = 5000

describe('a network that', () => {
  it('is away for some seconds, as after sleep, loses no cast: the film plays on', async () => {
    const attic = await room.closing(startGmediarender('Attic', '10.14.0'))
    const { host, infoHash } = await room.openFilm()
    const deviceId = await deviceCalled(host, 'Attic')
    await host.handlers['media.startCast']({ ...START, infoHash, deviceId }, NEVER)
    await until(host, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec > 21)
    await mustRun('ip', ['link', 'set', attic.ourCard, 'down'])
    const sinceMs = performance.now()
    await until(host, 'it waits', ({ phase }) => phase === 'buffering')
    await waitUntil('the network was away', () => performance.now() - sinceMs >= AWAY_MS)
    const { positionSec } = cast(host)
    await mustRun('ip', ['link', 'set', attic.ourCard, 'up'])
    await until(host, 'it plays on', ({ phase, positionSec: now }) => phase === 'playing' && now > positionSec)
  })

  it('gives a Chromecast another address finds it there, and the film goes on at its second without a new player', async () => {
    const tv = await room.closing(startCabledChromecast('Cellar', '10.17.0'))
    const { host, infoHash } = await room.openFilm()
    const deviceId = await deviceCalled(host, 'Cellar')
    const { streamId } = await host.handlers['media.startCast']({ ...START, infoHash, deviceId }, NEVER)
    await until(host, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec > 21)
    const { positionSec } = cast(host)
    let launches = 0
    tv.process.onLine((line) => { if (line.includes('"LAUNCH"')) launches += 1 })
    await tv.moveTo('10.17.0.9')
    await until(host, 'it is given the film anew', (status) => status.streamId !== streamId)
    await until(host, 'it plays from there', ({ phase, positionSec: now }) => phase === 'playing' && now > positionSec)
    expect(cast(host).positionSec).toBeLessThan(positionSec + 15)
    expect(launches).toBe(0)
  })

  it('gives this computer another address gets the film from there, at its second', async () => {
    const attic = await room.closing(startGmediarender('Loft', '10.15.0'))
    const { host, infoHash } = await room.openFilm()
    const deviceId = await deviceCalled(host, 'Loft')
    const { streamId } = await host.handlers['media.startCast']({ ...START, infoHash, deviceId }, NEVER)
    await until(host, 'it plays', ({ phase, positionSec }) => phase === 'playing' && positionSec > 21)
    const { positionSec } = cast(host)
    await mustRun('ip', ['address', 'del', `${attic.ourAddress}/24`, 'dev', attic.ourCard])
    await mustRun('ip', ['address', 'add', '10.15.0.77/24', 'dev', attic.ourCard])
    await until(host, 'it is given the new address', (status) => status.streamId !== streamId)
    await until(host, 'it plays from there', ({ phase, positionSec: now }) => phase === 'playing' && now > positionSec)
    expect(cast(host).positionSec).toBeLessThan(positionSec + 15)
  })
})
