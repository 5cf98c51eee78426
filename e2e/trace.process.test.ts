import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startHeadless } from './fixtures/headless.ts'
import type { Headless } from './fixtures/headless.ts'
import { mustRun } from './lab/run-tool.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { createSwarm } from './lab/swarm.ts'
import type { Swarm } from './lab/swarm.ts'
import { createTempFolder } from './lab/temp-folder.ts'
import type { TempFolder } from './lab/temp-folder.ts'

const MB = 1_000_000

describe('a trace of a real run', () => {
  let folder: TempFolder
  let swarm: Swarm
  let headless: Headless | null = null

  beforeEach(async () => {
    folder = await createTempFolder('trace')
    swarm = createSwarm()
  })
  afterEach(async () => {
    await headless?.close()
    await swarm.close()
    await folder.close()
  })

  it('replays to the same plans and the same requests', async () => {
    const { film, torrent, seeder } = await seedFilm(swarm, folder.path, { kind: 'mp4IndexAtEnd', seconds: 30, bytesPerSec: 500_000 })
    const far = await swarm.startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: MB, delayMs: 40 })
    const silent = await swarm.startOddPeer(torrent, { kind: 'silent', afterBytes: 200_000 })
    await seeder.setUploadRate(2 * MB)
    const trace = path.join(folder.path, 'trace.jsonl')
    const peers = [seeder, far, silent].flatMap(({ address }) => ['--peer', address])
    headless = startHeadless(['--early', '--allow-local', torrent.torrentPath, ...peers], { MILLRACE_TRACE: trace, TMPDIR: folder.path })
    const url = await headless.streamUrl(torrent.infoHash)
    for (const from of [0, film.lengthBytes - 100_000, Math.round(0.6 * film.lengthBytes), MB]) await mustRun('curl', ['-sS', '--fail', '-o', '/dev/null', '-r', `${String(from)}-${String(Math.min(film.lengthBytes, from + 2 * MB) - 1)}`, url])
    await headless.close()

    const replayed = (await mustRun(process.execPath, ['--import', path.resolve('build/run-ts.mjs'), path.resolve('build/scripts/replay.ts'), trace])).trim().split('\n')
    expect(replayed.filter((line) => line.includes('  file '))).not.toHaveLength(0)
    const asked = replayed.map((line) => Number(/ asks +(\d+)/.exec(line)?.[1] ?? 0)).reduce((sum, count) => sum + count, 0)
    expect(asked * 16_384).toBeGreaterThan(5 * MB)
    expect(replayed.filter((line) => line.endsWith('differs'))).toEqual([])
    expect(replayed).toHaveLength((await readFile(trace, 'utf8')).trim().split('\n').length)
  })
})
