import type { AppError } from '../../../shared/errors.ts'
import type { Log } from '../../../shared/log.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import { conversionSpeed } from '../../../shared/transcode/conversion-speed.ts'
import type { MadeCell } from '../../../shared/transcode/conversion-speed.ts'
import type { ConversionState } from '../../../shared/transcode/conversion-state.ts'
import { stateOf } from '../../../shared/transcode/conversion-state.ts'
import type { Grid } from '../../../shared/transcode/grid.ts'
import { cellCount, cellStart } from '../../../shared/transcode/grid.ts'
import { MAX_TRIES, nextRung } from '../../../shared/transcode/ladder.ts'
import type { Rung } from '../../../shared/transcode/ladder.ts'
import { answerFor, isUrgent, mayRun } from '../../../shared/transcode/pace.ts'
import { EMPTY_SEGMENT, partEnds } from '../../../shared/transcode/parts.ts'
import { createBell } from './bell.ts'
import { startConversionRun } from './conversion-run.ts'
import type { ConversionRun, RunOutcome, RunProblem } from './conversion-run.ts'
import type { RunEnd, Running } from './run-process.ts'
import { createSegmentStore } from './segment-store.ts'

/** A film being converted for whoever asks for its segments. Invariant: at most one ffmpeg runs for it. */
export interface Conversion {
  readonly grid: Grid
  /** As ConversionWorld.codecs. */
  readonly codecs: string | null
  /** Waits until the first run has written it. Fails: ffmpegFailed, cancelled. */
  init(signal: AbortSignal): Promise<Result<Uint8Array>>
  /** Waits until it is made; a jump starts a run there. Fails: ffmpegFailed, cancelled, fileUnknown. */
  segment(cell: number, signal: AbortSignal): Promise<Result<Uint8Array>>
  /** A part of one, as segment. */
  part(cell: number, part: number, signal: AbortSignal): Promise<Result<Uint8Array>>
  /** The cell is made. */
  has(cell: number): boolean
  readonly state: () => ConversionFacts
  /** Ends the run, keeps what is made. */
  rest(): void
  close(): Promise<void>
}

export interface ConversionFacts {
  readonly state: ConversionState
  readonly rung: Rung
  /** Seconds made beyond the last cell asked for. */
  readonly aheadSec: number
  readonly problem: AppError | null
  readonly runs: boolean
  readonly lastAskedMs: number
  /** The cell asked for last; null before the first. */
  readonly lastAsked: number | null
  /** Somebody waits for a segment. */
  readonly waits: boolean
  readonly pid: number | undefined
  /** Seconds of film made in a second while it was not held, over the last cells; null while unknown. */
  readonly speed: number | null
}

export interface ConversionWorld {
  readonly folder: string
  /** What its cells may take on the disk. */
  readonly maxBytes: () => number
  readonly cwd: string
  readonly ffmpeg: string
  readonly grid: Grid
  /** What a player must be told of what is in it; null where it finds out itself. */
  readonly codecs: string | null
  readonly rung: Rung
  /** What segments hold must not change any more, though none was made here. */
  readonly isBound: () => boolean
  /** Arguments of a run on this rung from this cell on. */
  readonly argsFor: (rung: Rung, cell: number) => readonly string[]
  /** A process begun already with just these arguments; null when there is none (any more). Asked at every start. */
  readonly takeBegun: (args: readonly string[]) => Running | null
  /** Asked before each run; others may have to rest. */
  readonly onStart: () => void
  readonly onFailed: (rung: Rung) => void
  /** A read of this film waits for the download: then ffmpeg may be silent. */
  readonly readsWait: () => boolean
  /** Silence without such an excuse after which ffmpeg counts as hung. */
  readonly hangMs?: number
  readonly clock: () => number
  readonly log: Log
}

/** A player asks for the init segment and the one it wants at about the same time, in any order. */
const INIT_PATIENCE_MS = 250

interface Waiting { readonly cell: number }

export function createConversion(world: ConversionWorld): Conversion {
  const { grid, clock, log } = world
  const store = createSegmentStore(world.folder, world.maxBytes)
  const bell = createBell()
  const waiting: Waiting[] = []
  const cells = cellCount(grid)
  let rung = world.rung
  let init: Uint8Array | null = null
  let run: ConversionRun | null = null
  /** Runs that may still write, the stopped ones too: the folder goes after the last of them. */
  const ending = new Set<Promise<void>>()
  let lastAsked = 0
  let wasAsked = false
  let lastAskedMs = clock()
  let tries = 0
  let problem: AppError | null = null
  let closed = false
  let held = false
  let excusedMs = clock()
  const made: MadeCell[] = []

  /** Seconds of film between the last cell asked for and this one. */
  const distanceSec = (cell: number) => cellStart(grid, cell) - cellStart(grid, lastAsked + 1)
  const aheadSec = () => Math.max(0, distanceSec(store.runEnd(lastAsked)))

  const speedNow = () => {
    const cell = run?.cell() ?? cells
    if (held || cell >= cells) return null
    return conversionSpeed({ made, cellSec: cellStart(grid, cell + 1) - cellStart(grid, cell), spentMs: clock() - Math.max(excusedMs, made.at(-1)?.atMs ?? 0) })
  }

  const start = (cell: number) => {
    run?.kill()
    world.onStart()
    const args = world.argsFor(rung, cell)
    const mine = startConversionRun({
      process: { program: world.ffmpeg, args, cwd: world.cwd }, begun: world.takeBegun(args),
      grid, fromCell: cell, isUrgent: isUrgent(distanceSec(cell)), store, clock,
      onInit: (bytes) => {
        init ??= bytes
        bell.ring()
      },
      onPart: bell.ring,
      onCell: (done) => {
        if (run !== mine) return
        tries = 0
        noteSpeed(done)
        if (!isUrgent(distanceSec(done + 1))) mine.standAside()
        steer()
        bell.ring()
      },
      mayGoOn: async (now) => {
        while (run === mine && !closed) {
          held = !mayRun(distanceSec(now), held)
          if (!held) return
          made.length = 0
          await bell.next()
        }
      },
      keepNear: () => lastAsked,
    })
    run = mine
    held = false
    excusedMs = clock()
    made.length = 0
    log('transcode', 'started', { cell, method: rung.method })
    const ended = mine.ended.then((outcome) => {
      ending.delete(ended)
      handleEnd(mine, outcome)
    })
    ending.add(ended)
  }

  const noteSpeed = (cell: number) => {
    made.push({ endSec: cellStart(grid, cell + 1), atMs: clock() })
    if (made.length > SPEED_CELLS) made.shift()
  }

  const handleEnd = (mine: ConversionRun, outcome: RunOutcome) => {
    if (run !== mine) return
    run = null
    if (outcome.kind === 'failed') handleFailure(outcome)
    else steer()
    bell.ring()
  }

  const handleFailure = ({ end, cell, problem: own }: Extract<RunOutcome, { kind: 'failed' }>) => {
    log('transcode', 'failed', { cell, method: rung.method, why: end.why, code: end.code ?? -1, signal: end.signal ?? '', complaints: (own?.message ?? end.complaints).slice(-400) })
    tries += 1
    const killed = end.signal !== null && end.why === 'exited'
    const next = killed ? rung : nextRung(rung, init !== null || world.isBound())
    if (end.why === 'notStarted') problem = { code: 'ffmpegMissing', message: 'ffmpeg cannot be started any more; install it again', details: { system: process.platform } }
    else if (tries >= MAX_TRIES || !next) {
      world.onFailed(rung)
      problem = failureOf(end, own)
    } else {
      rung = next
      start(cell)
    }
  }

  /**
   * After every change: a run that has come upon what is made ends; the newest request that the run will not come by decides
   * where it goes on; and when nobody waits, it goes on behind what is made.
   */
  const steer = () => {
    if (closed || problem) return
    if (run && store.has(run.cell())) stopRun()
    for (const { cell } of [...waiting].reverse()) {
      const answer = answerFor({ working: run?.cell() ?? null, asked: cell, isMade: store.has(cell) })
      if (answer === 'wait') return
      if (answer === 'start') { start(cell); return }
    }
    const next = store.runEnd(lastAsked)
    if (run === null && next < cells && mayRun(aheadSec(), false)) start(next)
  }

  const ask = (cell: number) => {
    lastAsked = cell
    wasAsked = true
    lastAskedMs = clock()
    steer()
    bell.ring()
  }

  const stopRun = () => {
    const stopped = run
    run = null
    stopped?.kill()
  }

  /** A slow picture of 4K takes seconds, a torrent takes as long as it takes; what is silent beyond both does not work. */
  const watch = setInterval(() => {
    if (!run || held || world.readsWait()) {
      excusedMs = clock()
      made.length = 0
    }
    else if (clock() - Math.max(excusedMs, run.lastByteMs()) > (world.hangMs ?? HANG_MS)) run.giveUp()
  }, WATCH_MS)
  watch.unref()

  const until = async <T>(get: () => Promise<T | null>, signal: AbortSignal): Promise<Result<T>> => {
    for (;;) {
      const next = bell.next(signal)
      const value = await get()
      if (value !== null) return ok(value)
      if (problem) return { ok: false, error: problem }
      if (closed || signal.aborted) return fail('cancelled', 'the conversion is not needed any more')
      await next
    }
  }

  /** Has the cell made, and waits for what is wanted of it. */
  const wait = async (cell: number, get: () => Promise<Uint8Array | null>, signal: AbortSignal): Promise<Result<Uint8Array>> => {
    if (cell >= cells) return fail('fileUnknown', `the film has ${String(cells)} segments`)
    const here = { cell }
    waiting.push(here)
    ask(cell)
    try {
      return await until(get, signal)
    } finally {
      waiting.splice(waiting.indexOf(here), 1)
      steer()
    }
  }

  return {
    grid, codecs: world.codecs,
    init: async (signal) => {
      lastAskedMs = clock()
      const timer = setTimeout(() => { if (run === null && waiting.length === 0 && init === null && !problem) start(lastAsked) }, INIT_PATIENCE_MS)
      try {
        return await until(() => Promise.resolve(init), signal)
      } finally {
        clearTimeout(timer)
      }
    },
    segment: (cell, signal) => wait(cell, () => store.read(cell), signal),
    part: async (cell, part, signal) => {
      if (part > partEnds(grid, cell).length) return fail('fileUnknown', 'this segment has fewer parts')
      const bytes = await wait(cell, () => store.readPart(cell, part), signal)
      return bytes.ok && bytes.value.length === 0 ? ok(EMPTY_SEGMENT) : bytes
    },
    has: store.has,
    state: () => ({
      state: stateOf({ failed: problem !== null, hasInit: init !== null, complete: store.runEnd(lastAsked) >= cells, aheadSec: aheadSec(), silentMs: run && !held && world.readsWait() ? clock() - run.lastByteMs() : 0 }),
      rung, aheadSec: aheadSec(), problem, runs: run !== null, lastAskedMs, lastAsked: wasAsked ? lastAsked : null, waits: waiting.length > 0, pid: run?.pid, speed: speedNow(),
    }),
    rest: stopRun,
    close: async () => {
      closed = true
      clearInterval(watch)
      stopRun()
      bell.ring()
      await Promise.all(ending)
      await store.close()
    },
  }
}

const WATCH_MS = 500
/** The slowest picture that is worth watching comes sooner. */
const HANG_MS = 30_000

/** Cells over which the speed is taken. */
const SPEED_CELLS = 6

/** Told in the person's words by `end`, or by what ffmpeg said last; the message stands behind "Details". */
function failureOf({ why, complaints }: RunEnd, own: RunProblem | null): AppError {
  const failed = (end: string, message: string): AppError => ({ code: 'ffmpegFailed', message, details: { end } })
  if (why === 'tooMuchMemory') return failed(why, 'ffmpeg was stopped because it needed too much memory for this file')
  if (own) return failed(own.end, `ffmpeg could not convert this file: ${own.message}`)
  const says = complaints.split('\n').slice(-3).join(' · ').replace(/https?:\/\/\S+/g, '').slice(-MAX_SAID_CHARS)
  if (says === '') return failed('silent', 'ffmpeg ended without a word')
  return { code: 'ffmpegFailed', message: `ffmpeg could not convert this file: ${says}`, details: { says } }
}

/** Some lines of the window. */
const MAX_SAID_CHARS = 300
