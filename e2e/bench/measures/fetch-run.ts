import { request } from 'node:http'
import { mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import { makeTorrent } from '../../lab/make-torrent.ts'
import type { MadeTorrent } from '../../lab/make-torrent.ts'
import { createSwarm } from '../../lab/swarm.ts'
import { createTempFolder } from '../../lab/temp-folder.ts'
import { readProcess } from '../process-figures.ts'
import type { Program } from '../programs.ts'

/** What fetching a film through a program cost, in equal parts of the film from its beginning to its end. */
export interface FetchFigures {
  readonly parts: readonly PartFigures[]
  /** From the torrent file to its address. */
  readonly openSec: number
  readonly openCpuSec: number
  readonly peakRssBytes: number
}
export interface PartFigures {
  readonly bytes: number
  readonly sec: number
  readonly cpuSec: number
}

/** Content of zeros that takes no room on the disk: a film, or a folder with a film first and `others` small files after it. */
export async function makeContent(folder: string, lengthBytes: number, pieceLengthBytes: number, others = 0): Promise<MadeTorrent> {
  const content = path.join(folder, `of-${String(lengthBytes)}-${String(pieceLengthBytes)}-${String(others)}`, others > 0 ? 'films' : 'film.mp4')
  await mkdir(others > 0 ? content : path.dirname(content), { recursive: true })
  await writeZeros(others > 0 ? path.join(content, '0.mp4') : content, lengthBytes)
  for (let i = 1; i <= others; i++) await writeZeros(path.join(content, `${String(i)}.txt`), SMALL_FILE_BYTES)
  return makeTorrent({ content, torrentPath: `${content}.torrent`, pieceLengthBytes })
}

const SMALL_FILE_BYTES = 20_000

async function writeZeros(file: string, lengthBytes: number): Promise<void> {
  const handle = await open(file, 'w')
  await handle.truncate(lengthBytes)
  await handle.close()
}

/** Fetches the first `lengthBytes` of a torrent's first film from one seeder at full speed. */
export async function fetchThrough(program: Program, torrent: MadeTorrent, lengthBytes: number, partCount: number): Promise<FetchFigures> {
  const folder = await createTempFolder(`measure-${program.name}`)
  const swarm = createSwarm()
  try {
    const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
    const running = await program.start({ folder: folder.path, peers: [seeder.address] })
    try {
      const startedMs = performance.now()
      const idle = await cpuOf(running.pid)
      const url = await running.open(torrent)
      const openSec = (performance.now() - startedMs) / 1000
      const openCpuSec = await cpuOf(running.pid) - idle
      const parts = await readInParts(url, lengthBytes, partCount, () => cpuOf(running.pid))
      return { parts, openSec, openCpuSec, peakRssBytes: (await readProcess(running.pid))?.peakRssBytes ?? 0 }
    } finally {
      await running.close()
    }
  } finally {
    await swarm.close()
    await folder.close()
  }
}

async function cpuOf(pid: number): Promise<number> {
  return (await readProcess(pid))?.cpuSec ?? 0
}

/** One read from the beginning, as a program that saves the film does. */
async function readInParts(url: string, lengthBytes: number, partCount: number, cpuSec: () => Promise<number>): Promise<PartFigures[]> {
  const parts: PartFigures[] = []
  const partBytes = Math.ceil(lengthBytes / partCount)
  let [here, partHere, sinceMs, sinceCpuSec] = [0, 0, performance.now(), await cpuSec()]
  for await (const slice of await bodyOf(url, lengthBytes)) {
    here += slice.length
    partHere += slice.length
    if (partHere < partBytes && here < lengthBytes) continue
    const [nowMs, nowCpuSec] = [performance.now(), await cpuSec()]
    parts.push({ bytes: partHere, sec: (nowMs - sinceMs) / 1000, cpuSec: nowCpuSec - sinceCpuSec });
    [partHere, sinceMs, sinceCpuSec] = [0, nowMs, nowCpuSec]
  }
  return parts
}

function bodyOf(url: string, lengthBytes: number): Promise<AsyncIterable<Buffer>> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { range: `bytes=0-${String(lengthBytes - 1)}` } }, resolve).on('error', reject).end()
  })
}
