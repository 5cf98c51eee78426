import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { startLabProcess } from '../lab/lab-process.ts'
import { makeTorrent } from '../lab/make-torrent.ts'
import { ODD_FILMS, makeOddFilm } from '../lab/odd-film.ts'
import { createSwarm } from '../lab/swarm.ts'
import { createTempFolder } from '../lab/temp-folder.ts'
import type { SoakReport } from './report.ts'
import { mib } from './report.ts'

export interface OpenCloseOptions {
  /** A torrent is opened, watched in one manner or another, and closed. */
  readonly cycles?: number
  readonly say?: (line: string) => void
}

/** A day of somebody who opens something every two minutes. */
const CYCLES_A_DAY = 720
const WARM_UP = 80
/** Connections to peers come and go, and so do their timers. */
const SPARE = 4
/** The collector leaves some behind; a torrent that stayed would be 100 kB at least, in each cycle. */
const SPARE_HEAP_BYTES = 8 * 1024 ** 2
const SPARE_RSS_BYTES = 60 * 1024 ** 2
const FILMS = 4
/** A cycle takes half a second, a look three. */
const LIMIT_MS = 60 * 60_000

const ROOT = path.resolve(import.meta.dirname, '../..')
const PROGRAM = path.join(ROOT, 'electron/host/test/open-close.ts')
const RUN_TS = pathToFileURL(path.join(ROOT, 'build/run-ts.mjs')).href

const FIGURES = ['files', 'sockets', 'timers', 'children', 'listeners', 'heapBytes', 'rssBytes'] as const
type Figure = (typeof FIGURES)[number]
type Held = Readonly<Record<Figure, number>>

/** Opens and closes for a simulated day; what the process holds must end where it began. Linux only, it reads /proc. */
export async function soakOpenClose({ cycles = CYCLES_A_DAY, say = () => undefined }: OpenCloseOptions = {}): Promise<SoakReport> {
  const folder = await createTempFolder('soak-open-close')
  const swarm = createSwarm()
  try {
    await mkdir(path.join(folder.path, 'temp'))
    const films = await Promise.all(Array.from({ length: FILMS }, async (_, i) => {
      const film = await makeOddFilm({ ...ODD_FILMS.mkvAc3, seconds: 40 + i })
      return makeTorrent({ content: film.path, torrentPath: path.join(folder.path, `film-${String(i)}.torrent`), pieceLengthBytes: 65_536 })
    }))
    const [first, ...others] = films
    if (!first) throw new Error('no film was made')
    const { host, port } = await swarm.startSeeder({ kind: 'libtorrent', torrent: first, alsoTorrents: others })
    const wish = { cycles: cycles + WARM_UP, warmUp: WARM_UP, checkEvery: Math.max(1, Math.floor(cycles / 6)), tempDir: path.join(folder.path, 'temp'), peer: { host, port }, films: films.map(({ torrentPath, magnet, lengthBytes }) => ({ torrentPath, magnet, lengthBytes })) }
    return await follow(wish, say)
  } finally {
    await swarm.close()
    await folder.close()
  }
}

async function follow(wish: object & { readonly cycles: number }, say: (line: string) => void): Promise<SoakReport> {
  const program = startLabProcess(process.execPath, ['--expose-gc', '--import', RUN_TS, PROGRAM, JSON.stringify(wish)])
  const looks: Held[] = []
  const faults: string[] = []
  program.onLine((line) => {
    const told = toEvent(line)
    if (told.event === 'held') {
      looks.push(toHeld(told))
      say(`after ${String(told.cycle)} cycles: ${describe(toHeld(told))}`)
    }
    if (told.event === 'fault') faults.push(`cycle ${String(told.cycle)}, manner ${String(told.manner)}: ${String(told.message)}`)
  })
  const closed = toHeld(toEvent(await program.waitForLine((line) => toEvent(line).event === 'closed', LIMIT_MS)))
  await program.close()
  const [before, after] = [looks[0] ?? closed, looks.at(-1) ?? closed]
  const rows = FIGURES.map((figure) => ({ what: figure, before: show(figure, before[figure]), after: `${show(figure, after[figure])}, closed ${show(figure, closed[figure])}` }))
  return { rows: [{ what: 'cycles', before: '0', after: String(wish.cycles) }, ...rows], faults: [...faults.slice(0, 20), ...grown(before, after)] }
}

function grown(before: Held, after: Held): string[] {
  const spare: Held = { files: SPARE, sockets: SPARE, timers: SPARE, children: 0, listeners: 0, heapBytes: SPARE_HEAP_BYTES, rssBytes: SPARE_RSS_BYTES }
  return FIGURES.filter((figure) => after[figure] > before[figure] + spare[figure]).map((figure) => `${figure} rose from ${show(figure, before[figure])} to ${show(figure, after[figure])}`)
}

function toEvent(line: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(line)
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
  } catch {
    return {} // a line that is none of ours
  }
}

function toHeld(told: Readonly<Record<string, unknown>>): Held {
  const of = (figure: Figure) => Number(told[figure])
  return { files: of('files'), sockets: of('sockets'), timers: of('timers'), children: of('children'), listeners: of('listeners'), heapBytes: of('heapBytes'), rssBytes: of('rssBytes') }
}

const show = (figure: Figure, value: number) => (figure.endsWith('Bytes') ? mib(value) : String(value))
const describe = (held: Held) => FIGURES.map((figure) => `${figure} ${show(figure, held[figure])}`).join(', ')
