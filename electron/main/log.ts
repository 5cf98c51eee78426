import path from 'node:path'
import type { Log } from '../../shared/log.ts'
import { formatLogLine, scrub } from '../../shared/log.ts'
import { createLogFile } from '../records/log-file.ts'

/** What happened, on standard error and in a file of bounded size; nothing about the person in either (see scrub). */
export interface Journal {
  readonly log: Log
  /** A line that another process of ours wrote. */
  readonly relay: (line: string) => void
  /** The file that is written now. */
  readonly path: string
  /** The newest lines, those of earlier runs included, at most so many bytes. */
  readonly tail: (maxBytes: number) => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

/** Two films' worth of trouble fit into a megabyte; three of them are kept. */
const FILE = { name: 'millrace', maxBytes: 1_000_000, keep: 2 } as const
/** Something that fails in a loop may not fill the disk or the log with itself: so many lines at once, then so many a second. */
const BURST_LINES = 300
const LINES_PER_SEC = 20
const MAX_LINE_CHARS = 4000

export interface JournalWorld {
  /** Takes a line with its end. */
  readonly print: (text: string) => void
  /** Never jumps back. */
  readonly nowMs: () => number
  /** The time of day. */
  readonly clock: () => Date
}

export function openJournal(folder: string, { print, nowMs, clock }: JournalWorld = REAL_WORLD): Journal {
  const file = createLogFile({ folder, ...FILE })
  let allowed = BURST_LINES
  let seenMs = nowMs()
  let dropped = 0

  const write = (line: string) => {
    print(`${line}\n`)
    file.write(`${clock().toISOString()} ${line}`)
  }
  const admit = (line: string) => {
    const elapsedSec = (nowMs() - seenMs) / 1000
    seenMs = nowMs()
    allowed = Math.min(BURST_LINES, allowed + elapsedSec * LINES_PER_SEC)
    if (allowed < 1) {
      dropped += 1
      return
    }
    allowed -= 1
    if (dropped > 0) write(formatLogLine('log', 'dropped', { lines: dropped }))
    dropped = 0
    write(line.slice(0, MAX_LINE_CHARS))
  }

  return {
    log: (area, event, facts) => { admit(formatLogLine(area, event, facts)) },
    relay: (line) => { admit(scrub(line.slice(0, MAX_LINE_CHARS))) },
    path: path.join(folder, `${FILE.name}.log`),
    tail: file.tail,
    close: file.close,
  }
}

const REAL_WORLD: JournalWorld = { print: (text) => { process.stderr.write(text) }, nowMs: () => performance.now(), clock: () => new Date() }

/** Keeps the program alive through a closed standard error and through bugs, each of which is one line. */
export function logBugs(log: Log): void {
  process.stderr.on('error', () => undefined)
  process.on('uncaughtException', (thrown) => { log('main', 'uncaughtException', { message: thrown.stack ?? thrown.message }) })
  process.on('unhandledRejection', (thrown) => { log('main', 'unhandledRejection', { message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) }) })
}
