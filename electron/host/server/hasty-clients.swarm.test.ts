import { readdir } from 'node:fs/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom, jumpAround, leaveMidRange } from '../../../e2e/lab/hasty-clients.ts'
import { seedFilm } from '../../../e2e/lab/seeded-film.ts'
import { createSwarm } from '../../../e2e/lab/swarm.ts'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import type { RunningHost } from '../test/running-host.ts'
import { startTestHost } from '../test/running-host.ts'

const swarm = createSwarm()
let folder: Awaited<ReturnType<typeof createTempFolder>>
let host: RunningHost
beforeAll(async () => { folder = await createTempFolder('hasty') })
afterAll(async () => {
  await host.close()
  await swarm.close()
  await folder.close()
})

/** What this process holds, the server and its clients alike. */
async function held() {
  const kinds = process.getActiveResourcesInfo()
  const count = (kind: string) => kinds.filter((name) => name === kind).length
  return { files: (await readdir('/proc/self/fd')).length, sockets: count('TCPSocketWrap'), timers: count('Timeout') + count('Immediate') }
}

/** Bytes that are still in use after everything that can be forgotten is. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') Reflect.apply(collect, null, [])
  return process.memoryUsage().heapUsed
}

describe('clients that leave', () => {
  it('in the middle of a range, and jump after jump, leave nothing behind', async () => {
    const film = await seedFilm(swarm, folder.path, { seconds: 60, times: 8, pieceLengthBytes: 65_536 })
    // A torrent that nobody reads is let go soon: one forgotten reader would keep it.
    host = await startTestHost({ peers: [{ host: film.seeder.host, port: film.seeder.port }], cleanupIntervalMs: 3000 })
    const infoHash = await host.open({ kind: 'path', path: film.torrent.torrentPath })
    const target = { url: host.url(infoHash), lengthBytes: film.film.lengthBytes, random: createRandom(7) }
    await leaveMidRange(target, { clients: 70, atOnce: 10 })
    await waitUntil('the connection to the peer stands', () => (host.progress()?.peers ?? 0) > 0)
    const before = await held()
    const heapBefore = heapBytes()

    const { answered, wrong } = await leaveMidRange(target, { clients: 1400, atOnce: 20 })
    expect([answered, wrong]).toEqual([1400, 0])
    const waits = await jumpAround(target, 60)
    expect(waits).toHaveLength(60)

    await waitUntil('files, sockets and timers are as before', async () => {
      const now = await held()
      return now.files <= before.files + 3 && now.sockets <= before.sockets + 1 && now.timers <= before.timers + 3
    }).catch(async (error: unknown) => { throw new Error(`${JSON.stringify(before)} became ${JSON.stringify(await held())}`, { cause: error }) })
    expect((heapBytes() - heapBefore) / 1024 ** 2).toBeLessThan(16)
    await waitUntil('the torrent that nobody reads was let go', async () => (await (await fetch(`${host.baseUrl}/torrents`)).text()) === '[]', 40_000)
  })
})
