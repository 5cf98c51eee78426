import { readdirSync, readFileSync } from 'node:fs'
import os from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTempFolder } from '../../../e2e/lab/temp-folder.ts'
import type { TempFolder } from '../../../e2e/lab/temp-folder.ts'
import { waitUntil } from '../../../e2e/lab/wait-until.ts'
import { runToEnd, startProcess } from './run-process.ts'
import type { RunRequest } from './run-process.ts'

let folder: TempFolder
beforeAll(async () => { folder = await createTempFolder('run') })
afterAll(() => folder.close())

const never = new AbortController().signal
const node = (code: string, wish: Partial<RunRequest> = {}): RunRequest => ({ program: process.execPath, args: ['-e', code], cwd: folder.path, signal: never, limitMs: 60_000, ...wish })
const LOTS = 1_000_000

describe('a program that is run', () => {
  it('gives its output and its code', async () => {
    expect(await runToEnd({ ...node('process.stdout.write("hi"); console.error("oh"); process.exitCode = 3'), maxOutputBytes: LOTS })).toMatchObject({ why: 'exited', code: 3, complaints: 'oh', stdout: Buffer.from('hi') })
  })

  it('knows nothing of the environment and lives in its own folder', async () => {
    const { stdout } = await runToEnd({ ...node('process.stdout.write(JSON.stringify([Object.keys(process.env), process.cwd()]))'), maxOutputBytes: LOTS })
    expect(JSON.parse(stdout.toString())).toEqual([process.platform === 'win32' ? expect.anything() : [], folder.path])
  })

  it.skipIf(process.platform === 'win32')('is nicer than we are', async () => {
    const { stdout } = await runToEnd({ ...node('setTimeout(() => process.stdout.write(String(os.getPriority())), 500)'), maxOutputBytes: LOTS })
    expect(Number(stdout.toString())).toBeGreaterThanOrEqual(10)
  })

  it.skipIf(process.platform === 'win32')('that somebody waits for works as hard as we do, until it is told to stand aside with all its threads', async () => {
    const stop = new AbortController()
    const running = startProcess(node('setInterval(() => {}, 1000)', { signal: stop.signal, hasty: true }))
    const pid = running.pid ?? 0
    const threads = () => (process.platform === 'linux' ? readdirSync(`/proc/${String(pid)}/task`).map(Number) : [pid])
    await waitUntil('it has begun', () => threads().length > (process.platform === 'linux' ? 1 : 0))
    expect(os.getPriority(pid)).toBe(os.getPriority())
    running.standAside()
    expect(threads().map((thread) => os.getPriority(thread) >= 10)).not.toContain(false)
    stop.abort()
    await running.ended
  })

  it('is killed with its children at the time limit', async () => {
    const code = 'const c = child_process.spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" }); process.stdout.write(String(c.pid)); setInterval(() => {}, 1000)'
    const { why, stdout } = await runToEnd({ ...node(code, { limitMs: 3000 }), maxOutputBytes: LOTS })
    expect(why).toBe('timedOut')
    await waitUntil('the grandchild is gone', () => !isRunning(Number(stdout.toString())))
  })

  it('is killed when it is not wanted any more, even before it began', async () => {
    const stop = new AbortController()
    const running = startProcess(node('setInterval(() => {}, 1000)', { signal: stop.signal }))
    stop.abort()
    expect(await running.ended).toMatchObject({ why: 'aborted', code: null })
    expect(await startProcess(node('setInterval(() => {}, 1000)', { signal: stop.signal })).ended).toMatchObject({ why: 'aborted' })
  })

  it('that writes without end is killed', async () => {
    const { why, stdout } = await runToEnd({ ...node('for (;;) fs.writeSync(1, "x".repeat(65536))'), maxOutputBytes: LOTS })
    expect(why).toBe('tooMuchOutput')
    expect(stdout.length).toBeLessThanOrEqual(LOTS)
  })

  it('that complains without end keeps only its last words', async () => {
    const { complaints } = await runToEnd({ ...node('for (let i = 0; i < 20000; i++) fs.writeSync(2, "noise ".repeat(100)); fs.writeSync(2, "\\u0007the reason")'), maxOutputBytes: LOTS })
    expect(complaints.length).toBeLessThanOrEqual(8192)
    expect(complaints.endsWith('the reason')).toBe(true)
  })

  it.skipIf(process.platform !== 'linux')('that grows without end is killed', async () => {
    const running = startProcess(node('const all = []; setInterval(() => all.push(Buffer.alloc(20e6, 1)), 50)', { maxRssBytes: 200_000_000 }))
    expect((await running.ended).why).toBe('tooMuchMemory')
  })

  it('that is not there ends at once', async () => {
    expect((await startProcess({ ...node(''), program: '/nowhere/ffmpeg' }).ended).why).toBe('notStarted')
    expect((await startProcess({ ...node(''), program: folder.path }).ended).why).toBe('notStarted')
  })

  it('waits while nobody reads what it writes', async () => {
    const running = startProcess(node('let n = 0; const w = () => { process.stdout.write("x".repeat(65536), w); fs.writeFileSync("written", String(++n)) }; w()'))
    await waitUntil('it has begun', () => readCount() > 0)
    let last = -1
    for (let now = readCount(); now !== last; now = readCount()) {
      last = now
      await delay(500)
    }
    expect(last).toBeLessThan(64)
    running.stdout.resume()
    await waitUntil('it goes on', () => readCount() > last + 20)
    running.kill()
    await running.ended
  })

  it('has more outputs when asked', async () => {
    const running = startProcess(node('fs.writeSync(3, "words")', { extraOutputs: 1 }))
    const parts: Buffer[] = []
    running.extra[0]?.on('data', (part: Buffer) => parts.push(part))
    await running.ended
    expect(Buffer.concat(parts).toString()).toBe('words')
  })

  it.skipIf(process.platform !== 'linux')('dies when we are killed', async () => {
    const code = `const { startProcess } = await import(${JSON.stringify(new URL('run-process.ts', import.meta.url).href)}); const r = startProcess({ program: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], cwd: '/', signal: new AbortController().signal, limitMs: null }); console.log(r.pid); setInterval(() => {}, 1000)`
    const owner = startProcess({ ...node(''), args: ['--no-warnings', '--import', new URL('../../../build/run-ts.mjs', import.meta.url).href, '--input-type=module', '-e', code] })
    const pid = await new Promise<number>((resolve) => { owner.stdout.once('data', (bytes: Buffer) => { resolve(Number(bytes.toString())) }) })
    expect(isRunning(pid)).toBe(true)
    process.kill(owner.pid ?? 0, 'SIGKILL')
    await waitUntil('the child is gone', () => !isRunning(pid))
  })
})

function readCount(): number {
  try { return Number(readFileSync(`${folder.path}/written`, 'utf8')) } catch { return 0 }
}

function isRunning(pid: number): boolean {
  try { return !/^State:\s+Z/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) } catch { return false }
}
