import { beforeEach, describe, expect, it } from 'vitest'
import { openForUtp, startSilentDoor, startSlowDoor } from '../../../e2e/lab/doors.ts'
import type { Place } from '../../../e2e/lab/doors.ts'
import type { MadeTorrent } from '../../../e2e/lab/make-torrent.ts'
import type { Seeder } from '../../../e2e/lab/swarm.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import type { RandomContent } from '../test/random-torrent.ts'
import { readUrl } from '../test/running-host.ts'
import type { RunningHost } from '../test/running-host.ts'
import { useSwarmRoom } from '../test/swarm-room.fixture.ts'

const LENGTH = 3_000_000

describe('a peer is dialled', () => {
  const room = useSwarmRoom('dial')
  let content: RandomContent
  let torrent: MadeTorrent
  let seeder: Seeder

  beforeEach(async () => {
    ({ content, torrent, seeder } = await room.seedRandom(LENGTH, { pieceLengthBytes: 65_536, utp: true }))
  })

  async function readFrom(peer: Place): Promise<{ running: RunningHost; firstByteMs: number }> {
    const running = await room.startHost({ peers: [{ host: peer.host, port: peer.port }] })
    const startMs = performance.now()
    const infoHash = await running.open({ kind: 'path', path: torrent.torrentPath })
    const reading = readUrl(running.url(infoHash))
    await reading.waitFor(1)
    const firstByteMs = performance.now() - startMs
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
    await waitUntil('progress was told', () => running.progress()?.progress === 1)
    return { running, firstByteMs }
  }

  it('over TCP first, and once, when both ways are open', async () => {
    const door = await room.closing(startSlowDoor('127.0.10.1', seeder, 0))
    await room.closing(openForUtp(door, seeder))
    const { running } = await readFrom(door)
    expect(running.progress()?.peers).toBe(1)
    expect(door.visitors()).toBe(1)
  })

  it('over uTP beside TCP when its TCP port swallows everything, long before TCP is given up', async () => {
    const door = await room.closing(startSilentDoor('127.0.10.2'))
    await room.closing(openForUtp(door, seeder))
    const { running, firstByteMs } = await readFrom(door)
    expect(running.progress()?.peers).toBe(1)
    expect(firstByteMs).toBeLessThan(3000) // a connection over TCP is given up after five seconds
  })

  it('over uTP when nobody listens on its TCP port', async () => {
    const door = await room.closing(openForUtp({ host: '127.0.10.3', port: 0 }, seeder))
    const { firstByteMs } = await readFrom(door)
    expect(firstByteMs).toBeLessThan(3000)
  })

  it('over both, and the one that answers second is dropped, when TCP is taken but the handshake does not come', async () => {
    const door = await room.closing(startSlowDoor('127.0.10.4', seeder, 4000))
    await room.closing(openForUtp(door, seeder))
    const { running, firstByteMs } = await readFrom(door)
    expect(firstByteMs).toBeLessThan(4000)
    await waitUntil('the visitor over TCP has gone', () => door.visitors() === 0)
    expect(running.progress()?.peers).toBe(1)
  })

  it('again over TCP when it comes back', async () => {
    const running = await room.startHost({ peers: [seeder] })
    const infoHash = await running.open({ kind: 'path', path: torrent.torrentPath })
    await seeder.setUploadRate(300_000)
    const reading = readUrl(running.url(infoHash))
    await reading.waitFor(300_000)
    await seeder.stop()
    await waitUntil('it is missed', () => running.progress()?.peers === 0)
    await seeder.setUploadRate(0)
    await seeder.start()
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
  })
})
