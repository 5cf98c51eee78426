import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { launchApp } from '../../fixtures/app.ts'

const RUNS = 9

/** Seconds from the start of the program to a window that can be used, the middle of several runs in turns. */
export interface StartFigures {
  readonly oursSec: number
  readonly emptySec: number
  /** Processor time of the whole program until then: a busy machine hardly changes it. */
  readonly oursCpuSec: number
  readonly emptyCpuSec: number
}

/** Our window beside that of a program with a window and nothing else. */
export async function measureStartUp(folder: string): Promise<StartFigures> {
  const empty = await writeEmptyApp(folder)
  const ours: OneStart[] = []
  const others: OneStart[] = []
  for (let run = 0; run < RUNS; run++) {
    ours.push(await startOnce(path.join(folder, `ours-${String(run)}`), undefined, '.drop-field input'))
    others.push(await startOnce(path.join(folder, `empty-${String(run)}`), empty, 'input'))
  }
  const [oursSec, emptySec] = [ours, others].map((runs) => middle(runs.map(({ tookSec }) => tookSec)))
  const [oursCpuSec, emptyCpuSec] = [ours, others].map((runs) => middle(runs.map(({ cpuSec }) => cpuSec)))
  return { oursSec: oursSec ?? 0, emptySec: emptySec ?? 0, oursCpuSec: oursCpuSec ?? 0, emptyCpuSec: emptyCpuSec ?? 0 }
}

interface OneStart { readonly tookSec: number; readonly cpuSec: number }

async function startOnce(folder: string, appDir: string | undefined, usable: string): Promise<OneStart> {
  await mkdir(folder)
  const startedMs = performance.now()
  const app = await launchApp({ folder, userDataDir: path.join(folder, 'profile'), tempDir: path.join(folder, 'temp') }, appDir === undefined ? {} : { appDir })
  await app.page.locator(usable).waitFor()
  const tookSec = (performance.now() - startedMs) / 1000
  const cpuSec = await cpuSecOf(app.electron.process().pid ?? 0)
  await app.close()
  return { tookSec, cpuSec }
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
