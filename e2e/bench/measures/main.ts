import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { MadeTorrent } from '../../lab/make-torrent.ts'
import { createTempFolder } from '../../lab/temp-folder.ts'
import { PROGRAMS } from '../programs.ts'
import { measureBesideFilm } from './beside-film.ts'
import { makeHdFilm, measureConversion, measureStart, measureTrouble } from './conversion.ts'
import type { ConversionFigures, StartFigures } from './conversion.ts'
import { fetchThrough, makeContent } from './fetch-run.ts'
import type { FetchFigures } from './fetch-run.ts'
import { measureLargeLibrary } from './large-library.ts'
import { measureMainLoop } from './main-loop.ts'
import type { LoopFigures } from './main-loop.ts'
import { measureStartUp } from './start-up.ts'
import type { StartUpFigures } from './start-up.ts'
import { measureWindowJumps, measureWindowKill } from './window-jumps.ts'
import { measureWindowStart, withPlainSound } from './window-start.ts'
import type { WindowStart } from './window-start.ts'

// Prints what the media host costs: `node --import ./build/run-ts.mjs e2e/bench/measures/main.ts [memory] [cpu] [many] [loop] [library] [start] [conversion] [first] [jumps] [beside]`.
// `loop`, `library`, `start`, `first`, `jumps` and `beside` need a display and ELECTRON_EXEC_PATH.

const KIB = 1024
const MIB = 1024 * KIB
const MB = 1e6

const MEASURES: Readonly<Record<string, (folder: string) => Promise<void>>> = { memory, cpu, many, loop, library, start, conversion, first, jumps, beside }

/** Words behind a jump, promised within a second of the picture, and made pictures of the seek bar, promised within 300 ms. */
async function beside(folder: string): Promise<void> {
  for (const kind of ['mkv', 'mkvConverted', 'mp4IndexAtStart'] as const) {
    const { linesMs, picturesMs } = await measureBesideFilm(folder, kind)
    const list = (values: readonly number[]) => values.map((value) => value.toFixed(0)).join(' ')
    say(`${kind.padEnd(16)} lines behind jumps ${list(linesMs)} ms, pictures pointed at ${list(picturesMs)} ms`)
  }
}

/** Peak memory of one stream at full speed; the promise is 200 MB at any piece size. */
async function memory(folder: string): Promise<void> {
  for (const pieceBytes of [256 * KIB, MIB, 4 * MIB, 16 * MIB]) {
    const figures = await fetchOurs(folder, 600 * MIB, pieceBytes)
    print(`pieces of ${String(pieceBytes / KIB)} KiB`, figures)
  }
}

/** Processor time a byte beside webtorrent's own server, in turns; the promise is 1.3 times. */
async function cpu(folder: string): Promise<void> {
  const torrent = await makeContent(folder, 600 * MIB, MIB)
  const ratios: number[] = []
  for (let run = 0; run < 3; run++) {
    const each = []
    for (const program of [programOf('ours'), programOf('wt3')]) {
      const figures = await fetchThrough(program, torrent, torrent.lengthBytes, 1)
      print(program.title, figures)
      each.push(cpuSecOf(figures))
    }
    ratios.push((each[0] ?? 0) / (each[1] ?? 1))
  }
  say(`ours to webtorrent: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`)
}

/** Pieces and files without end: each quarter of the film should cost what the first did. */
async function many(folder: string): Promise<void> {
  print('100 000 pieces', await fetchOurs(folder, 100_000 * 16 * KIB, 16 * KIB, 0, 400 * MIB))
  print('25 600 pieces', await fetchOurs(folder, 400 * MIB, 16 * KIB))
  print('10 000 files', await fetchOurs(folder, 400 * MIB, 256 * KIB, 9_999))
  print('one file', await fetchOurs(folder, 400 * MIB, 256 * KIB))
}

/** Main's event loop and the pointer while fifty peers send at full speed; the promise is 16 ms for 99 of 100. */
async function loop(folder: string): Promise<void> {
  const { idle, busy } = await measureMainLoop(folder)
  for (const [title, figures] of [['idle', idle], ['50 peers', busy]] as const) printLoop(title, figures)
}

/** Home with 5 000 films while one is fetched; the promise is 16 ms for 95 of 100 frames. */
async function library(folder: string): Promise<void> {
  const { downloadBytesPerSec, frames } = await measureLargeLibrary(folder)
  for (const { title, frames: count, late, p50, p95, max } of frames) say(`${title.padEnd(10)} ${String(count).padStart(5)} frames, ${String(late)} late, work of a frame p50/p95/max ${p50.toFixed(1)} / ${p95.toFixed(1)} / ${max.toFixed(1)} ms at ${(downloadBytesPerSec / MB).toFixed(0)} MB/s`)
}

/** From the program's start to a window that can be used, beside an empty program; the promise is 1.2 times. */
async function start(folder: string): Promise<void> {
  const { first, usual } = await measureStartUp(folder)
  tellStart('first start', first)
  tellStart('usual start', usual)
}

function tellStart(title: string, { oursSec, emptySec, oursCpuSec, emptyCpuSec }: StartUpFigures): void {
  say(`${title}: ours ${oursSec.toFixed(2)} s, empty ${emptySec.toFixed(2)} s, ours to empty ${(oursSec / emptySec).toFixed(2)}; of the processor ${oursCpuSec.toFixed(2)} s and ${emptyCpuSec.toFixed(2)} s`)
}

/**
 * A film of 1080 lines with AC-3, its sound alone converted, three such at once, and its picture too, also from HEVC of ten bits. Promised: under 5 % of a
 * core and 10 MB before the first picture for the copy, real time for three of them; half of two cores for the picture;
 * 500 MB of ffmpeg and host together; a jump in 2.5 s and 6 s; 1 s after a stall and 3 s after ffmpeg was killed.
 */
async function conversion(folder: string): Promise<void> {
  const torrents: MadeTorrent[] = []
  for (const name of ['first', 'second', 'third']) {
    await mkdir(path.join(folder, name))
    torrents.push(await makeHdFilm(path.join(folder, name), torrents[0]))
  }
  for (const torrent of torrents.slice(0, 1)) await compareStarts(torrent)
  for (const torrent of torrents.slice(0, 1)) {
    const { afterStallSec, afterKillSec } = await measureTrouble(programOf('ours'), torrent, 'transcodeAudio-a0-full')
    say(`trouble        goes on ${afterStallSec.toFixed(1)} s after a stall of 12 s, ${afterKillSec.toFixed(1)} s after ffmpeg was killed`)
  }
  for (const [title, count, form] of [['sound', 1, 'transcodeAudio-a0-full'], ['sound of three', 3, 'transcodeAudio-a0-full'], ['picture', 1, 'transcode-a0-full']] as const) {
    printConversion(title, await measureConversion(programOf('ours'), torrents.slice(0, count), form))
  }
  await mkdir(path.join(folder, 'hevc'))
  printConversion('picture, HEVC', await measureConversion(programOf('ours'), [await makeHdFilm(path.join(folder, 'hevc'), undefined, 'hevc10')], 'transcode-a0-full'))
}

/** Promised: the first picture of a conversion within 1.5 times that of the film's own bytes. In turns, because loads change. */
async function compareStarts(torrent: MadeTorrent): Promise<void> {
  const runs: { readonly direct: StartFigures; readonly converted: StartFigures }[] = []
  for (let run = 0; run < START_RUNS; run++) runs.push({ direct: await measureStart(programOf('ours'), torrent, null), converted: await measureStart(programOf('ours'), torrent, 'transcodeAudio-a0-full') })
  for (const [title, kind] of [['as it is', 'direct'], ['sound', 'converted']] as const) {
    const figures = runs.map((run) => run[kind])
    say(`${title.padEnd(14)} first picture after ${figures.map(({ sec }) => sec.toFixed(2)).join(' ')} s and ${figures.map(({ bytes }) => (bytes / MB).toFixed(1)).join(' ')} MB`)
  }
  say(`sound to as it is ${(middle(runs.map(({ converted }) => converted.sec)) / middle(runs.map(({ direct }) => direct.sec))).toFixed(2)}`)
}

const START_RUNS = 5

/** The same in the window, from the drop of the torrent on: a film with a sound that plays, and one whose sound is converted. */
async function first(folder: string): Promise<void> {
  const home = path.join(folder, 'first-film')
  await mkdir(home)
  const surround = await makeHdFilm(home, undefined)
  const plain = await withPlainSound(surround, path.join(home, 'plain'))
  const starts: { readonly direct: WindowStart; readonly converted: WindowStart }[] = []
  for (let run = 0; run < START_RUNS; run++) {
    const direct = await measureWindowStart(path.join(home, `direct-${String(run)}`), plain, false)
    starts.push({ direct, converted: await measureWindowStart(path.join(home, `converted-${String(run)}`), surround, true) })
  }
  for (const [title, kind] of [['as it is', 'direct'], ['sound', 'converted']] as const) {
    for (const { [kind]: { shownSec, settledSec, bytes, steps } } of starts) say(`${title.padEnd(10)} first picture after ${shownSec.toFixed(2)} s, as it goes on after ${settledSec.toFixed(2)} s and ${(bytes / MB).toFixed(1)} MB: ${steps.map(({ name, sec }) => `${name} ${sec.toFixed(2)}`).join(', ')}`)
  }
  say(`sound to as it is ${(middle(starts.map(({ converted }) => converted.settledSec)) / middle(starts.map(({ direct }) => direct.settledSec))).toFixed(2)}`)
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** Jumps in the window into what is not made, the film's bytes being here; the promise is 2.5 s for a copied picture, 6 s for an encoded one. Then ffmpeg is killed, which nobody should see. */
async function jumps(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'jumps'))
  const torrent = await makeHdFilm(path.join(folder, 'jumps'), undefined)
  for (const [title, encoded] of [['sound', false], ['picture', true]] as const) {
    for (const { shownSec, movesSec, segments } of await measureWindowJumps(path.join(folder, `jumps-${title}`), torrent, encoded)) {
      const asked = segments.map(({ name, askedSec, hereSec }) => `${name} ${askedSec.toFixed(2)}-${hereSec.toFixed(2)}`).join(', ')
      say(`${title.padEnd(10)} shown after ${shownSec.toFixed(2)} s, moves after ${movesSec.toFixed(2)} s: ${asked}`)
    }
  }
  const { longestGapMs, waited } = await measureWindowKill(path.join(folder, 'jumps-kill'), torrent)
  say(`kill       of ffmpeg in mid-film: ${longestGapMs.toFixed(0)} ms between two pictures at most, the window ${waited ? 'said that it waits' : 'said nothing'}`)
}

function printConversion(title: string, { firstSegmentSec, filmSecPerSec, cpuSecPerFilmSec, ffmpegPeakBytes, hostPeakBytes, jumpsSec }: ConversionFigures): void {
  const list = (values: readonly number[]) => values.map((value) => value.toFixed(1)).join(' ')
  say(`${title.padEnd(14)} first segment in ${firstSegmentSec.toFixed(1)} s, ${list(filmSecPerSec)} times real time, ${(cpuSecPerFilmSec * 100).toFixed(1)} % of a core each, peak ffmpeg ${(ffmpegPeakBytes / MB).toFixed(0)} MB, host ${(hostPeakBytes / MB).toFixed(0)} MB, jumps ${list(jumpsSec)} s`)
}

function printLoop(title: string, { downloadBytesPerSec, main, pointer }: LoopFigures): void {
  const ms = ({ p50, p99, max }: LoopFigures['main']) => `${p50.toFixed(1)} / ${p99.toFixed(1)} / ${max.toFixed(1)} ms`
  say(`${title.padEnd(10)} ${(downloadBytesPerSec / MB).toFixed(0)} MB/s, main loop p50/p99/max ${ms(main)}, pointer ${ms(pointer)}`)
}

async function fetchOurs(folder: string, lengthBytes: number, pieceBytes: number, others = 0, readBytes = lengthBytes): Promise<FetchFigures> {
  return fetchThrough(programOf('ours'), await makeContent(folder, lengthBytes, pieceBytes, others), readBytes, 4)
}

function programOf(name: string) {
  const program = PROGRAMS.find((each) => each.name === name)
  if (!program) throw new Error(`no program ${name}`)
  return program
}

function cpuSecOf({ parts }: FetchFigures): number {
  return parts.reduce((sum, part) => sum + part.cpuSec, 0)
}

function print(title: string, { parts, openSec, openCpuSec, peakRssBytes }: FetchFigures): void {
  const costs = parts.map(({ bytes, cpuSec }) => ((cpuSec / bytes) * 1e9).toFixed(1)).join(' ')
  const rates = parts.map(({ bytes, sec }) => (bytes / MB / sec).toFixed(0)).join(' ')
  say(`${title.padEnd(22)} opened in ${openSec.toFixed(2)} s (${openCpuSec.toFixed(2)} s CPU), ${rates} MB/s, ${costs} CPU s/GB, peak ${(peakRssBytes / MB).toFixed(0)} MB`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const names = process.argv.slice(2)
const folder = await createTempFolder('measures')
try {
  for (const [name, measure] of Object.entries(MEASURES)) if (names.length === 0 || names.includes(name)) await measure(folder.path)
} finally {
  await folder.close()
}
