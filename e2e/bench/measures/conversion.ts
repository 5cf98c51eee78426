import { link } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { makeTorrent } from '../../lab/make-torrent.ts'
import type { MadeTorrent } from '../../lab/make-torrent.ts'
import { mustRun } from '../../lab/run-tool.ts'
import { createSwarm } from '../../lab/swarm.ts'
import type { Seeder } from '../../lab/swarm.ts'
import { createTempFolder } from '../../lab/temp-folder.ts'
import { findProcesses, readProcess } from '../process-figures.ts'
import type { Program, RunningProgram } from '../programs.ts'

/** What converting a film of 1080 lines costs, from the first byte asked for. */
export interface ConversionFigures {
  /** From asking for the playlist to the last byte of the first segment's first part. */
  readonly firstSegmentSec: number
  /** Film made in a second of the clock by each stream, all running. */
  readonly filmSecPerSec: readonly number[]
  /** Processor time of all ffmpegs for a second of film. */
  readonly cpuSecPerFilmSec: number
  readonly ffmpegPeakBytes: number
  readonly hostPeakBytes: number
  /** Seconds from asking for a segment far away to the last byte of its first part, its bytes being there. */
  readonly jumpsSec: readonly number[]
}

/** Key frames four seconds apart, as films have them. */
const GOP = 96
const LOOP_SEC = 24
const LOOPS = 15
const MAKING_LIMIT_MS = 600_000
/** Each stream reads so much: less than is made ahead of a player, so that nothing is held. */
const READ_SEC = 48

const PICTURES = {
  h264: ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-g', String(GOP), '-sc_threshold', '0'],
  hevc10: ['-c:v', 'libx265', '-preset', 'superfast', '-pix_fmt', 'yuv420p10le', '-x265-params', `log-level=error:keyint=${String(GOP)}:min-keyint=${String(GOP)}`],
} as const

/** A film of 1080 lines and six minutes, about 6 Mb/s, with surround sound; `same`: its content is made already, the torrent is another. */
export async function makeHdFilm(folder: string, same: MadeTorrent | undefined, picture: keyof typeof PICTURES = 'h264'): Promise<MadeTorrent> {
  const content = path.join(folder, 'film.mkv')
  if (same) await link(path.join(same.savePath, 'film.mkv'), content)
  else await writeHdFilm(path.join(folder, 'part.mkv'), content, PICTURES[picture])
  return makeTorrent({ content, torrentPath: path.join(folder, 'film.torrent'), pieceLengthBytes: same ? same.pieceLengthBytes * 2 : 512 * 1024 })
}

async function writeHdFilm(part: string, content: string, encoder: readonly string[]): Promise<void> {
  const picture = `testsrc2=s=1920x1080:r=24:d=${String(LOOP_SEC)},noise=alls=4:allf=t,format=yuv420p`
  await mustRun('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', `sine=f=440:r=48000:d=${String(LOOP_SEC)}`,
    ...encoder, '-b:v', '6M', '-maxrate', '7M', '-bufsize', '12M', '-c:a', 'ac3', '-ac', '6', '-b:a', '448k', part], MAKING_LIMIT_MS)
  await mustRun('ffmpeg', ['-v', 'error', '-y', '-stream_loop', String(LOOPS - 1), '-i', part, '-c', 'copy', content], MAKING_LIMIT_MS)
}

/** Converts these films at once in one host; `form` names the conversion as the server does. */
export async function measureConversion(program: Program, torrents: readonly MadeTorrent[], form: string): Promise<ConversionFigures> {
  const folder = await createTempFolder('conversion')
  const swarm = createSwarm()
  try {
    const seeders = await Promise.all(torrents.map((torrent) => swarm.startSeeder({ kind: 'libtorrent', torrent })))
    const running = await program.start({ folder: folder.path, peers: seeders.map(({ address }) => address) })
    try {
      const films = await Promise.all(torrents.map(async (torrent) => new URL(`/torrents/${torrent.infoHash}/hls/0/${form}/index.m3u8`, await running.open(torrent))))
      return await measureRunning(running, films)
    } finally {
      await running.close()
    }
  } finally {
    await swarm.close()
    await folder.close()
  }
}

/** Until the first picture can be shown, from a swarm that sends the film three times as fast as it plays. */
export interface StartFigures {
  readonly sec: number
  /** Payload sent by the swarm by then. */
  readonly bytes: number
}

/**
 * `form` null: the film's own bytes. Both are read by the same decoder until the first picture comes out of it, as a player does:
 * the film from its address, a conversion from those of its beginning and its first part.
 */
export function measureStart(program: Program, torrent: MadeTorrent, form: string | null): Promise<StartFigures> {
  return withSlowSwarm(program, torrent, async ({ running, seeder }) => {
    const url = await running.open(torrent)
    const startedMs = performance.now()
    const film = new URL(`/torrents/${torrent.infoHash}/hls/0/${form ?? ''}/index.m3u8`, url)
    await decodePicture(form === null ? url : beginningOf(film))
    return { sec: since(startedMs), bytes: await seeder.uploadedBytes() }
  })
}

/** What a page fetches before its first picture, as one address; all of it is asked for at once, as the page does. */
function beginningOf(film: URL): string {
  const [playlist = '', ...parts] = ['index.m3u8', 'init.mp4', '0.0.m4s'].map((name) => new URL(name, film).href)
  // The decoder reads them again, and is what tells when something is wrong.
  for (const asked of [playlist, ...parts]) fetch(asked).then((answer) => answer.arrayBuffer()).catch(() => undefined)
  return `concat:${parts.join('|')}`
}

async function decodePicture(from: string): Promise<void> {
  await mustRun('ffmpeg', ['-v', 'error', '-protocol_whitelist', 'concat,http,tcp', '-i', from, '-frames:v', '1', '-f', 'null', '-'], MAKING_LIMIT_MS)
}

/** Seconds until a conversion that was asked for a far place goes on: after the swarm slept, and after ffmpeg was killed. */
export interface TroubleFigures {
  readonly afterStallSec: number
  readonly afterKillSec: number
}

/** The swarm sleeps for twelve seconds while somebody waits; then ffmpeg is killed. */
export function measureTrouble(program: Program, torrent: MadeTorrent, form: string): Promise<TroubleFigures> {
  return withSlowSwarm(program, torrent, async ({ running, seeder }) => {
    const film = new URL(`/torrents/${torrent.infoHash}/hls/0/${form}/index.m3u8`, await running.open(torrent))
    const lengths = await openPlaylist(film)
    await readSegment(film, 0)
    await seeder.setUploadRate(0)
    seeder.freeze()
    const waiting = readFirstPart(film, Math.floor(lengths.length / 2))
    await setTimeout(STALL_MS)
    seeder.thaw()
    const afterStallSec = await timed(waiting)
    // Killed while its first bytes are waited for.
    const begun = readFirstPart(film, lengths.length - 2)
    await setTimeout(KILL_AFTER_MS)
    const [pid] = await ffmpegsOf([film])
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
    return { afterStallSec, afterKillSec: await timed(begun) }
  })
}

const STALL_MS = 12_000
/** ffmpeg has begun by then and has given nothing yet: it has not read a second of film. */
const KILL_AFTER_MS = 150

async function timed(work: Promise<void>): Promise<number> {
  const startedMs = performance.now()
  await work
  return since(startedMs)
}

async function withSlowSwarm<T>(program: Program, torrent: MadeTorrent, use: (lab: { readonly running: RunningProgram; readonly seeder: Seeder }) => Promise<T>): Promise<T> {
  const folder = await createTempFolder('slow')
  const swarm = createSwarm()
  try {
    const seeder = await swarm.startSeeder({ kind: 'libtorrent', torrent, uploadBytesPerSec: SLOW_BYTES_PER_SEC })
    const running = await program.start({ folder: folder.path, peers: [seeder.address] })
    try {
      return await use({ running, seeder })
    } finally {
      await running.close()
    }
  } finally {
    await swarm.close()
    await folder.close()
  }
}

const SLOW_BYTES_PER_SEC = 2_400_000

async function measureRunning(running: RunningProgram, films: readonly URL[]): Promise<ConversionFigures> {
  const startedMs = performance.now()
  const plans = await Promise.all(films.map(openPlaylist))
  await Promise.all(films.map((film) => readFirstPart(film, 0)))
  const firstSegmentSec = since(startedMs)
  const filmSecPerSec = await Promise.all(films.map((film, index) => readOn(film, plans[index] ?? [])))
  const ffmpegs = await restingFfmpegs(films)
  const figures = await Promise.all(ffmpegs.map(readProcess))
  const hostPeakBytes = (await readProcess(running.pid))?.peakRssBytes ?? 0
  const jumpsSec: number[] = []
  for (const share of JUMPS) jumpsSec.push(await timeJump(films[0], Math.floor((plans[0]?.length ?? 0) * share)))
  return {
    firstSegmentSec, filmSecPerSec, hostPeakBytes, jumpsSec,
    cpuSecPerFilmSec: figures.reduce((sum, each) => sum + (each?.cpuSec ?? 0), 0) / (films.length * (READ_SEC + AHEAD_SEC)),
    ffmpegPeakBytes: Math.max(0, ...figures.map((each) => each?.peakRssBytes ?? 0)),
  }
}

/** Parts of the film, none near the one before. */
const JUMPS = [0.9, 0.4, 0.7]
/** So much is made beyond what was asked for last, then ffmpeg is held. */
const AHEAD_SEC = 60

/** The lengths of the segments in seconds. */
async function openPlaylist(film: URL): Promise<readonly number[]> {
  const playlist = await (await get(film)).text()
  await (await get(new URL('init.mp4', film))).arrayBuffer()
  return [...playlist.matchAll(/#EXTINF:([\d.]+)/g)].map(([, sec]) => Number(sec))
}

async function readSegment(film: URL, cell: number): Promise<void> {
  await (await get(new URL(`${String(cell)}.m4s`, film))).arrayBuffer()
}

/** As much as our page waits for before it shows a picture. */
async function readFirstPart(film: URL, cell: number): Promise<void> {
  await (await get(new URL(`${String(cell)}.0.m4s`, film))).arrayBuffer()
}

/** Reads on, one segment after the other, as a player does; answers with the seconds of film that came in a second. */
async function readOn(film: URL, lengths: readonly number[]): Promise<number> {
  const startedMs = performance.now()
  let at = lengths[0] ?? 0
  for (let cell = 1; at < READ_SEC; cell++) {
    await readSegment(film, cell)
    at += lengths[cell] ?? READ_SEC
  }
  return (at - (lengths[0] ?? 0)) / since(startedMs)
}

async function timeJump(film: URL | undefined, cell: number): Promise<number> {
  const startedMs = performance.now()
  if (film) await readFirstPart(film, cell)
  return since(startedMs)
}

async function get(url: URL): Promise<Response> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url.pathname}: ${String(answer.status)} ${await answer.text()}`)
  return answer
}

/** The ffmpegs of these films once they are all held: half a second in which none has worked. */
async function restingFfmpegs(films: readonly URL[]): Promise<readonly number[]> {
  let latest = -1
  for (;;) {
    const pids = await ffmpegsOf(films)
    const cpuSec = (await Promise.all(pids.map(readProcess))).reduce((sum, each) => sum + (each?.cpuSec ?? 0), 0)
    if (cpuSec === latest) return pids
    latest = cpuSec
    await setTimeout(500)
  }
}

function ffmpegsOf(films: readonly URL[]): Promise<readonly number[]> {
  const hashes = films.map((film) => film.pathname.split('/')[2] ?? '')
  return findProcesses((words) => words.includes('pipe:1') && hashes.some((hash) => words.some((word) => word.includes(hash))))
}

function since(startedMs: number): number {
  return (performance.now() - startedMs) / 1000
}
