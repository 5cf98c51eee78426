import type { AppError } from '../../../shared/errors.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import type { TorrentSnapshot } from '../../../shared/torrent/snapshot.ts'

export type Phase = TorrentSnapshot['phase']

/** Where a torrent stands, and who waits for it to be ready. Invariant: a failed phase has a problem. */
export interface PhaseGate {
  readonly phase: () => Phase
  readonly problem: () => AppError | null
  enter(phase: Exclude<Phase, 'failed'>): void
  fail(problem: AppError): void
  /** Something holds a ready torrent up (disk full), or does so no more. */
  setProblem(problem: AppError | null): void
  /** Resolves when ready or failed, or with `cancelled` when the signal aborts or the gate closes. */
  whenReady(signal: AbortSignal): Promise<Result<null>>
  /** Lets everyone go who still waits. */
  close(): void
}

export function createPhaseGate(first: Phase, onChange: () => void): PhaseGate {
  const waiters = new Set<() => void>()
  let phase = first
  let problem: AppError | null = null
  let closed = false

  const set = (nextPhase: Phase, nextProblem: AppError | null) => {
    phase = nextPhase
    problem = nextProblem
    for (const wake of [...waiters]) wake()
    if (!closed) onChange()
  }
  const outcome = (aborted: boolean): Result<null> | null => {
    if (phase === 'ready') return ok(null)
    if (phase === 'failed' && problem) return { ok: false, error: problem }
    return aborted || closed ? fail('cancelled', 'the wait was cancelled') : null
  }

  return {
    phase: () => phase,
    problem: () => problem,
    enter: (next) => { set(next, null) },
    fail: (error) => { set('failed', error) },
    setProblem: (next) => { set(phase, next) },
    whenReady: (signal) => new Promise((resolve) => {
      const settle = () => {
        const settled = outcome(signal.aborted)
        if (!settled) return
        waiters.delete(settle)
        signal.removeEventListener('abort', settle)
        resolve(settled)
      }
      waiters.add(settle)
      signal.addEventListener('abort', settle, { once: true })
      settle()
    }),
    close: () => {
      closed = true
      for (const wake of [...waiters]) wake()
    },
  }
}
