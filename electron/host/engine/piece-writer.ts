import { toAppError } from '../../../shared/errors.ts'
import type { AppError } from '../../../shared/errors.ts'
import type { PieceStore } from './piece-store.ts'
import type { PieceTable } from './piece-table.ts'
import type { SavedState } from './saved-state.ts'

/**
 * Brings verified pieces to disk, a few at a time, and remembers what is there. When the disk takes nothing the
 * pieces stay in memory, the torrent asks for no more, and the write is tried again until it succeeds: nothing is lost.
 */
export interface PieceWriter {
  write(piece: number, bytes: Uint8Array): void
  /** What keeps the disk from taking pieces; null while all is well. */
  readonly problem: () => AppError | null
  /** Pieces not written yet. */
  readonly pending: () => number
  readonly pendingPieces: () => readonly number[]
  /** Pieces whose write has begun. */
  readonly runningPieces: () => readonly number[]
  /** The piece was found on the disk. */
  found(piece: number): void
  /** What is on the disk of these pieces goes or is gone: they are not claimed any more. Resolves when that is written down. */
  forget(pieces: readonly number[]): Promise<void>
  /** Writes what it can within limitMs, saves the state and stops. */
  close(limitMs: number): Promise<void>
}

export interface PieceWriterWorld {
  readonly table: PieceTable
  readonly store: Pick<PieceStore, 'write'>
  readonly state: SavedState
  readonly onWritten: (piece: number) => void
  readonly onProblem: (problem: AppError | null) => void
  /** True for a piece that had no room and may go: it is not written. */
  readonly letGo?: (piece: number, error: AppError) => boolean
  /** Called before a failed write is tried again: makes the folder anew if it vanished. */
  readonly reopen?: () => Promise<void>
  /** False while the folder is gone: what was saved in it is not written over when it comes back. */
  readonly maySave?: () => boolean
}

/** A person empties a disk in minutes; a retry costs one failing call. */
const RETRY_MS = 1000
/** What came after a full save is noted beside it, and notes wait while one runs: rare, so that a kill seldom meets one, and not so rare that hashing what was noted is felt at the next start. */
const SAVE_MS = 10_000

/** One write a turn of the event loop falls behind a fast line; this many keep up, and are few enough to fail together. */
const WRITERS = 4

interface Waiting {
  readonly piece: number
  readonly bytes: Uint8Array
}

export function createPieceWriter({ table, store, state, onWritten, onProblem, letGo, reopen, maySave = () => true }: PieceWriterWorld): PieceWriter {
  const queue: Waiting[] = []
  const running = new Map<Waiting, Promise<void>>()
  const written = new Uint8Array(table.bitfield) // what restore found
  let problem: AppError | null = null
  let retry: NodeJS.Timeout | null = null
  let save: NodeJS.Timeout | null = null
  let saving: Promise<void> = Promise.resolve()
  /** A write failed: nothing more is tried before the retry. */
  let stopped = false
  let closed = false

  const setProblem = (next: AppError | null) => {
    if (problem === next || (problem && next && problem.code === next.code && problem.details['reason'] === next.details['reason'])) return
    problem = next
    onProblem(problem)
  }

  const saveNow = () => {
    if (save) clearTimeout(save)
    save = null
    saving = saving.then(() => (maySave() ? state.writeVerified(written) : undefined)).catch(() => undefined) // the next save tries again; without it pieces are hashed anew
    return saving
  }

  const writeOne = async (next: Waiting) => {
    const outcome = await store.write(next.piece * table.geometry.pieceLengthBytes, next.bytes).catch((thrown: unknown) => ({ ok: false, error: toAppError(thrown) }) as const)
    running.delete(next)
    if (outcome.ok) finish(next.piece)
    else if (letGo?.(next.piece, outcome.error) === true) { if (!retry) setProblem(null) }
    else fail(next, outcome.error)
    start()
  }

  const finish = (piece: number) => {
    if (!retry) setProblem(null)
    found(piece)
    state.noteVerified(piece)
    table.written(piece)
    onWritten(piece)
    saveSoon()
  }
  const found = (piece: number) => { written[piece >> 3] = (written[piece >> 3] ?? 0) | (128 >> (piece & 7)) }
  const saveSoon = () => { if (!closed) save ??= setTimeout(() => { void saveNow() }, SAVE_MS) }

  const fail = (failed: Waiting, error: AppError) => {
    queue.unshift(failed)
    setProblem(error)
    if (!closed) retry ??= setTimeout(() => { void tryAgain() }, RETRY_MS)
    stopped = true
  }
  const tryAgain = async () => {
    await reopen?.().catch(() => undefined) // what is still wrong the next write says
    retry = null
    stopped = false
    start()
  }

  const start = () => {
    while (!stopped && running.size < WRITERS) {
      const next = queue.shift()
      if (!next) return
      running.set(next, writeOne(next))
    }
  }
  const allWritten = async () => { while (running.size > 0) await Promise.all(running.values()) }

  return {
    write: (piece, bytes) => {
      queue.push({ piece, bytes })
      start()
    },
    problem: () => problem,
    pending: () => queue.length + running.size,
    pendingPieces: () => [...queue, ...running.keys()].map(({ piece }) => piece),
    runningPieces: () => [...running.keys()].map(({ piece }) => piece),
    found,
    forget: (pieces) => {
      for (const piece of pieces) written[piece >> 3] = (written[piece >> 3] ?? 0) & ~(128 >> (piece & 7))
      saveSoon()
      return state.noteRemoved(pieces)
    },
    close: async (limitMs) => {
      if (retry) clearTimeout(retry)
      closed = true
      let timer: NodeJS.Timeout | undefined
      const limit = new Promise((resolve) => { timer = setTimeout(resolve, limitMs) })
      await Promise.race([allWritten().then(() => saveNow()), limit])
      clearTimeout(timer)
    },
  }
}
