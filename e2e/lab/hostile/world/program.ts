import { startLabProcess } from '../../lab-process.ts'
import type { LabProcess } from '../../lab-process.ts'
import { mainThreadMs } from '../../main-thread.ts'

/** The real program without a window, fed through its standard input. */
export interface Program {
  readonly process: LabProcess
  readonly baseUrl: string
  /** The first line about a source: `metadata`, or the code of its error with the sentence. */
  readonly open: (source: string) => Promise<Outcome>
  /** Longest answer of its server so far: what a person waited, and how long the program itself was busy with something else. */
  readonly slowestMs: () => number
  readonly busiestMs: () => number
  readonly end: () => Promise<number | null>
}

export interface Outcome {
  readonly code: string
  readonly message: string
  /** What the program worked for it, whatever else the machine did meanwhile. */
  readonly busyMs: number
}

/** For a program that has nearly no turn on a busy machine. */
const OPEN_LIMIT_MS = 60_000
const PROBE_EVERY_MS = 100
/** Longer lines are cut by the program. */
const MAX_LINE_CHARS = 128 * 1024

interface Line { readonly event: string; readonly source?: string; readonly code?: string; readonly message?: string; readonly url?: string; readonly streamUrl?: string }

export async function startProgram(cli: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Program> {
  const child = startLabProcess(process.execPath, [cli, '-', ...args], env)
  const ready = parse(await child.waitForLine((line) => parse(line).event === 'ready'))
  const baseUrl = ready.url ?? ''
  // Whoever has a film is asked for its first byte, so that web seeds and peers are asked too.
  child.onLine((line) => {
    const { streamUrl } = parse(line)
    if (streamUrl !== undefined) void fetch(streamUrl, { headers: { range: 'bytes=0-0' }, signal: AbortSignal.timeout(2000) }).then((response) => response.arrayBuffer()).catch(() => undefined)
  })
  const probe = startProbe(baseUrl, child.pid)
  return {
    process: child,
    baseUrl,
    open: async (source) => {
      const startedMs = mainThreadMs(child.pid)
      const heard = Buffer.from(source).toString().slice(0, MAX_LINE_CHARS).trim()
      const isAbout = (line: string) => {
        const { event, source: about } = parse(line)
        return about === heard && (event === 'error' || event === 'metadata')
      }
      const waiting = child.waitForLine(isAbout, OPEN_LIMIT_MS)
      child.send(source)
      const { event, code, message } = parse(await waiting)
      return { code: event === 'metadata' ? 'metadata' : (code ?? ''), message: message ?? '', busyMs: mainThreadMs(child.pid) - startedMs }
    },
    slowestMs: probe.slowestMs,
    busiestMs: probe.busiestMs,
    end: async () => {
      probe.stop()
      child.endInput()
      return child.ended
    },
  }
}

interface Probe {
  readonly slowestMs: () => number
  readonly busiestMs: () => number
  readonly stop: () => void
}

/** Asks the program's server again and again how it is, and remembers the longest answers. */
function startProbe(baseUrl: string, pid: number): Probe {
  let slowestMs = 0
  let busiestMs = 0
  let asked: { readonly atMs: number; readonly busyMs: number } | null = null
  const note = () => {
    if (asked === null) return
    slowestMs = Math.max(slowestMs, performance.now() - asked.atMs)
    busiestMs = Math.max(busiestMs, mainThreadMs(pid) - asked.busyMs)
  }
  const settle = () => {
    note()
    asked = null
  }
  const timer = setInterval(() => {
    if (asked !== null) return
    asked = { atMs: performance.now(), busyMs: mainThreadMs(pid) }
    fetch(`${baseUrl}/torrents`).then((response) => response.arrayBuffer()).then(settle, settle)
  }, PROBE_EVERY_MS)
  return {
    slowestMs: () => { note(); return slowestMs },
    busiestMs: () => { note(); return busiestMs },
    stop: () => clearInterval(timer),
  }
}

function parse(line: string): Line {
  try {
    const parsed: unknown = JSON.parse(line)
    return isLine(parsed) ? parsed : { event: '' }
  } catch {
    return { event: '' }
  }
}

function isLine(value: unknown): value is Line {
  return typeof value === 'object' && value !== null && 'event' in value
}
