import type { Log } from '../../../shared/log.ts'
import { watchReads } from '../../../shared/window/watchdog.ts'
import type { WantedPiece, WatchState } from '../../../shared/window/watchdog.ts'
import type { BlockScheduler } from './block-scheduler.ts'
import type { FileWindow } from './file-window.ts'
import { neededNow, waitedReads } from './needed-now.ts'
import type { PieceTable } from './piece-table.ts'

/** Looks once a second whether what is waited for is under way, and asks anew when it is not. The rule is in shared/window. */
export interface ReadWatchdog {
  /** True when the piece is wanted now and no connected peer has it, or none that says so sends it. */
  isGone(piece: number): boolean
  close(): void
}

export interface WatchdogWorld {
  readonly table: PieceTable
  readonly scheduler: Pick<BlockScheduler, 'peers' | 'claims' | 'isAsked' | 'revive'>
  readonly windows: () => readonly FileWindow[]
  readonly diskStopped: () => boolean
  /** Suspicions of peers do not count for this piece any more. */
  readonly forgive: (piece: number) => void
  readonly clock: () => number
  readonly log: Log
}

const LOOK_MS = 1000

export function createReadWatchdog({ table, scheduler, windows, diskStopped, forgive, clock, log }: WatchdogWorld): ReadWatchdog {
  let state: WatchState = new Map()
  let gone: ReadonlySet<number> = new Set()

  const wantedBy = (window: FileWindow, nowMs: number): WantedPiece[] => {
    const reads = waitedReads(table, window, nowMs)
    const plan = window.lastPlan()
    if (!plan || (reads.length === 0 && !window.playerWaits())) return []
    return [...new Set([...reads.map(({ piece }) => piece), ...neededNow(table, window, plan).pieces])].map((piece) => {
      const waits = reads.filter((read) => read.piece === piece)
      const received = table.partial(piece)?.received
      return {
        piece,
        read: waits.length > 0 ? { asked: waits.every(({ blocks }) => anyIn(blocks, (block) => scheduler.isAsked(piece, block))) } : null,
        checking: table.state(piece) === 'complete' || table.isVerified(piece),
        receivedBlocks: received?.reduce((sum, here) => sum + here, 0) ?? 0,
        claims: scheduler.claims(piece),
      }
    })
  }

  const look = () => {
    const nowMs = clock()
    const wanted = windows().flatMap((window) => wantedBy(window, nowMs))
    const step = watchReads(state, { peers: scheduler.peers().length, diskStopped: diskStopped(), wanted }, nowMs)
    state = step.state
    gone = step.gone
    for (const { piece, again } of step.kicks) {
      if (!again) log('window', 'askedAnew', { piece, peers: scheduler.peers().length, claims: scheduler.claims(piece).length })
      forgive(piece)
      scheduler.revive(piece)
    }
  }

  const timer = setInterval(look, LOOK_MS)
  timer.unref()
  return { isGone: (piece) => gone.has(piece), close: () => { clearInterval(timer) } }
}

function anyIn({ begin, end }: { readonly begin: number; readonly end: number }, test: (each: number) => boolean): boolean {
  for (let each = begin; each < end; each++) if (test(each)) return true
  return false
}
