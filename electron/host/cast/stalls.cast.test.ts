import { describe, expect, it } from 'vitest'
import { startChromecast } from '../../../e2e/lab/cast/chromecast.ts'
import { startGmediarender } from '../../../e2e/lab/cast/gmediarender.ts'
import { startRygel } from '../../../e2e/lab/cast/rygel.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { NEVER, START, cast, deviceCalled, until, useCastRoom } from './cast-room.fixture.ts'

const room = useCastRoom()

const RECEIVERS = {
  rygel: () => startRygel('Stalled rygel'),
  gmediarender: () => startGmediarender('Stalled gmediarender', '10.11.0'),
  Chromecast: () => startChromecast('Stalled Chromecast'),
}

describe('a film that stops coming', () => {
  it.each(['rygel', 'gmediarender', 'Chromecast'] as const)('survives a stall of 20 s on %s', async (kind) => {
    const receiver = await room.closing<{ readonly name: string; readonly close: () => unknown }>(RECEIVERS[kind]())
    const { host, seeded, infoHash } = await room.openFilm({ times: 1.2, seconds: 90 })
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
