import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { runNode } from './run.mjs'

const quiet = { stdio: ['ignore', 'ignore', 'ignore'] } as const

test('the exit status is the program\'s own, 128 and the signal\'s number when a signal ended it', async () => {
  expect(await runNode('-e', ['process.exit(7)'], quiet)).toBe(7)
  expect(await runNode('-e', ["process.kill(process.pid, 'SIGKILL')"], quiet)).toBe(137)
})

test('a program that is not there is named', async () => {
  await expect(runNode('-e', [], { ...quiet, cwd: path.join(import.meta.dirname, 'no-such-folder') })).rejects.toThrow(/could not start .*node/)
})

test('at its limit a program is killed with everything it started', async () => {
  const grandchild = "const { spawn } = require('child_process'); const c = spawn(process.execPath, ['-e', 'for (;;);']); process.stdout.write(String(c.pid)); for (;;);"
  const launcher = `import(${JSON.stringify(path.join(import.meta.dirname, 'run.mjs'))}).then(m => m.runNode('-e', [${JSON.stringify(grandchild)}], { limitMs: 500 })).then(status => process.stdout.write(' ' + status))`
  const outer = spawn(process.execPath, ['-e', launcher], { stdio: ['ignore', 'pipe', 'ignore'] })
  let heard = ''
  for await (const chunk of outer.stdout) heard += String(chunk)
  const [pid, status] = heard.split(' ')
  expect(status).toBe('137')
  await expect.poll(() => isRunning(Number(pid)), { timeout: 10_000 }).toBe(false)
})

/** A killed orphan may stay listed until somebody collects it. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  return !readState(pid).startsWith('Z')
}

function readState(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/stat`, 'utf8').replace(/^.*\) /, '')
  } catch {
    return 'Z'
  }
}
