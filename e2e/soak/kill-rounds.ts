import { mkdir, readFile, readdir, rename, statfs, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startHeadless } from '../fixtures/headless.ts'
import type { Headless } from '../fixtures/headless.ts'
import { childOf } from '../lab/child-of.ts'
import { createRandom } from '../lab/hasty-clients.ts'
import { seedFilm } from '../lab/seeded-film.ts'
import type { SeededFilm } from '../lab/seeded-film.ts'
import { mountSmallDisk } from '../lab/small-disk.ts'
import { createSwarm } from '../lab/swarm.ts'
import { createTempFolder } from '../lab/temp-folder.ts'
import { waitUntil } from '../lab/wait-until.ts'

export interface KillRoundsOptions {
  /** Each ends with kill -9 at a random moment of the download. */
  readonly rounds?: number
  /** The same seed kills at the same moments, as far as a busy computer lets it. */
  readonly seed?: number
  readonly say?: (line: string) => void
}

/** What was found after the rounds. */
export interface KillRoundsReport {
  readonly rounds: number
  /** Pieces that were verified before some kill, and are there at the end. */
  readonly survived: number
  readonly pieces: number
  /** Sentences; none when all is well. */
  readonly faults: readonly string[]
}

/** What happens in a round besides the kill. */
type Trouble = 'none' | 'diskFull' | 'vanished'

const PIECE_BYTES = 65_536
/** Ten rounds nearly fetch it at this pace; more rounds fetch slower, so that the last one still has something to lose. */
const FILM = { kind: 'mp4IndexAtStart', seconds: 60, bytesPerSec: 500_000, times: 5, pieceLengthBytes: PIECE_BYTES } as const
/** Holds the film, not the film and what fills it. */
const DISK_BYTES = 48_000_000
/** Room that is left on the disk when it is filled up: some pieces more. */
const LEFT_BYTES = 600_000
/** A piece is on the disk and noted a twentieth of a second after its verification; on a computer with ten times too much to do it took more than a second. */
const NOTED_MS = 2000
/** The trouble comes in the middle of a round: this long before it a piece is noted but on the busiest of computers. */
const NOTED_BEFORE_TROUBLE_MS = 400
/** A round's download lasts at least as long as makes some pieces certain, and ends in the middle of one. */
const ROUND_MS = { least: 2100, most: 2900 } as const

/**
 * A download that is killed again and again, with a full disk and a vanished folder in between: what was verified is
 * still there at each start, byte for byte, nothing else is claimed, and after the last start no folder is left over.
 * Needs the right to mount; without it no disk is ever full. Linux only, it reads /proc.
 */
export async function soakKillRounds({ rounds = 10, seed = 1, say = () => undefined }: KillRoundsOptions = {}): Promise<KillRoundsReport> {
  const folder = await createTempFolder('soak-kills')
  const swarm = createSwarm()
  const disk = await mountSmallDisk(path.join(folder.path, 'disk'), { sizeBytes: DISK_BYTES })
  const films = path.join(folder.path, 'disk', 'films')
  const temp = path.join(folder.path, 'temp')
  const faults: string[] = []
  const random = createRandom(seed)
  try {
    await Promise.all([mkdir(films, { recursive: true }), mkdir(temp)])
    const seeded = await seedFilm(swarm, folder.path, { ...FILM, times: FILM.times * Math.min(1, 10 / rounds) })
    const world: World = { ...seeded, films, temp, filler: path.join(folder.path, 'disk', 'filler'), original: await readFile(seeded.film.path) }
    let certain: ReadonlySet<number> = new Set()
    for (let round = 0; round < rounds; round += 1) {
      const trouble = disk === null && TROUBLES[round % TROUBLES.length] === 'diskFull' ? 'none' : (TROUBLES[round % TROUBLES.length] ?? 'none')
      const lastsMs = ROUND_MS.least + random() * (ROUND_MS.most - ROUND_MS.least)
      const { claimed, noted } = await playRound(world, trouble, lastsMs)
      faults.push(...await judge(world, `start ${String(round + 1)}`, certain, claimed))
      certain = new Set([...certain, ...noted])
      say(`round ${String(round + 1)}, ${trouble}: ${String(claimed.size)} pieces at the start, ${String(certain.size)} certain at the kill after ${String(Math.round(lastsMs))} ms`)
    }
    const last = await startOnce(world)
    const claimed = await last.haves()
    faults.push(...await judge(world, 'the last start', certain, claimed), ...await leftovers(world))
    await last.headless.close()
    return { rounds, survived: [...certain].filter((piece) => claimed.has(piece)).length, pieces: Math.ceil(world.original.length / PIECE_BYTES), faults }
  } finally {
    await swarm.close()
    await disk?.close()
    await folder.close()
  }
}

/** Both kinds of trouble among ten rounds, twice each. */
const TROUBLES: readonly Trouble[] = ['none', 'none', 'diskFull', 'none', 'vanished', 'none', 'none', 'diskFull', 'vanished', 'none']

interface World extends SeededFilm {
  readonly films: string
  readonly temp: string
  readonly filler: string
  readonly original: Buffer
}

/** Downloads until the moment has come and kills. `noted`: pieces that were verified so long before that they must be on the disk. */
async function playRound(world: World, trouble: Trouble, lastsMs: number): Promise<{ readonly claimed: ReadonlySet<number>; readonly noted: ReadonlySet<number> }> {
  const started = await startOnce(world, ['--peer', world.seeder.address])
  const claimed = await started.haves()
  const reading = fetch(started.url).then((response) => response.arrayBuffer()).catch(() => null)
  const seen: { readonly atMs: number; readonly haves: ReadonlySet<number> }[] = []
  const startedMs = performance.now()
  const pid = await childOf(started.headless.process.pid)
  const away = `${world.films}-away`
  let troubleMs = Infinity
  try {
    while (performance.now() - startedMs < lastsMs) {
      seen.push({ atMs: performance.now(), haves: await started.haves() })
      if (troubleMs === Infinity && performance.now() - startedMs > lastsMs / 2) {
        troubleMs = performance.now()
        if (trouble === 'diskFull') await fill(world)
        if (trouble === 'vanished') await rename(world.films, away)
      }
      await pause(LOOK_MS)
    }
  } finally {
    process.kill(pid, 'SIGKILL')
    await Promise.all([started.headless.process.ended, reading])
    if (trouble === 'diskFull') await unlink(world.filler).catch(() => undefined)
    if (trouble === 'vanished') await giveBack(world.films, away)
  }
  // What was not noted when the trouble began may have found no place: it counts only if it is claimed later.
  const untilMs = Math.min(performance.now() - NOTED_MS, trouble === 'none' ? Infinity : troubleMs - NOTED_BEFORE_TROUBLE_MS)
  return { claimed, noted: seen.filter(({ atMs }) => atMs < untilMs).at(-1)?.haves ?? new Set() }
}

const LOOK_MS = 30

interface Started {
  readonly headless: Headless
  readonly url: string
  readonly haves: () => Promise<ReadonlySet<number>>
}

async function startOnce({ torrent, films, temp }: World, args: readonly string[] = []): Promise<Started> {
  const headless = startHeadless([torrent.torrentPath, '--keep', '--download-dir', films, '--allow-local', ...args], { TMPDIR: temp })
  const url = await headless.streamUrl(torrent.infoHash)
  const havesUrl = url.replace('/stream/', '/haves/').replace(/\/[^/]*$/, '')
  return { headless, url, haves: async () => piecesIn(new Uint8Array(await (await fetch(havesUrl)).arrayBuffer())) }
}

/** Takes the room that is left but a little. */
async function fill({ filler, films }: World): Promise<void> {
  const { bavail, bsize } = await statfs(films)
  await writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - LEFT_BYTES))).catch(() => undefined) // somebody else was quicker: it is full
}

/** Whatever was made in its place meanwhile goes beside it, where leftovers are looked for. */
async function giveBack(films: string, away: string): Promise<void> {
  await rename(films, `${films}-made-anew-${String(Math.round(performance.now()))}`).catch(() => undefined)
  await rename(away, films)
}

/** What a start claims must hold what was certain before, and be right byte for byte on the disk. */
async function judge(world: World, where: string, certain: ReadonlySet<number>, claimed: ReadonlySet<number>): Promise<string[]> {
  const lost = [...certain].filter((piece) => !claimed.has(piece))
  const wrong: number[] = []
  const content = claimed.size > 0 ? await readFile(path.join(world.films, world.torrent.infoHash, 'content', world.torrent.name)) : Buffer.alloc(0)
  for (const piece of claimed) {
    const [begin, end] = [piece * PIECE_BYTES, Math.min((piece + 1) * PIECE_BYTES, world.original.length)]
    if (!world.original.subarray(begin, end).equals(content.subarray(begin, end))) wrong.push(piece)
  }
  return [
    ...(lost.length > 0 ? [`${where}: ${String(lost.length)} verified pieces are lost: ${lost.join(', ')}`] : []),
    ...(wrong.length > 0 ? [`${where}: ${String(wrong.length)} pieces are claimed that are not there: ${wrong.join(', ')}`] : []),
  ]
}

/** Folders of dead runs, once the run that is alive had time to clear up. */
async function leftovers({ films, temp, torrent }: World): Promise<string[]> {
  const extra = async () => [
    ...(await Promise.all((await readdir(temp)).map(async (name) => (await readdir(path.join(temp, name))).slice(1).map((each) => `${name}/${each}`)))).flat(),
    ...(await readdir(films)).filter((name) => name !== torrent.infoHash),
    ...(await readdir(path.dirname(films))).filter((name) => name !== path.basename(films)),
  ]
  await waitUntil('nothing is left over', async () => (await extra()).length === 0).catch(() => undefined) // the report says what is
  const names = await extra()
  return names.length > 0 ? [`left over: ${names.join(', ')}`] : []
}

function piecesIn(bits: Uint8Array): Set<number> {
  const pieces = new Set<number>()
  for (let piece = 0; piece < bits.length * 8; piece += 1) if (((bits[piece >> 3] ?? 0) & (128 >> (piece & 7))) !== 0) pieces.add(piece)
  return pieces
}
