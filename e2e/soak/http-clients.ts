import { readdir, readFile, readlink } from 'node:fs/promises'
import { startHeadless } from '../fixtures/headless.ts'
import { childOf } from '../lab/child-of.ts'
import { createRandom, jumpAround, leaveMidRange, readSlowly } from '../lab/hasty-clients.ts'
import { seedFilm } from '../lab/seeded-film.ts'
import { createSwarm } from '../lab/swarm.ts'
import { createTempFolder } from '../lab/temp-folder.ts'
import { waitUntil } from '../lab/wait-until.ts'

export interface HttpClientsOptions {
  /** Clients that leave in the middle of a range. */
  readonly clients?: number
  /** Jumps of a player, one after the other. */
  readonly jumps?: number
  /** Readers of a byte a second that stay all the while. */
  readonly slowReaders?: number
  readonly say?: (line: string) => void
}

/** What a process holds. */
export interface Holdings {
  readonly files: number
  readonly sockets: number
  readonly rssBytes: number
}

export interface HttpClientsReport {
  readonly before: Holdings
  readonly after: Holdings
  readonly answered: number
  readonly wrong: number
  /** Waits for the first byte after a jump, in ms. */
  readonly jumpMs: { readonly p50: number; readonly p95: number; readonly max: number }
  /** Sentences; none when all is well. */
  readonly faults: readonly string[]
}

/** Files and sockets may differ by a tracker's or a peer's connection. */
const SPARE_FILES = 3
/** What a minute of rest may leave above the start: the collector gives memory back when it likes. */
const SPARE_RSS_BYTES = 30 * 1024 ** 2
const REST_LIMIT_MS = 60_000
const AT_ONCE = 32

/**
 * Thousands of clients that disconnect in the middle of a range and a thousand jumps, against the program as it is started,
 * while slow readers stay: what the process holds must end where it began. Linux only, it reads /proc.
 */
export async function soakHttpClients({ clients = 10_000, jumps = 1000, slowReaders = 50, say = () => undefined }: HttpClientsOptions = {}): Promise<HttpClientsReport> {
  const folder = await createTempFolder('soak-clients')
  const swarm = createSwarm()
  const { film, torrent, seeder } = await seedFilm(swarm, folder.path, { seconds: 120, times: 8, pieceLengthBytes: 65_536 })
  const headless = startHeadless([torrent.torrentPath, '--peer', seeder.address], { TMPDIR: folder.path })
  try {
    const target = { url: await headless.streamUrl(torrent.infoHash), lengthBytes: film.lengthBytes, random: createRandom(11) }
    const pid = await childOf(headless.process.pid)
    // What is made once and kept (buffers, compiled code) is made before the first look.
    await leaveMidRange(target, { clients: 500, atOnce: AT_ONCE })
    await jumpAround(target, 20)
    const before = await holdingsOf(pid)
    say(`before: ${describe(before)}`)
    const slow = await readSlowly(target, slowReaders)
    const { answered, wrong } = await leaveMidRange(target, { clients, atOnce: AT_ONCE })
    say(`${answered} clients left in the middle, ${wrong} were answered wrongly`)
    const waits = await jumpAround(target, jumps)
    await slow.leave()
    const after = await untilAtRest(pid, before)
    say(`after: ${describe(after)}`)
    const report = { before, after, answered, wrong, jumpMs: { p50: at(waits, 0.5), p95: at(waits, 0.95), max: at(waits, 1) } }
    return { ...report, faults: faultsOf(report) }
  } finally {
    await headless.close()
    await swarm.close()
    await folder.close()
  }
}

function faultsOf({ before, after, wrong }: Pick<HttpClientsReport, 'before' | 'after' | 'wrong'>): string[] {
  const faults: string[] = []
  if (wrong > 0) faults.push(`${wrong} clients were refused or answered wrongly`)
  if (after.files > before.files + SPARE_FILES) faults.push(`open files rose from ${before.files} to ${after.files}`)
  if (after.rssBytes > before.rssBytes + SPARE_RSS_BYTES) faults.push(`memory rose from ${mib(before.rssBytes)} to ${mib(after.rssBytes)}`)
  return faults
}

async function untilAtRest(pid: number, before: Holdings): Promise<Holdings> {
  let after = await holdingsOf(pid)
  const isAtRest = async () => faultsOf({ before, after: (after = await holdingsOf(pid)), wrong: 0 }).length === 0
  await waitUntil('the process is at rest', isAtRest, REST_LIMIT_MS).catch(() => undefined) // the report says what is not
  return after
}

async function holdingsOf(pid: number): Promise<Holdings> {
  const names = await readdir(`/proc/${pid}/fd`)
  const links = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')))
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return { files: links.filter((link) => link !== '').length, sockets: links.filter((link) => link.startsWith('socket:')).length, rssBytes: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024 }
}

const at = (sorted: readonly number[], share: number) => Math.round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0)
const mib = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(0)} MiB`
const describe = ({ files, sockets, rssBytes }: Holdings) => `${files} files, ${sockets} of them sockets, ${mib(rssBytes)}`
