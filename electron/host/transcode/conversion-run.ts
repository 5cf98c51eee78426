import type { Readable } from 'node:stream'
import { createFragmentSplitter } from '../../../shared/transcode/fragments.ts'
import type { Fragment } from '../../../shared/transcode/fragments.ts'
import type { Grid } from '../../../shared/transcode/grid.ts'
import { cellAt, cellCount, cellStart } from '../../../shared/transcode/grid.ts'
import { EMPTY_SEGMENT, partEnds } from '../../../shared/transcode/parts.ts'
import { startProcess } from './run-process.ts'
import type { RunEnd, Running, RunRequest } from './run-process.ts'
import type { SegmentStore, SegmentWriter } from './segment-store.ts'

/** One ffmpeg that fills the cells of a session from a place on. */
export interface ConversionRun {
  /** The cell being filled. */
  readonly cell: () => number
  /** Clock of the last byte it gave. */
  readonly lastByteMs: () => number
  readonly pid: number | undefined
  /** Nobody waits for it any more: other work goes first. */
  standAside(): void
  kill(): void
  /** Ends it as a failure: it was silent for too long. */
  giveUp(): void
  /** How it ended and whether it reached the film's end; never rejects. */
  readonly ended: Promise<RunOutcome>
}

export type RunOutcome =
  | { readonly kind: 'complete' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly end: RunEnd; readonly cell: number; readonly problem: RunProblem | null }

/** What was wrong beside how the process ended: it hung, wrote what is no film, or what it wrote could not be kept. */
export interface RunProblem {
  readonly end: 'hung' | 'nonsense' | 'notWritten'
  readonly message: string
}

export interface RunParts {
  readonly process: Pick<RunRequest, 'program' | 'args' | 'cwd'>
  /** The same process begun already, which is this run's from now on; null = it is to be started. */
  readonly begun: Running | null
  readonly grid: Grid
  readonly fromCell: number
  /** Somebody waits for its first cell. */
  readonly isUrgent: boolean
  readonly store: SegmentStore
  readonly clock: () => number
  readonly onInit: (bytes: Uint8Array) => void
  /** A part of a cell is made, and more of it comes. */
  readonly onPart: () => void
  /** A cell is whole. */
  readonly onCell: (cell: number) => void
  /** Resolves at once or when the run may go on writing: not reading is the brake. */
  readonly mayGoOn: (cell: number) => Promise<void>
  readonly keepNear: () => number
}

/** Key frames are found this close to where the index says: stamps are rounded to milliseconds, and half a picture is 21 ms. */
const NEAR_SEC = 0.06
/** A cell is whole when its pictures end this close to where the next begins: closer than any picture is long, but for stamps that are rounded. */
const REACHED_SEC = 0.03
/** A film whose pictures end this long before its duration is whole, whatever ffmpeg had to complain of. */
const END_SEC = 15

export function startConversionRun(parts: RunParts): ConversionRun {
  const { grid, fromCell, store, clock } = parts
  const stop = new AbortController()
  const running = parts.begun ?? startProcess({ ...parts.process, signal: stop.signal, limitMs: null, hasty: parts.isUrgent })
  const splitter = createFragmentSplitter()
  let cell = fromCell
  let writer: SegmentWriter | null = null
  let begun = false
  let partsToEnd: readonly number[] = []
  let madeUntilSec = 0
  let lastByteMs = clock()
  let problem: RunProblem | null = null
  let { isUrgent } = parts

  const add = async (bytes: Uint8Array) => {
    if (!writer) {
      writer = store.begin(cell)
      partsToEnd = partEnds(grid, cell)
    }
    await writer.append(bytes)
  }
  const finishCell = async () => {
    await writer?.finish(parts.keepNear())
    writer = null
    cell += 1
    parts.onCell(cell - 1)
  }
  const skipTo = async (wanted: number) => {
    while (cell < wanted) {
      if (!writer) await add(EMPTY_SEGMENT)
      await finishCell()
    }
  }
  const endParts = () => {
    const before = partsToEnd.length
    while (partsToEnd[0] !== undefined && madeUntilSec - cellStart(grid, cell) >= partsToEnd[0] - NEAR_SEC) {
      writer?.endPart()
      partsToEnd = partsToEnd.slice(1)
    }
    if (partsToEnd.length < before) parts.onPart()
  }
  const take = async ({ bytes, startSec, endSec, isKey }: Fragment) => {
    // Pictures before the place were only read to find it.
    if (startSec < cellStart(grid, fromCell) - NEAR_SEC && fromCell > 0) return
    if (!isKey && !begun) return
    begun = true
    if (isKey) await skipTo(Math.max(cell, cellAt(grid, startSec + NEAR_SEC)))
    await add(bytes)
    madeUntilSec = endSec
    const isLast = cell >= cellCount(grid) - 1
    if (!isLast && endSec >= cellStart(grid, cell + 1) - REACHED_SEC) await finishCell()
    else endParts()
  }
  const pump = async (stdout: Readable) => {
    for await (const chunk of stdout) {
      const bytes: Uint8Array = chunk
      lastByteMs = clock()
      for (const part of splitter.push(bytes)) {
        if (part.kind === 'init') parts.onInit(part.bytes.slice())
        else await take(part)
      }
      if (stop.signal.aborted) return
      await parts.mayGoOn(cell)
      lastByteMs = clock()
    }
  }
  const run = async (): Promise<RunOutcome> => {
    await pump(running.stdout).catch((error: unknown) => {
      problem ??= problemOf(error)
      running.kill()
    })
    const end = await running.ended
    const endsWell = problem === null && end.why === 'exited' && end.code === 0 && begun
    // A film that was cut off on its way is complained of; one that is shorter than it says is not.
    if (endsWell && (end.complaints === '' || madeUntilSec >= cellStart(grid, cellCount(grid)) - END_SEC)) {
      await skipTo(cellCount(grid))
      return { kind: 'complete' }
    }
    await writer?.discard()
    return stop.signal.aborted ? { kind: 'stopped' } : { kind: 'failed', end, cell, problem }
  }

  return {
    cell: () => cell, lastByteMs: () => lastByteMs, pid: running.pid,
    standAside: () => {
      if (isUrgent) running.standAside()
      isUrgent = false
    },
    kill: () => {
      stop.abort()
      running.kill()
    },
    giveUp: () => {
      problem = { end: 'hung', message: 'ffmpeg stopped working on this file' }
      running.kill()
    },
    ended: run().catch((error: unknown): RunOutcome => ({ kind: 'failed', cell, problem: problemOf(error), end: { why: 'exited', code: null, signal: null, complaints: '' } })),
  }
}

/** The splitter knows what a film is, and says so; anything else went wrong while cells were kept. */
function problemOf(error: unknown): RunProblem {
  return { end: error instanceof RangeError ? 'nonsense' : 'notWritten', message: error instanceof Error ? error.message : String(error) }
}
