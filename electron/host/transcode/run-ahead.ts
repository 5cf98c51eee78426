import { startProcess } from './run-process.ts'
import type { Running, RunRequest } from './run-process.ts'

/**
 * An ffmpeg begun before anybody has asked for what it makes: while the film is looked into, its index is read and the player
 * loads its playlist, it starts and finds its streams. Invariant: at most one is held, and it is handed out once, or ended.
 */
export interface RunAhead {
  /** Begins this run, unless it is the one that is held; another one ends. */
  begin(program: string, args: readonly string[]): void
  /** What was begun, if it is just this run; whatever the answer, nothing is held afterwards. */
  take(args: readonly string[]): Running | null
  close(): void
}

/** A player asks for its first segment a fraction of a second after the playlist; what is not asked for in this time is not watched. */
const UNASKED_MS = 10_000

interface Held {
  readonly args: readonly string[]
  readonly running: Running
  readonly timer: NodeJS.Timeout
}

export function createRunAhead(place: Pick<RunRequest, 'cwd' | 'signal'>): RunAhead {
  let held: Held | null = null
  let closed = false
  const isFor = (args: readonly string[]) => held !== null && args.length === held.args.length && args.every((word, i) => word === held?.args[i])
  const letGo = (): Running | null => {
    const running = held?.running ?? null
    if (held) clearTimeout(held.timer)
    held = null
    return running
  }
  const end = () => { letGo()?.kill() }
  return {
    begin: (program, args) => {
      if (closed || isFor(args)) return
      end()
      held = { args, running: startProcess({ ...place, program, args, limitMs: null, hasty: true }), timer: setTimeout(end, UNASKED_MS) }
      held.timer.unref()
    },
    take: (args) => {
      if (isFor(args)) return letGo()
      end()
      return null
    },
    close: () => {
      closed = true
      end()
    },
  }
}
