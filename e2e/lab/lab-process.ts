import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A child process of the lab. It never outlives its owner: it ends when its standard input does. */
export interface LabProcess {
  readonly pid: number
  /** Calls back with every line of standard output; returns how to stop. */
  readonly onLine: (listener: (line: string) => void) => () => void
  /** The first line of standard output, past or future, that the test accepts. Rejects when the process ends first or time is up. */
  readonly waitForLine: (accept: (line: string) => boolean, limitMs?: number) => Promise<string>
  readonly send: (line: string) => void
  readonly signal: (name: NodeJS.Signals) => void
  /** Ends standard input, as Ctrl+D does. */
  readonly endInput: () => void
  /** Resolves with the exit code, null after a signal. */
  readonly ended: Promise<number | null>
  /** The last lines of standard error. */
  readonly complaints: () => string
  /** Asks the process to end, insists after a moment, resolves when it is gone. */
  readonly close: () => Promise<void>
}

/** Patience with a process that was asked to end before it is killed. */
const GRACE_MS = 3000
const LINE_LIMIT_MS = 20_000
const KEPT_COMPLAINT_CHARS = 8000

/** Starts a child process and follows what it says. */
export function startLabProcess(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): LabProcess {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env })
  const lines: string[] = []
  const listeners = new Set<(line: string) => void>()
  let complaints = ''
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    for (const listener of listeners) listener(line)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints = (complaints + text).slice(-KEPT_COMPLAINT_CHARS)))
  child.stdin.on('error', () => undefined)
  const ended = endOf(child)
  void ended.then(() => child.stdin.end())
  const onLine = (listener: (line: string) => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return {
    pid: child.pid ?? 0,
    onLine,
    waitForLine: (accept, limitMs = LINE_LIMIT_MS) =>
      new Promise((resolve, reject) => {
        const known = lines.find(accept)
        if (known !== undefined) return resolve(known)
        const giveUp = (why: string) => reject(new Error(`${program}: ${why}; it said: ${lines.slice(-5).join(' | ')} ${complaints.slice(-1000)}`))
        const timer = setTimeout(() => giveUp(`no such line within ${limitMs} ms`), limitMs)
        const stop = onLine((line) => {
          if (!accept(line)) return
          stop()
          clearTimeout(timer)
          resolve(line)
        })
        void ended.then((code) => {
          clearTimeout(timer)
          giveUp(`ended with ${code ?? 'a signal'}`)
        })
      }),
    send: (line) => child.stdin.write(`${line}\n`),
    signal: (name) => child.kill(name),
    endInput: () => child.stdin.end(),
    ended,
    complaints: () => complaints,
    close: async () => {
      child.stdin.end()
      child.kill('SIGTERM')
      const insist = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
      await ended
      clearTimeout(insist)
    },
  }
}

/**
 * Wraps a program that ignores its standard input, so that it too ends when its owner does. The shell becomes the
 * program, so that signals reach it, and leaves a watcher behind that reads the input to its end.
 */
export function withLifeline(program: string, args: readonly string[]): readonly [string, readonly string[]] {
  const script = 'exec 3<&0; { cat <&3; kill $$; } >/dev/null 2>&1 & exec "$@" </dev/null 3<&-'
  return ['/bin/sh', ['-c', script, 'lifeline', program, ...args]]
}

async function endOf(child: ReturnType<typeof spawn>): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode
  const ended = once(child, 'close').then(() => child.exitCode)
  return Promise.race([ended, once(child, 'error').then(() => child.exitCode ?? -1)])
}
