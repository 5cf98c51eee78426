import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTorrent } from '../../../e2e/lab/make-torrent.ts'
import { createSwarm } from '../../../e2e/lab/swarm.ts'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { RunningHost } from '../test/running-host.ts'
import { startTestHost } from '../test/running-host.ts'
import { numberedBytes } from './test/lab.ts'
import { rangeCases } from './test/range-cases.ts'
import type { RawAnswer } from './test/raw-client.ts'
import { ask } from './test/raw-client.ts'

/** No multiple of a piece: 32 and a bit, behind another file, so that every offset is shifted. */
const LENGTH = 32 * 65_536 + 777
const PIECE = 65_536
const FIRST_FILE = 12_345
/** The film takes several seconds, in which the cases are asked all at once. */
const UPLOAD_BYTES_PER_SEC = 400_000
/** A browser's worth of connections to one server. */
const AT_ONCE = 24

const film = numberedBytes(LENGTH)
const swarm = createSwarm()
let folder: Awaited<ReturnType<typeof createTempFolder>>
let host: RunningHost
let path0: string
beforeAll(async () => {
  folder = await createTempFolder('ranges')
  const content = path.join(folder.path, 'Films')
  await mkdir(content)
  await writeFile(path.join(content, 'a.txt'), numberedBytes(FIRST_FILE))
  await writeFile(path.join(content, 'film.mp4'), film)
  const torrent = await makeTorrent({ content, torrentPath: path.join(folder.path, 'films.torrent'), pieceLengthBytes: PIECE })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: UPLOAD_BYTES_PER_SEC })
  host = await startTestHost({ peers: [{ host: seeder.host, port: seeder.port }] })
  const infoHash = await host.open({ kind: 'path', path: torrent.torrentPath })
  path0 = new URL(host.url(infoHash, 1)).pathname
})
afterAll(async () => {
  await host.close()
  await swarm.close()
  await folder.close()
})

const { parts, wholes, outside } = rangeCases(LENGTH, PIECE)
const get = async (range: string): Promise<RawAnswer> => {
  const port = Number(new URL(host.baseUrl).port)
  return ask(port, [`GET ${path0} HTTP/1.1`, `Host: 127.0.0.1:${String(port)}`, `Range: ${range}`])
}
const hereAlready = () => (host.progress()?.verifiedBytes ?? 0) >= LENGTH

/** Asks for all of them, so many at once, the far ends of the file mixed with its head. */
async function askAll<Case>(cases: readonly Case[], check: (one: Case) => Promise<void>): Promise<void> {
  const waiting = cases.filter((_, index) => index % 3 === 2).concat(cases.filter((_, index) => index % 3 !== 2))
  const worker = async () => { for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await check(next) }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

describe('while a torrent downloads', () => {
  it('every range comes byte for byte, as asked for, in whatever order', async () => {
    let early = 0
    const cases = [...parts.map((part) => ({ ...part, status: 206 })), ...wholes.map((range) => ({ range, begin: 0, end: LENGTH, status: 200 })), ...outside.map((range) => ({ range, begin: 0, end: 0, status: 416 }))]
    expect(cases.length).toBeGreaterThanOrEqual(70)
    await askAll(cases, async ({ range, begin, end, status }) => {
      const answer = await get(range)
      if (!hereAlready()) early += 1
      expect(answer.status, range).toBe(status)
      expect(answer.headers.get('content-length'), range).toBe(String(end - begin))
      if (status === 206) expect(answer.headers.get('content-range'), range).toBe(`bytes ${String(begin)}-${String(end - 1)}/${String(LENGTH)}`)
      if (status === 416) expect(answer.headers.get('content-range'), range).toBe(`bytes */${String(LENGTH)}`)
      expect(answer.body.equals(film.subarray(begin, end)), range).toBe(true)
      expect(answer.rest, range).toHaveLength(0)
    })
    expect(early).toBeGreaterThan(10) // else it was no test of a download
  })
})
