import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lastDescendant } from './bench/process-figures.ts'
import { startHeadless } from './fixtures/headless.ts'
import type { Headless } from './fixtures/headless.ts'
import { sha256OfFile } from './lab/media.ts'
import { mustRun } from './lab/run-tool.ts'
import { seedFilm } from './lab/seeded-film.ts'
import { createSwarm } from './lab/swarm.ts'
import type { Swarm } from './lab/swarm.ts'
import { createTempFolder } from './lab/temp-folder.ts'
import type { TempFolder } from './lab/temp-folder.ts'
import { waitUntil } from './lab/wait-until.ts'

const PIECE_BYTES = 65_536
/** A film this long comes in fifteen seconds, so that what a run forgets of its last half second would be too much. */
const FILM = { kind: 'mp4IndexAtStart', seconds: 60, bytesPerSec: 500_000, times: 4, pieceLengthBytes: PIECE_BYTES } as const

describe('a film that is kept', () => {
  let folder: TempFolder
  let swarm: Swarm
  const running: Headless[] = []

  beforeEach(async () => {
    folder = await createTempFolder('resume')
    swarm = createSwarm()
    await mkdir(path.join(folder.path, 'films'))
  })
  afterEach(async () => {
    for (const headless of running.splice(0)) await headless.close()
    await swarm.close()
    await folder.close()
  })

  it.each([
    ['a kill', 'SIGKILL'],
    ['a clean end', 'SIGTERM'],
  ] as const)('goes on after %s at 60 per cent without fetching again what was verified', async (_, signal) => {
    const { film, torrent, seeder } = await seedFilm(swarm, folder.path, FILM)
    const source = [torrent.torrentPath, '--peer', seeder.address]
    const first = start(source)
    const verified = async () => countBits(await fetchBytes((await first.streamUrl(torrent.infoHash)).replace('/stream/', '/haves/').replace(/\/[^/]*$/, ''))) * PIECE_BYTES
    const reading = fetch(await first.streamUrl(torrent.infoHash)).then((response) => response.arrayBuffer()).catch(() => null)
    await waitUntil('60 per cent are verified', async () => await verified() >= 0.6 * film.lengthBytes)
    const had = await verified()
    process.kill(await lastDescendant(first.process.pid), signal)
    await Promise.all([first.process.ended, reading])

    const sentBefore = await seeder.uploadedBytes()
    const url = await start(source).streamUrl(torrent.infoHash)
    await mustRun('curl', ['-sS', '--fail', '-o', path.join(folder.path, 'film'), url])
    expect(await sha256OfFile(path.join(folder.path, 'film'))).toBe(await sha256OfFile(film.path))
    const fetchedAgain = await seeder.uploadedBytes() - sentBefore - (film.lengthBytes - had)
    expect(fetchedAgain).toBeLessThan(0.02 * had)
  })

  function start(args: readonly string[]): Headless {
    const headless = startHeadless(['--keep', '--download-dir', path.join(folder.path, 'films'), '--allow-local', ...args], { TMPDIR: folder.path })
    running.push(headless)
    return headless
  }
})

async function fetchBytes(url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer())
}

function countBits(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)
}
