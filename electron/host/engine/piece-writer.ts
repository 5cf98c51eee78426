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
  /** Writes what it can within limitMs, saves the state and stops. */
  close(limitMs: number): Promise<void>
}

export interface PieceWriterWorld {
  readonly table: PieceTable
  readonly store: PieceStore
  readonly state: SavedState
  readonly onWritten: (piece: number) => void
  readonly onProblem: (problem: AppError | null) => void
}

/** A person empties a disk in minutes; a retry costs one failing call. */
const RETRY_MS = 1000
/** A full save costs two small writes; what came after the last one is noted beside it. */
const SAVE_MS = 1000

/** One write a turn of the event loop falls behind a fast line; this many keep up, and are few enough to fail together. */
const WRITERS = 4

interface Waiting {
  readonly piece: number
  readonly bytes: Uint8Array
}

export function createPieceWriter({ table, store, state, onWritten, onProblem }: PieceWriterWorld): PieceWriter {
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
    if (problem === next || (problem && next && problem.code === next.code)) return
    problem = next
    onProblem(problem)
  }

  const saveNow = () => {
    if (save) clearTimeout(save)
    save = null
    saving = saving.then(() => state.writeVerified(written)).catch(() => undefined) // the next save tries again; without it pieces are hashed anew
    return saving
  }

  const writeOne = async (next: Waiting) => {
    const outcome = await store.write(next.piece * table.geometry.pieceLengthBytes, next.bytes)
    running.delete(next)
    if (outcome.ok) finish(next.piece)
    else fail(next, outcome.error)
    start()
  }

  const finish = (piece: number) => {
    if (!retry) setProblem(null)
    written[piece >> 3] = (written[piece >> 3] ?? 0) | (128 >> (piece & 7))
    state.noteVerified(piece)
    table.written(piece)
    onWritten(piece)
    if (!closed) save ??= setTimeout(() => { void saveNow() }, SAVE_MS)
  }

  const fail = (failed: Waiting, error: AppError) => {
    queue.unshift(failed)
    setProblem(error)
    if (!closed) retry ??= setTimeout(tryAgain, RETRY_MS)
    stopped = true
  }
  const tryAgain = () => {
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
