import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mustRun, runTool } from '../run-tool.ts'
import { createTempFolder } from '../temp-folder.ts'
import type { TempFolder } from '../temp-folder.ts'
import { inHostileNetwork } from './world/own-network.ts'
import type { WorldReport } from './world/run-world.ts'

const ROOT = path.resolve(import.meta.dirname, '../../..')
/** Twenty seconds on a computer that has nothing else to do. */
const WORLD_LIMIT_MS = 240_000
/** No input may keep the program from answering for longer; in its own time, because the machine may have other work. */
const BUSY_LIMIT_MS = 3000
/** A program that does nothing and does not answer either has hung. */
const ANSWER_LIMIT_MS = 60_000

/** The whole corpus is shown to one running program; the tests read what came of it. */
describe('the real program in a hostile world', () => {
  let folder: TempFolder
  let report: WorldReport | null = null

  beforeAll(async () => {
    folder = await createTempFolder('hostile-world')
    await mustRun(process.execPath, [path.join(ROOT, 'build/launch.mjs'), '--headless', '--help'])
    const line = await inHostileNetwork([process.execPath, '--import', path.join(ROOT, 'build/run-ts.mjs'), path.join(import.meta.dirname, 'world/run-world.ts'), path.join(ROOT, 'out/main/cli.js'), folder.path])
    if (line === null) return
    const { stdout, stderr } = await runTool(line[0], line[1], WORLD_LIMIT_MS)
    report = readReport(stdout)
    if (report === null) throw new Error(`the world gave no report: ${stdout.slice(-500)} ${stderr.slice(-2000)}`)
  }, WORLD_LIMIT_MS)
  afterAll(() => folder.close())

  it('refuses every hostile thing in a sentence or makes it harmless', ({ skip }) => {
    if (report === null) return skip('this system makes no networks for tests')
    expect(report.faults).toEqual([])
    const { torrent = 0, magnet = 0, text = 0, ...messages } = report.shown
    expect(torrent + magnet + text).toBeGreaterThan(180)
    expect(Object.values(messages).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(250)
  })

  it('reaches nobody on this computer or the local network for them', ({ skip }) => {
    if (report === null) return skip('this system makes no networks for tests')
    expect(report.forbidden).toEqual([])
    expect(report.watchSees).toBe(true)
  })

  it('writes nothing outside its own folder and overwrites nothing', ({ skip }) => {
    if (report === null) return skip('this system makes no networks for tests')
    expect(report.left).toEqual([])
  })

  it('answers all the time and ends in order', ({ skip }) => {
    if (report === null) return skip('this system makes no networks for tests')
    expect(report.busiestMs).toBeGreaterThan(0) // it was measured
    expect(report.busiestMs).toBeLessThan(BUSY_LIMIT_MS)
    expect(report.slowestMs).toBeLessThan(ANSWER_LIMIT_MS)
    expect(report.exitCode).toBe(0)
  })
})

function readReport(stdout: string): WorldReport | null {
  const line = stdout.trim().split('\n').findLast((each) => each.startsWith('{'))
  const parsed: unknown = line === undefined ? null : JSON.parse(line)
  return isReport(parsed) ? parsed : null
}

function isReport(value: unknown): value is WorldReport {
  return typeof value === 'object' && value !== null && 'faults' in value && 'forbidden' in value
}
