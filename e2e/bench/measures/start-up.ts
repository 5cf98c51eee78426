import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { launchApp } from '../../fixtures/app.ts'

const RUNS = 7

/** Seconds from the start of the program to a window that can be used, the middle of several runs in turns. */
export interface StartFigures {
  readonly oursSec: number
  readonly emptySec: number
}

/** Our window beside that of a program with a window and nothing else. */
export async function measureStartUp(folder: string): Promise<StartFigures> {
  const empty = await writeEmptyApp(folder)
  const ours: number[] = []
  const others: number[] = []
  for (let run = 0; run < RUNS; run++) {
    ours.push(await startOnce(path.join(folder, `ours-${String(run)}`), undefined, '.drop-field input'))
    others.push(await startOnce(path.join(folder, `empty-${String(run)}`), empty, 'input'))
  }
  return { oursSec: middle(ours), emptySec: middle(others) }
}

async function startOnce(folder: string, appDir: string | undefined, usable: string): Promise<number> {
  await mkdir(folder)
  const startedMs = performance.now()
  const app = await launchApp({ folder, userDataDir: path.join(folder, 'profile'), tempDir: path.join(folder, 'temp') }, appDir === undefined ? {} : { appDir })
  await app.page.locator(usable).waitFor()
  const tookSec = (performance.now() - startedMs) / 1000
  await app.close()
  return tookSec
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
