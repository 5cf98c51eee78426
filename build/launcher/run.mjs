import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { root } from './places.mjs'
import { say } from './say.mjs'

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Exit status of a process that a signal ended, as shells count it: 128 + the signal's number. */
const statusOf = (code, signal) => code ?? 128 + (os.constants.signals[signal] ?? 0)

/**
 * Runs a program to its end with our standard streams (or those of `options.stdio`) and resolves with its exit status.
 * A signal we get is handed on, each kind once; a terminal's Ctrl+C is not, because the terminal sends it to the child as
 * well and programs read a second one as "now, at once". A program that cannot be started rejects with its name.
 * `options.limitMs`: after that long the program and all it started are killed.
 */
export function run(command, args, { limitMs, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const ownGroup = limitMs !== undefined && process.platform !== 'win32'
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', detached: ownGroup, ...options })
    const stopForwarding = forwardSignals(child, ownGroup)
    const stopLimit = limitMs === undefined ? () => {} : killAfter(limitMs, child)
    const settle = action => { stopForwarding(); stopLimit(); action() }
    child.once('error', cause => settle(() => reject(new Error(`could not start ${command}: ${cause.message}`, { cause }))))
    child.once('close', (code, signal) => settle(() => resolve(statusOf(code, signal))))
  })
}

/** A terminal's Ctrl+C does not reach a process group of its own, so there it is handed on like the rest. */
function forwardSignals(child, ownGroup) {
  const handlers = FORWARDED.map(signal => [signal, onceOnly(() => { if (ownGroup || !comesFromTerminal(signal)) child.kill(signal) })])
  for (const [signal, handler] of handlers) process.on(signal, handler)
  return () => { for (const [signal, handler] of handlers) process.off(signal, handler) }
}

const comesFromTerminal = signal => signal === 'SIGINT' && Boolean(process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY)

function killAfter(limitMs, child) {
  const timer = setTimeout(() => {
    say(`stopped after ${limitMs / 1000} s`)
    killTree(child.pid)
  }, limitMs)
  return () => clearTimeout(timer)
}

/** Kills a process with its descendants, a test that never ends among them. `pid` is the leader of a process group of its own. */
function killTree(pid) {
  if (process.platform === 'win32') spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' })
  else process.kill(-pid, 'SIGKILL')
}

function onceOnly(action) {
  let done = false
  return () => { if (!done) { done = true; action() } }
}

/** Runs a JavaScript file with this Node: needs neither a shell nor the .cmd shims of Windows. */
export const runNode = (script, args = [], options = {}) => run(process.execPath, [script, ...args], options)

/** Runs npm: the copy that started us, else the one installed beside this Node, else whatever the system calls npm. */
export function runNpm(args, options = {}) {
  const script = npmScript()
  if (script) return runNode(script, args, options)
  return run('npm', args, { ...options, shell: process.platform === 'win32' })
}

function npmScript() {
  const beside = path.dirname(process.execPath)
  const candidates = [
    process.env.npm_execpath,
    path.join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ]
  return candidates.find(file => file && /npm-cli\.[cm]?js$/.test(file) && existsSync(file))
}
