import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openForUtp, startSilentDoor, startSlowDoor } from '../../../e2e/lab/doors.ts'
import type { Place } from '../../../e2e/lab/doors.ts'
import { makeTorrent } from '../../../e2e/lab/make-torrent.ts'
import type { MadeTorrent } from '../../../e2e/lab/make-torrent.ts'
import { createSwarm } from '../../../e2e/lab/swarm.ts'
import type { Seeder, Swarm } from '../../../e2e/lab/swarm.ts'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { writeRandomContent } from '../test/random-torrent.ts'
import type { RandomContent } from '../test/random-torrent.ts'
import { readUrl, startTestHost } from '../test/running-host.ts'
import type { RunningHost } from '../test/running-host.ts'

const LENGTH = 3_000_000

describe('a peer is dialled', () => {
  let folder: TempFolder
  let swarm: Swarm
  let content: RandomContent
  let torrent: MadeTorrent
  let seeder: Seeder
  let host: RunningHost | null = null
  const doors: { close(): Promise<void> }[] = []

  beforeEach(async () => {
    folder = await createTempFolder('dial')
    swarm = createSwarm()
    content = await writeRandomContent(folder.path, LENGTH)
    torrent = await makeTorrent({ content: content.path, torrentPath: path.join(folder.path, 'it.torrent'), pieceLengthBytes: 65_536 })
    seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent, utp: true })
  })
  afterEach(async () => {
    await host?.close()
    host = null
    for (const door of doors.splice(0)) await door.close()
    await swarm.close()
    await folder.close()
  })

  async function readFrom(peer: Place): Promise<{ running: RunningHost; firstByteMs: number }> {
    const running = host = await startTestHost({ peers: [{ host: peer.host, port: peer.port }] })
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
    const door = await startSlowDoor('127.0.10.1', seeder, 0)
    doors.push(door, await openForUtp(door, seeder))
    const { running } = await readFrom(door)
    expect(running.progress()?.peers).toBe(1)
    expect(door.visitors()).toBe(1)
  })

  it('over uTP beside TCP when its TCP port swallows everything, long before TCP is given up', async () => {
    const door = await startSilentDoor('127.0.10.2')
    doors.push(door, await openForUtp(door, seeder))
    const { running, firstByteMs } = await readFrom(door)
    expect(running.progress()?.peers).toBe(1)
    expect(firstByteMs).toBeLessThan(3000) // a connection over TCP is given up after five seconds
  })

  it('over uTP when nobody listens on its TCP port', async () => {
    const door = await openForUtp({ host: '127.0.10.3', port: 0 }, seeder)
    doors.push(door)
    const { firstByteMs } = await readFrom(door)
    expect(firstByteMs).toBeLessThan(3000)
  })

  it('over both, and the one that answers second is dropped, when TCP is taken but the handshake does not come', async () => {
    const door = await startSlowDoor('127.0.10.4', seeder, 4000)
    doors.push(door, await openForUtp(door, seeder))
    const { running, firstByteMs } = await readFrom(door)
    expect(firstByteMs).toBeLessThan(4000)
    await waitUntil('the visitor over TCP has gone', () => door.visitors() === 0)
    expect(running.progress()?.peers).toBe(1)
  })

  it('again over TCP when it comes back', async () => {
    const running = host = await startTestHost({ peers: [seeder] })
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
