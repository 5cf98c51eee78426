import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { access, constants as fsConstants, readFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { Writable } from 'node:stream'

/**
 * The only place that starts programs. All but the person's player get an empty environment, a working folder of their own, no terminal, a lower
 * priority and bounds on time and memory; their whole group is killed at once and never asked.
 */
export interface RunRequest {
  /** Absolute path. */
  readonly program: string
  readonly args: readonly string[]
  /** An empty or private folder. */
  readonly cwd: string
  /** Kills the run. */
  readonly signal: AbortSignal
  /** Wall time after which it is killed; null = none, for runs that wait for a torrent. */
  readonly limitMs: number | null
  /** It is given something to read on standard input; otherwise there is nothing there. */
  readonly hasInput?: boolean
  /** Outputs beyond standard output, as file descriptors 3, 4, … */
  readonly extraOutputs?: number
  /** Resident memory after which it is killed. */
  readonly maxRssBytes?: number
  /** Somebody waits for its first words: it stands aside only once `standAside` is called. */
  readonly hasty?: boolean
}

/** How a run ended. `notStarted`: there is no such program, or it may not be run. */
export interface RunEnd {
  readonly why: 'exited' | 'aborted' | 'timedOut' | 'tooMuchMemory' | 'tooMuchOutput' | 'notStarted'
  /** Null unless it exited by itself. */
  readonly code: number | null
  /** Signal that ended it from outside; null otherwise. */
  readonly signal: string | null
  /** The last lines of its complaints, with everything that is not plain text left out. */
  readonly complaints: string
}

export interface Running {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined
  /** Null unless it was asked for. A program that ends closes it without an error. */
  readonly stdin: Writable | null
  /** Not read, it holds the program up: that is the brake. */
  readonly stdout: Readable
  readonly extra: readonly Readable[]
  /** Resolves when the program and its pipes are gone; never rejects. */
  readonly ended: Promise<RunEnd>
  readonly complaints: () => string
  /** From now on at the lower priority of all others; it cannot be raised again. */
  standAside(): void
  kill(why?: RunEnd['why']): void
}

/** Complaints kept: enough for the reason, which comes last. */
const COMPLAINT_BYTES = 8192
/** Software encoding of 1080p took 345 MB; twice 4K is far below this. */
const MAX_RSS_BYTES = 1_500_000_000
const WATCH_MS = 1000
/** Below every window and the engine, above nothing. */
const NICENESS = 10

/** Starts a program. What cannot be started ends at once with `notStarted`. */
export function startProcess({ program, args, cwd, signal, limitMs, hasInput = false, extraOutputs = 0, maxRssBytes = MAX_RSS_BYTES, hasty = false }: RunRequest): Running {
  const { command, words } = withDeathSignal(program, args)
  const child = spawn(command, words, {
    cwd, env: bareEnvironment(), shell: false, windowsHide: true,
    detached: process.platform !== 'win32', // a group of its own, which can be killed whole
    stdio: [hasInput ? 'pipe' : 'ignore', 'pipe', 'pipe', ...Array.from({ length: extraOutputs }, () => 'pipe' as const)],
  })
  let why: RunEnd['why'] = 'exited'
  let complaints = Buffer.alloc(0)
  const kill = (reason: RunEnd['why'] = 'aborted') => {
    if (child.exitCode !== null || child.signalCode !== null) return
    if (why === 'exited') why = reason
    killGroup(child)
  }
  child.stdin?.on('error', () => undefined)
  child.stderr?.on('data', (bytes: Buffer) => { complaints = Buffer.concat([complaints, bytes]).subarray(-COMPLAINT_BYTES) })
  if (!hasty) child.once('spawn', () => { beNice(child.pid) })
  const onAbort = () => { kill() }
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  const limit = limitMs === null ? null : setTimeout(() => { kill('timedOut') }, limitMs)
  const watch = watchMemory(child, maxRssBytes, () => { kill('tooMuchMemory') })
  const extra = child.stdio.slice(3).flatMap((stream) => (isReadable(stream) ? [stream] : []))
  const stdout = child.stdout ?? Readable.from([])

  const ended = new Promise<RunEnd>((resolve) => {
    const finish = (end: Pick<RunEnd, 'why' | 'code' | 'signal'>) => {
      if (limit) clearTimeout(limit)
      watch.close()
      signal.removeEventListener('abort', onAbort)
      resolve({ ...end, complaints: plain(complaints) })
    }
    child.once('error', (error) => {
      complaints = Buffer.from(error.message)
      if (child.pid === undefined) finish({ why: 'notStarted', code: null, signal: null })
    })
    // Grandchildren that hold the pipes open do not keep a run alive.
    child.once('exit', () => { killGroup(child) })
    child.once('close', (code, endSignal) => {
      if (why === 'exited' && isSetprivFailure(code, complaints)) why = 'notStarted'
      finish({ why, code: why === 'exited' ? code : null, signal: endSignal })
    })
  })
  return { pid: child.pid, stdin: child.stdin, stdout, extra, ended, complaints: () => plain(complaints), standAside: () => { beNice(child.pid) }, kill }
}

/** A player the person asked for, to be seen on their screen. */
export interface PlayerRequest {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly signal: AbortSignal
}

export interface PlayerRunning extends Pick<Running, 'stdout' | 'ended' | 'kill'> {
  /** Its standard input, for players that take their commands there. */
  readonly stdin: Writable
}

/**
 * Starts a program with the person's own environment and at normal priority: unlike a converter, a player needs their
 * display, sound and settings, must not stutter, and lives as long as they watch. It ends with us all the same.
 */
export function startPlayer({ program, args, cwd, signal }: PlayerRequest): PlayerRunning {
  const { command, words } = withDeathSignal(program, args)
  const child = spawn(command, words, { cwd, shell: false, windowsHide: false, detached: process.platform !== 'win32', stdio: ['pipe', 'pipe', 'ignore'] })
  let why: RunEnd['why'] = 'exited'
  const kill = (reason: RunEnd['why'] = 'aborted') => {
    if (child.exitCode !== null || child.signalCode !== null) return
    why = reason
    killGroup(child)
  }
  const onAbort = () => { kill() }
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  // A player that closes its input has ended or will: its end tells.
  child.stdin.on('error', () => undefined)
  const ended = new Promise<RunEnd>((resolve) => {
    const finish = (end: Pick<RunEnd, 'why' | 'code' | 'signal'>) => {
      signal.removeEventListener('abort', onAbort)
      resolve({ ...end, complaints: '' })
    }
    child.once('error', () => { if (child.pid === undefined) finish({ why: 'notStarted', code: null, signal: null }) })
    child.once('exit', (code, endSignal) => { killGroup(child); finish({ why, code: why === 'exited' ? code : null, signal: endSignal }) })
  })
  return { stdin: child.stdin, stdout: child.stdout, ended, kill }
}

/** What a run to its end printed. */
export interface RunOutput extends RunEnd {
  readonly stdout: Buffer
}

/** Runs a program to its end and keeps at most maxOutputBytes of its output; more kills it. */
export async function runToEnd(request: RunRequest & { readonly maxOutputBytes: number }): Promise<RunOutput> {
  const running = startProcess(request)
  const parts: Buffer[] = []
  let bytes = 0
  running.stdout.on('data', (part: Buffer) => {
    bytes += part.length
    if (bytes > request.maxOutputBytes) running.kill('tooMuchOutput')
    else parts.push(part)
  })
  const end = await running.ended
  return { ...end, stdout: Buffer.concat(parts) }
}

/** True when the file is there and may be run. */
export async function isProgram(file: string): Promise<boolean> {
  return path.isAbsolute(file) && access(file, fsConstants.X_OK).then(() => true, () => false)
}

/** Nothing of the person's environment; Windows cannot load its own libraries without these. */
function bareEnvironment(): NodeJS.ProcessEnv {
  if (process.platform !== 'win32') return {}
  const { SystemRoot, windir, TEMP } = process.env
  return { ...(SystemRoot ? { SystemRoot } : {}), ...(windir ? { windir } : {}), ...(TEMP ? { TEMP } : {}) }
}

const SETPRIV = '/usr/bin/setpriv'

/** On Linux the kernel ends the program when this process dies, however it dies. */
function withDeathSignal(program: string, args: readonly string[]): { command: string; words: string[] } {
  if (process.platform !== 'linux' || !existsSync(SETPRIV)) return { command: program, words: [...args] }
  return { command: SETPRIV, words: ['--pdeathsig', 'KILL', '--', program, ...args] }
}

/** What it ends with when the program itself cannot be run. */
function isSetprivFailure(code: number | null, complaints: Buffer): boolean {
  return (code === 127 || code === 126 || code === 1) && complaints.subarray(0, 8).toString() === 'setpriv:'
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The group is gone already, which is what was wanted.
  }
}

function beNice(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    for (const each of threadsOf(pid)) os.setPriority(each, NICENESS)
  } catch {
    // It ended before it could be slowed down.
  }
}

/** On Linux a priority is that of a thread; those begun later have the one of whoever began them. */
function threadsOf(pid: number): readonly number[] {
  return process.platform === 'linux' ? readdirSync(`/proc/${String(pid)}/task`).map(Number) : [pid]
}

/** Linux tells what a process holds; elsewhere the other bounds must do. */
function watchMemory(child: ChildProcess, maxRssBytes: number, onTooMuch: () => void): { close(): void } {
  if (process.platform !== 'linux') return { close: () => undefined }
  const timer = setInterval(() => {
    void rssOf(child.pid).then((bytes) => { if (bytes > maxRssBytes) onTooMuch() })
  }, WATCH_MS)
  timer.unref()
  return { close: () => { clearInterval(timer) } }
}

async function rssOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024
}

function plain(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/[^\P{C}\n]/gu, '').trim()
}

function isReadable(stream: unknown): stream is Readable {
  return stream !== null && typeof stream === 'object' && 'readable' in stream && 'on' in stream
}
