import { open } from 'node:fs/promises'
import { readSync } from 'node:fs'
import type { MadeTorrent } from '../lab/make-torrent.ts'
import { createTempFolder } from '../lab/temp-folder.ts'
import type { FilmLayout } from './bench-film.ts'
import { openBenchSwarm } from './bench-swarm.ts'
import type { BenchSwarm, Uploaded } from './bench-swarm.ts'
import { watchFilm } from './player.ts'
import type { Viewing } from './player.ts'
import { readProcess } from './process-figures.ts'
import type { Program, RunningProgram } from './programs.ts'
import type { Scenario } from './scenarios.ts'
import { median, worstOf } from './summarize.ts'
import type { Figures } from './summarize.ts'

/** A film of the bench, its torrent and where its parts lie. */
export interface BenchFilm {
  readonly path: string
  readonly torrent: MadeTorrent
  readonly layout: FilmLayout
}

/** One run: fresh peers, a fresh program, a viewer for each film; everything is gone after. */
export async function measureRun(scenario: Scenario, program: Program, films: readonly BenchFilm[]): Promise<Figures> {
  const folder = await createTempFolder(`bench-${program.name}`)
  const swarm = await openBenchSwarm(scenario.peers, films.map(({ torrent }) => torrent))
  try {
    const running = await program.start({ folder: folder.path, peers: swarm.addresses })
    try {
      return await measure(scenario, films, swarm, running)
    } finally {
      await running.close()
    }
  } finally {
    await swarm.close()
    await folder.close()
  }
}

async function measure(scenario: Scenario, films: readonly BenchFilm[], swarm: BenchSwarm, running: RunningProgram): Promise<Figures> {
  const idle = await readProcess(running.pid)
  const startedMs = performance.now()
  swarm.begin()
  let waiting = films.length
  let atPlay: Promise<Sample> | null = null
  const onCanPlay = () => {
    waiting -= 1
    if (waiting === 0) atPlay = sample(swarm)
  }
  const viewings = await Promise.all(films.map((film) => watch(film, scenario, running, startedMs, onCanPlay)))
  const [atEnd, begun, busy, received] = [await sample(swarm), await (atPlay ?? sample(swarm)), await readProcess(running.pid), await running.received()]
  return {
    ...summarizeViewings(viewings),
    bytesBeforePlay: begun.bytes,
    wastedShare: received.receivedBytes === 0 ? 0 : received.wastedBytes / received.receivedBytes,
    swarmUsedShare: usedShare(begun, atEnd, swarm.lastingBytesPerSec),
    cpuSecPer100MB: idle === null || busy === null ? null : ((busy.cpuSec - idle.cpuSec) / atEnd.bytes) * 1e8,
    peakRssBytes: busy?.peakRssBytes ?? null,
  }
}

async function watch(film: BenchFilm, scenario: Scenario, running: RunningProgram, startedMs: number, onCanPlay: () => void): Promise<Viewing> {
  const url = await running.open(film.torrent)
  const content = await open(film.path, 'r')
  try {
    return await watchFilm({ url, layout: film.layout, steps: scenario.steps, startedMs, onCanPlay, isRight: (begin, slice) => isRight(content.fd, begin, slice) })
  } finally {
    await content.close()
  }
}

function isRight(fd: number, begin: number, slice: Buffer): boolean {
  const expected = Buffer.alloc(slice.length)
  readSync(fd, expected, 0, slice.length, begin)
  return expected.equals(slice)
}

interface Sample extends Uploaded {
  readonly atMs: number
}

async function sample(swarm: BenchSwarm): Promise<Sample> {
  const atMs = performance.now()
  return { atMs, ...(await swarm.uploaded()) }
}

/** How much of what the lasting peers may send was taken while the film played. */
function usedShare(begun: Sample, atEnd: Sample, bytesPerSec: number): number {
  const sec = (atEnd.atMs - begun.atMs) / 1000
  return sec <= 0 ? 0 : (atEnd.lastingBytes - begun.lastingBytes) / (sec * bytesPerSec)
}

/** Several films at once count as their median viewer for waits; what stands still or goes wrong is added up. */
function summarizeViewings(viewings: readonly Viewing[]): ViewingFigures {
  const each = <T>(read: (viewing: Viewing) => T) => viewings.map(read)
  const total = (read: (viewing: Viewing) => number) => each(read).reduce((sum, value) => sum + value, 0)
  const jumps = viewings.flatMap(({ jumpSecs }) => jumpSecs)
  return {
    firstByteSec: median(each(({ firstByteSec }) => firstByteSec)),
    indexSec: median(each(({ indexSec }) => indexSec)),
    canPlaySec: median(each(({ canPlaySec }) => canPlaySec)),
    jumpMedianSec: median(jumps),
    jumpWorstSec: worstOf(jumps),
    stalls: total(({ stalls }) => stalls),
    stalledSec: total(({ stalledSec }) => stalledSec),
    breaks: total(({ breaks }) => breaks),
    wrongSlices: total(({ wrongSlices }) => wrongSlices),
    gaveUp: total(({ gaveUp }) => gaveUp),
  }
}

type ViewingFigures = Omit<Figures, 'bytesBeforePlay' | 'wastedShare' | 'swarmUsedShare' | 'cpuSecPer100MB' | 'peakRssBytes'>
