import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startLibtorrent } from '../../e2e/lab/libtorrent.ts'
import type { LibtorrentClient } from '../../e2e/lab/libtorrent.ts'
import { makeTorrent } from '../../e2e/lab/make-torrent.ts'
import type { MadeTorrent } from '../../e2e/lab/make-torrent.ts'
import { createSwarm } from '../../e2e/lab/swarm.ts'
import type { Swarm } from '../../e2e/lab/swarm.ts'
import { createTempFolder } from '../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../e2e/lab/temp-folder.ts'
import { waitUntil } from '../../e2e/lab/wait-until.ts'
import { readUrl, startTestHost } from './test/running-host.ts'
import type { RunningHost } from './test/running-host.ts'
import { writeRandomContent } from './test/random-torrent.ts'

const PIECE_BYTES = 65_536
const PIECES = 40
/** What the peer with the unfinished copy has. */
const HAS = 30 * PIECE_BYTES

describe('a part no peer has', () => {
  let folder: TempFolder
  let swarm: Swarm
  let partial: LibtorrentClient | null = null
  let host: RunningHost | null = null
  beforeEach(async () => {
    folder = await createTempFolder('part')
    swarm = createSwarm()
  })
  afterEach(async () => {
    await host?.close()
    await partial?.process.close()
    host = partial = null
    await swarm.close()
    await folder.close()
  })

  /** A peer that has the beginning of the film. */
  async function startPartial(torrent: MadeTorrent, bytes: Buffer): Promise<{ host: string; port: number }> {
    const savePath = path.join(folder.path, 'partial')
    await mkdir(savePath)
    await writeFile(path.join(savePath, torrent.name), Buffer.concat([bytes.subarray(0, HAS), Buffer.alloc(bytes.length - HAS)]))
    const address = '127.0.9.1'
    partial = await startLibtorrent({ torrent, savePath, seed: false, host: address, port: 0, uploadBytesPerSec: 0, utp: false, peers: [] })
    return { host: address, port: partial.port }
  }

  it('is said within seconds, with the best copy there is, and no more once a peer has it', async () => {
    const content = await writeRandomContent(folder.path, PIECES * PIECE_BYTES)
    const torrent = await makeTorrent({ content: content.path, torrentPath: path.join(folder.path, 'it.torrent'), pieceLengthBytes: PIECE_BYTES })
    const complete = await swarm.startSeeder({ kind: 'libtorrent', torrent })
    await complete.stop()
    host = await startTestHost({ peers: [await startPartial(torrent, content.bytes[0] ?? Buffer.alloc(0)), complete] })
    const running = host
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
