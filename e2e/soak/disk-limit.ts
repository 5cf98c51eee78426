import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { startHeadless } from '../fixtures/headless.ts'
import { diskUsage, watchUsage } from '../lab/disk-usage.ts'
import { makeTorrent } from '../lab/make-torrent.ts'
import { markedBytes, writeMarkedFilm } from '../lab/marked-film.ts'
import { createSwarm } from '../lab/swarm.ts'
import { createTempFolder } from '../lab/temp-folder.ts'

export interface DiskLimitOptions {
  readonly filmBytes?: number
  readonly limitBytes?: number
  readonly pieceLengthBytes?: number
  readonly say?: (line: string) => void
}

export interface DiskLimitReport {
  readonly limitBytes: number
  /** The most that was seen, and how often it was looked at. */
  readonly mostBytes: number
  readonly samples: number
  readonly readBytes: number
  readonly wrongBytes: number
  /** Waits for the first byte after a jump, in ms. */
  readonly jumpMs: readonly number[]
  /** Sentences; none when all is well. */
  readonly faults: readonly string[]
}

const GB = 1000 ** 3
const SAMPLE_MS = 1000
const SPARE_PIECES = 2

/** Parts of the film that are watched before all of it is: on, far ahead, back to what was given back, the end. */
const JUMPS = [[0, 0.15], [0.6, 0.75], [0.1, 0.2], [0.95, 1], [0.3, 0.5]] as const

/**
 * A film five times as large as the limit, watched with jumps and then from its beginning to its end, against the program
 * as it is started: what lies on the disk is within the limit at every look, and every byte is right.
 */
export async function soakDiskLimit({ filmBytes = 5 * GB, limitBytes = 1 * GB, pieceLengthBytes = 1024 * 1024, say = () => undefined }: DiskLimitOptions = {}): Promise<DiskLimitReport> {
  const folder = await createTempFolder('soak-disk')
  const swarm = createSwarm()
  const ours = path.join(folder.path, 'ours')
  await mkdir(ours)
  const film = await writeMarkedFilm(path.join(folder.path, 'film.mp4'), filmBytes)
  const torrent = await makeTorrent({ content: film.path, torrentPath: path.join(folder.path, 'film.torrent'), pieceLengthBytes })
  const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent })
  const headless = startHeadless([torrent.torrentPath, '--peer', seeder.address], { TMPDIR: ours, MILLRACE_STORAGE_LIMIT: String(limitBytes) })
  try {
    const url = await headless.streamUrl(torrent.infoHash)
    const usage = watchUsage(ours, SAMPLE_MS)
    const jumpMs: number[] = []
    let [readBytes, wrongBytes] = [0, 0]
    for (const [from, to] of [...JUMPS, [0, 1] as const]) {
      const part = await readPart(url, Math.floor(from * filmBytes), Math.floor(to * filmBytes))
      jumpMs.push(Math.round(part.firstMs))
      readBytes += part.readBytes
      wrongBytes += part.wrongBytes
      say(`${percent(from)} to ${percent(to)}: first byte after ${part.firstMs.toFixed(0)} ms, ${(await diskUsage(ours) / GB).toFixed(3)} GB on the disk, at most ${(usage.mostBytes() / GB).toFixed(3)} GB`)
    }
    await usage.stop()
    const report = { limitBytes, mostBytes: usage.mostBytes(), samples: usage.samples(), readBytes, wrongBytes, jumpMs }
    return { ...report, faults: faultsOf(report, pieceLengthBytes) }
  } finally {
    await headless.close()
    await swarm.close()
    await folder.close()
  }
}

/** Reads a part as fast as it comes and compares each byte. */
async function readPart(url: string, from: number, to: number) {
  const startMs = performance.now()
  const response = await fetch(url, { headers: { range: `bytes=${from}-${to - 1}` } })
  if (response.status !== 206 || !response.body) throw new Error(`the server answered ${response.status}`)
  let at = from
  let wrongBytes = 0
  let firstMs = 0
  for await (const slice of response.body) {
    const bytes: Uint8Array = slice
    firstMs ||= performance.now() - startMs
    if (!markedBytes(at, bytes.length).equals(bytes)) wrongBytes += bytes.length
    at += bytes.length
  }
  return { firstMs, wrongBytes, readBytes: at - from }
}

function faultsOf({ limitBytes, mostBytes, wrongBytes }: Pick<DiskLimitReport, 'limitBytes' | 'mostBytes' | 'wrongBytes'>, pieceLengthBytes: number): string[] {
  const faults: string[] = []
  if (mostBytes > limitBytes + SPARE_PIECES * pieceLengthBytes) faults.push(`${mostBytes} bytes were on the disk with a limit of ${limitBytes}`)
  if (wrongBytes > 0) faults.push(`${wrongBytes} bytes were in slices that differ from the film`)
  return faults
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`
}
