import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { watchUsage } from '../../e2e/lab/disk-usage.ts'
import { makeTorrent } from '../../e2e/lab/make-torrent.ts'
import { createSwarm } from '../../e2e/lab/swarm.ts'
import type { Swarm } from '../../e2e/lab/swarm.ts'
import { createTempFolder } from '../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../e2e/lab/temp-folder.ts'
import { readUrl, startTestHost } from './test/running-host.ts'
import type { RunningHost } from './test/running-host.ts'
import { writeRandomContent } from './test/random-torrent.ts'

const MB = 1_000_000
const PIECE_BYTES = 262_144
const LIMIT_BYTES = 16 * MB
const FILM_BYTES = 80 * MB

let folder: TempFolder
let swarm: Swarm
let host: RunningHost | null = null
beforeEach(async () => {
  folder = await createTempFolder('disk-limit')
  swarm = createSwarm()
})
afterEach(async () => {
  await host?.close()
  await swarm.close()
  await folder.close()
})

it('a film five times as large as the limit is read to the end, with jumps, and never takes more than it may', async () => {
  const content = await writeRandomContent(folder.path, FILM_BYTES)
  const torrent = await makeTorrent({ content: content.path, torrentPath: path.join(folder.path, 'it.torrent'), pieceLengthBytes: PIECE_BYTES })
  const downloads = path.join(folder.path, 'downloads')
  await mkdir(downloads)
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  host = await startTestHost({ peers: [seeder], downloadDir: downloads, storageLimitBytes: LIMIT_BYTES })
  const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
  const usage = watchUsage(downloads, 20)

  for (const [from, bytes] of [[0, 20 * MB], [60 * MB, 20 * MB], [5 * MB, 4 * MB]] as const) {
    const part = readUrl(host.url(infoHash), from, from + bytes)
    await part.done
    expect(part.sha256()).toBe(createHash('sha256').update(content.bytes[0]?.subarray(from, from + bytes) ?? '').digest('hex'))
  }
  const whole = readUrl(host.url(infoHash))
  await whole.done
  expect(whole.sha256()).toBe(content.hashes[0])
  await usage.stop()
  expect(usage.mostBytes()).toBeGreaterThan(LIMIT_BYTES / 2)
  expect(usage.mostBytes()).toBeLessThanOrEqual(LIMIT_BYTES + 2 * PIECE_BYTES)
})
