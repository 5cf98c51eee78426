import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, expect, test } from 'vitest'

const launcher = path.resolve(import.meta.dirname, '..', 'launch.mjs')

/** The first of these tests may have to build. */
const WAIT = { timeout: 60_000 }

let folder = ''
const children: ChildProcess[] = []

beforeEach(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'millrace-launch-')) })

afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

function launch(...args: string[]) {
  const child = spawn(process.execPath, [launcher, ...args], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] })
  children.push(child)
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk) => { output += String(chunk) })
  child.stderr.on('data', (chunk) => { errors += String(chunk) })
  const exitCode = once(child, 'close').then(([code]: unknown[]) => code)
  return { child, exitCode, output: () => output, errors: () => errors }
}

const events = (output: string) => output.split('\n').filter(Boolean).map((line): unknown => JSON.parse(line))

async function serving() {
  const program = launch('--headless', '-')
  await expect.poll(program.output, WAIT).toContain('"event":"ready"')
  return program
}

test('bad arguments end with the program\'s own status and nothing on standard output', async () => {
  const program = launch('--headless', '--no-such-option')
  expect(await program.exitCode).toBe(2)
  expect(program.output()).toBe('')
  expect(program.errors()).toContain('--no-such-option')
})

test('an unknown command ends with status 2', async () => {
  const program = launch('no-such-command')
  expect(await program.exitCode).toBe(2)
  expect(program.errors()).toContain('no-such-command')
})

test('standard output carries JSON lines alone, and the end of standard input ends the program', async () => {
  const program = await serving()
  program.child.stdin.end()
  expect(await program.exitCode).toBe(0)
  for (const event of events(program.output())) expect(event).toHaveProperty('event')
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s reaches the program, which ends in order', async (signal) => {
  const program = await serving()
  program.child.kill(signal)
  expect(await program.exitCode).toBe(0)
})

test.runIf(process.platform === 'linux').each(['SIGINT', 'SIGTERM'] as const)('%s while the program is still loading ends it in order, too', async (signal) => {
  const program = launch('--headless', '-')
  await expect.poll(() => readFile(`/proc/${String(program.child.pid)}/task/${String(program.child.pid)}/children`, 'utf8'), { ...WAIT, interval: 5 }).not.toBe('')
  program.child.kill(signal)
  expect(await program.exitCode).toBe(0)
})

test('a relative path is meant from the folder the launcher was started in', async () => {
  await writeFile(path.join(folder, 'broken.torrent'), 'not a torrent')
  const program = launch('--headless', 'broken.torrent')
  expect(await program.exitCode).toBe(1)
  expect(events(program.output())).toContainEqual(expect.objectContaining({ event: 'error', source: 'broken.torrent', code: expect.not.stringMatching(/notFound|unreadable/i) }))
})
