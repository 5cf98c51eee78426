import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { launchApp } from '../../fixtures/app.ts'

const RUNS = 9
/** Chromium keeps the compiled page from the second start with a profile on and has it from the third. */
const STARTS_BEFORE = 3

/** Seconds from the start of the program to a window that can be used, the middle of several runs in turns. */
export interface StartUpFigures {
  readonly oursSec: number
  readonly emptySec: number
  /** Processor time of the whole program until then: a busy machine hardly changes it. */
  readonly oursCpuSec: number
  readonly emptyCpuSec: number
}

/** Our window beside that of a program with a window and nothing else: for the very first time, and as on any other day. */
export async function measureStartUp(folder: string): Promise<{ readonly first: StartUpFigures; readonly usual: StartUpFigures }> {
  const programs: Programs = [{ appDir: undefined, usable: '.drop-field input', picture: 'first-contentful-paint' }, { appDir: await writeEmptyApp(folder), usable: 'input', picture: 'first-paint' }]
  const first = await measureInTurns(programs, (program, run) => path.join(folder, `first-${String(program)}-${String(run)}`))
  const usualPlace = (program: number) => path.join(folder, `usual-${String(program)}`)
  for (let start = 0; start < STARTS_BEFORE; start++) for (const [number, program] of programs.entries()) await startOnce(usualPlace(number), program)
  return { first, usual: await measureInTurns(programs, usualPlace) }
}

interface Program {
  readonly appDir: string | undefined
  readonly usable: string
  /** What is called its first picture (Paint Timing, 4.1): a field and nothing else is not content there, and our page is empty before home. */
  readonly picture: 'first-paint' | 'first-contentful-paint'
}
type Programs = readonly [ours: Program, empty: Program]
interface OneStart { readonly tookSec: number; readonly cpuSec: number }

async function measureInTurns([ours, empty]: Programs, place: (program: number, run: number) => string): Promise<StartUpFigures> {
  const starts: { readonly ours: OneStart[]; readonly empty: OneStart[] } = { ours: [], empty: [] }
  for (let run = 0; run < RUNS; run++) {
    starts.ours.push(await startOnce(place(0, run), ours))
    starts.empty.push(await startOnce(place(1, run), empty))
  }
  const middleOf = (of: readonly OneStart[], read: (start: OneStart) => number) => middle(of.map(read))
  return {
    oursSec: middleOf(starts.ours, ({ tookSec }) => tookSec),
    emptySec: middleOf(starts.empty, ({ tookSec }) => tookSec),
    oursCpuSec: middleOf(starts.ours, ({ cpuSec }) => cpuSec),
    emptyCpuSec: middleOf(starts.empty, ({ cpuSec }) => cpuSec),
  }
}

/** Until the field is there and can be seen: one in a window that was not shown or drawn yet is of no use. */
async function startOnce(folder: string, { appDir, usable, picture }: Program): Promise<OneStart> {
  await mkdir(folder, { recursive: true })
  const startedMs = Date.now()
  const app = await launchApp({ folder, userDataDir: path.join(folder, 'profile'), tempDir: path.join(folder, 'temp') }, appDir === undefined ? {} : { appDir })
  await app.page.locator(usable).waitFor()
  const thereMs = Date.now()
  const cpuSec = await cpuSecOf(app.electron.process().pid ?? 0)
  const tookSec = (Math.max(thereMs, await app.page.evaluate(pictureMs, picture)) - startedMs) / 1000
  await app.close()
  return { tookSec, cpuSec }
}

/** When the page's first picture was seen, in milliseconds since 1970. Runs in the page. */
function pictureMs(picture: string): Promise<number> {
  return new Promise((resolve) => {
    const look = (list: { getEntries: () => readonly PerformanceEntry[] }) => {
      for (const { name, startTime } of list.getEntries()) if (name === picture) resolve(performance.timeOrigin + startTime)
    }
    new PerformanceObserver(look).observe({ type: 'paint', buffered: true })
  })
}

/** User and system time of a process and all below it, from /proc (proc(5): fields 14 and 15 of stat, in hundredths of a second). */
async function cpuSecOf(root: number): Promise<number> {
  const all = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(readStat))
  const inTree = new Set([root])
  for (const { pid, parent } of all.toSorted((a, b) => a.pid - b.pid)) if (inTree.has(parent)) inTree.add(pid)
  return all.filter(({ pid }) => inTree.has(pid)).reduce((sum, { ticks }) => sum + ticks, 0) / 100
}

async function readStat(name: string) {
  const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { pid: Number(name), parent: Number(fields[1]), ticks: Number(fields[11] ?? 0) + Number(fields[12] ?? 0) }
}

async function writeEmptyApp(folder: string): Promise<string> {
  const place = path.join(folder, 'empty-app')
  await mkdir(place)
  await writeFile(path.join(place, 'package.json'), JSON.stringify({ name: 'empty', version: '1.0.0', main: 'main.cjs' }))
  await writeFile(path.join(place, 'page.html'), '<!doctype html><title>Empty</title><input>')
  await writeFile(path.join(place, 'main.cjs'), `
    const { app, BrowserWindow } = require('electron')
    app.whenReady().then(() => new BrowserWindow({ width: 1180, height: 720, webPreferences: { sandbox: true } }).loadFile('page.html'))
    app.on('window-all-closed', () => app.quit())`)
  return place
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
