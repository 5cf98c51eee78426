import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedFilm } from '../../../e2e/lab/seeded-film.ts'
import { createSwarm } from '../../../e2e/lab/swarm.ts'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { parseInfoHash } from '../../../shared/ids.ts'
import type { Result } from '../../../shared/result.ts'
import type { RunningHost } from '../test/running-host.ts'
import { readUrl, startTestHost } from '../test/running-host.ts'

const mustSucceed = <Value>(result: Result<Value>): Value => {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

const PIECE = 65_536

describe('a client that reconnects', () => {
  const swarm = createSwarm()
  let folder: Awaited<ReturnType<typeof createTempFolder>>
  let host: RunningHost
  beforeAll(async () => { folder = await createTempFolder('reconnect') })
  afterAll(async () => {
    await host.close()
    await swarm.close()
    await folder.close()
  })

  it('soon, to the place where it left, goes on as if it had never been away', async () => {
    const { film, torrent, seeder } = await seedFilm(swarm, folder.path, { kind: 'mkv', seconds: 60, times: 2, pieceLengthBytes: PIECE })
    host = await startTestHost({ peers: [{ host: seeder.host, port: seeder.port }] })
    const infoHash = mustSucceed(parseInfoHash(torrent.infoHash))
    await fetch(`${host.baseUrl}/stream/proxy/${infoHash}`, { method: 'HEAD' })
    const pieces = Math.ceil(film.lengthBytes / PIECE)
    const middle = Math.floor(pieces / 2)
    const reading = readUrl(host.url(infoHash), middle * PIECE)
    await reading.waitFor(2 * PIECE)
    reading.stop()
    const leftAt = middle * PIECE + reading.receivedBytes()
    const next = Math.ceil(leftAt / PIECE)
    await waitUntil('what comes after the place it left is fetched on', async () => (await host.haves(infoHash, pieces)).slice(next, next + 4) === '####')
    expect(await host.haves(infoHash, pieces)).toContain('.')
    // Nothing more can come now: what it reads is what was kept ready for it.
    seeder.freeze()
    const again = readUrl(host.url(infoHash), leftAt)
    await again.waitFor(4 * PIECE)
    again.stop()
    seeder.thaw()
  })
})
