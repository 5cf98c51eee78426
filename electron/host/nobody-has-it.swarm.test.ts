import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { startLibtorrent } from '../../e2e/lab/libtorrent.ts'
import type { MadeTorrent } from '../../e2e/lab/make-torrent.ts'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import { readUrl } from './test/running-host.ts'
import { useSwarmRoom } from './test/swarm-room.fixture.ts'

const PIECE_BYTES = 65_536
const PIECES = 40
/** What the peer with the unfinished copy has. */
const HAS = 30 * PIECE_BYTES

describe('a part no peer has', () => {
  const room = useSwarmRoom('part')

  /** A peer that has the beginning of the film. */
  async function startPartial(torrent: MadeTorrent, bytes: Buffer): Promise<{ host: string; port: number }> {
    const savePath = room.at('partial')
    await mkdir(savePath)
    await writeFile(path.join(savePath, torrent.name), Buffer.concat([bytes.subarray(0, HAS), Buffer.alloc(bytes.length - HAS)]))
    const address = '127.0.9.1'
    const partial = await startLibtorrent({ torrent, savePath, seed: false, host: address, port: 0, uploadBytesPerSec: 0, utp: false, peers: [] })
    await room.closing(partial.process)
    return { host: address, port: partial.port }
  }

  it('is said within seconds, with the best copy there is, and no more once a peer has it', async () => {
    const { content, torrent, seeder: complete } = await room.seedRandom(PIECES * PIECE_BYTES, { pieceLengthBytes: PIECE_BYTES })
    await complete.stop()
    const running = await room.startHost({ peers: [await startPartial(torrent, content.bytes[0] ?? Buffer.alloc(0)), complete] })
    const infoHash = await running.open({ kind: 'path', path: torrent.torrentPath })
    const { url } = await running.openStream(infoHash)
    const reading = readUrl(url)
    await reading.waitFor(HAS)
    const startMs = performance.now()
    await waitUntil('the verdict', () => running.status()?.stall?.reason === 'noPeerHasPart')
    expect(performance.now() - startMs).toBeLessThan(30_000)
    expect(running.status()?.stall).toMatchObject({ peers: 1, bestCopyPercent: 75 })
    await complete.start()
    await reading.done
    expect(reading.sha256()).toBe(content.hashes[0])
    await waitUntil('the verdict is gone', () => running.status()?.stall === null)
  })
})
