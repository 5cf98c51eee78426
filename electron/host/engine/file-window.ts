import type { PlayheadReport } from '../../../shared/ipc/contract.ts'
import type { Interval } from '../../../shared/interval.ts'
import type { MetainfoFile } from '../../../shared/torrent/metainfo-files.ts'
import { haveRuns } from '../../../shared/window/blocks.ts'
import { cushionSec, isCompleteFrom } from '../../../shared/window/forecast.ts'
import { DEFAULT_POLICY, isDueNow, isJump, planWindow, windowStart } from '../../../shared/window/plan-window.ts'
import type { Playhead, WarmPlace, WindowInput, WindowPlan } from '../../../shared/window/plan-window.ts'
import type { FilmBefore } from '../../../shared/window/plan-next.ts'
import type { TimeMap } from '../../../shared/window/time-map.ts'
import { createCursorSet } from './cursors.ts'
import type { CursorSet } from './cursors.ts'
import { createFilmTimeline } from './film-timeline.ts'
import { createIndexReader } from './index-reader.ts'
import type { PieceStore } from './piece-store.ts'
import type { PieceTable } from './piece-table.ts'

/** The window of one watched file: its open reads, the player's clock, its index, and the plan made of them. */
export interface FileWindow {
  readonly file: MetainfoFile
  readonly bytes: Interval
  readonly cursors: CursorSet
  /** Streams opened on the file; the window lives as long as one is open or a read is remembered. */
  addStream(): void
  removeStream(): void
  isWatched(nowMs: number): boolean
  reportPlayhead(report: PlayheadReport): void
  /** The person points at a time on the seek bar, or at none any more; whether something may be fetched there. */
  pointAt(timeSec: number | null, mayFetch: boolean): void
  readonly pointedSec: () => number | null
  /** The file that is to follow this one, as the player says; null = none. */
  readonly next: () => number | null
  follow(fileIndex: number | null): void
  /** How safe the film is, for the file that follows. */
  standing(nowMs: number): FilmBefore
  /** Lines on the screen that lie in other parts of the file, of the subtitles that are shown: file-relative. */
  wantWords(parts: readonly Interval[]): void
  readonly playhead: () => Playhead | null
  /** The element itself says that it waits for data. */
  readonly playerWaits: () => boolean
  readonly timeMap: () => TimeMap | null
  /** A block or piece at the head may have come: look for the index. */
  lookForIndex(piece: number): void
  /** `start`: where the window starts, file-relative. */
  makePlan(nowMs: number): { readonly input: WindowInput; readonly plan: WindowPlan; readonly jumped: boolean; readonly start: number }
  readonly lastPlan: () => WindowPlan | null
}

/**
 * The index is wanted this long after the file was opened. Not sooner, because the first pictures of most files need the
 * head alone; not later, because a read that follows the download always has something more urgent, and a jump in a
 * Matroska file whose Cues are not here makes Chromium's demuxer give the Cues up when a second jump interrupts it.
 */
const INDEX_DUE_MS = 1000
/** A read that goes on by less than a quarter of a second of a good film needs no other plan: what is due then was planned with it. */
const SAME_PLAN_BYTES = 262_144

export function createFileWindow(file: MetainfoFile, table: PieceTable, store: PieceStore, clock: () => number, onChange: (urgent: boolean) => void): FileWindow {
  const bytes = { begin: file.offsetBytes, end: file.offsetBytes + file.lengthBytes }
  const { pieceLengthBytes } = table.geometry
  const timeline = createFilmTimeline(file.lengthBytes, clock)
  const cursors = createCursorSet(file.offsetBytes, clock, (change) => {
    const newest = cursors.list(clock())[0]
    if (change === 'opened' && newest) timeline.readOpened(newest.offsetBytes)
    if (change === 'waiting' && newest?.waiting) timeline.readWaits()
    const goesOn = (change === 'moved' || change === 'waiting') && isPlannedFor()
    if (goesOn && newest && Math.abs(newest.offsetBytes - plannedAt) < SAME_PLAN_BYTES) return
    onChange(change === 'opened' || (change === 'waiting' && !goesOn))
  })
  const openedAtMs = clock()
  let streams = 0
  /** The page left for another file: a read it gave up is not remembered, or the file would be fetched on unwatched. */
  let left = false
  let report: PlayheadReport | null = null
  let reportedAtMs = 0
  let pointedSec: number | null = null
  let mayFetchThere = false
  let next: number | null = null
  let words: readonly Interval[] = []
  let start = 0
  /** Where the newest read was when it was planned for. */
  let plannedAt = -Infinity
  let plan: WindowPlan | null = null

  const index = createIndexReader({
    file, table, store,
    onLocated: () => { onChange(false) },
    onPoints: (found) => {
      timeline.indexRead(found)
      onChange(false)
    },
  })

  const place = { fileOffsetBytes: file.offsetBytes, pieceLengthBytes }
  const isPlannedFor = () => cursors.list(clock()).every((cursor) => !cursor.waiting || (plan !== null && isDueNow(plan, place, cursor)))

  /** The reported time carried forward: reports come twice a second, plans twenty times. */
  const playhead = (): Playhead | null => {
    if (!report) return null
    const moving = !report.paused && !report.seeking && !report.waiting
    const passedSec = moving ? Math.min(1, (clock() - reportedAtMs) / 1000) * report.rate : 0
    const isDevice = report.source === 'cast'
    return { timeSec: report.currentTimeSec + passedSec, rate: report.rate || 1, paused: report.paused, ...(isDevice ? { verifiedOnly: true, arriving: report.waiting } : {}) }
  }

  const placeAt = (at: number) => ({ at, hereUntil: table.nextMissing(Math.floor((bytes.begin + at) / pieceLengthBytes)) * pieceLengthBytes - bytes.begin })

  /** Null until the film's clock and length are known. */
  const cushion = (): number | null => {
    const [map, now] = [timeline.map(), playhead()]
    if (!map || !now) return null
    const verified = haveRuns(table.geometry, { get: table.isVerified }, bytes).map(({ begin, end }) => ({ begin: begin - bytes.begin, end: end - bytes.begin }))
    return isCompleteFrom(map, verified, now.timeSec) ? Infinity : cushionSec(map, verified, now.timeSec)
  }

  const warmPlace = (): WarmPlace | null => {
    const inHandSec = pointedSec === null || !mayFetchThere ? null : cushion()
    return pointedSec === null || inHandSec === null ? null : { timeSec: pointedSec, cushionSec: inHandSec }
  }

  return {
    file,
    bytes,
    cursors,
    addStream: () => {
      streams += 1
      left = false
    },
    removeStream: () => {
      streams = Math.max(0, streams - 1)
      if (streams > 0) return
      report = null
      pointedSec = null
      next = null
      words = []
      timeline.left()
      left = true
    },
    isWatched: (nowMs) => streams > 0 || (left ? cursors.openCount() : cursors.list(nowMs).length) > 0,
    reportPlayhead: (told) => {
      const urgent = told.seeking || report?.paused !== told.paused
      report = told
      reportedAtMs = clock()
      timeline.reported(told)
      onChange(urgent)
    },
    pointedSec: () => pointedSec,
    next: () => next,
    follow: (fileIndex) => {
      next = fileIndex
      onChange(false)
    },
    standing: (nowMs) => ({
      complete: table.nextMissing(Math.floor(bytes.begin / pieceLengthBytes)) * pieceLengthBytes >= bytes.end,
      cushionSec: cushion() ?? 0,
      readWaits: cursors.list(nowMs).some(({ waiting }) => waiting),
    }),
    pointAt: (timeSec, mayFetch) => {
      pointedSec = timeSec
      mayFetchThere = mayFetch
      onChange(false)
    },
    wantWords: (parts) => {
      const isSame = parts.length === words.length && parts.every(({ begin, end }, i) => begin === words[i]?.begin && end === words[i]?.end)
      if (isSame || streams === 0) return
      words = parts
      onChange(false)
    },
    playhead,
    playerWaits: () => report !== null && report.waiting && !report.paused,
    timeMap: timeline.map,
    lookForIndex: index.look,
    makePlan: (nowMs) => {
      const timeMap = timeline.map()
      const input: WindowInput = {
        lengthBytes: file.lengthBytes,
        ...place,
        cursors: cursors.list(nowMs),
        playhead: timeMap ? playhead() : null,
        timeMap,
        index: index.ranges(),
        lastStartBytes: start,
        indexDueMs: openedAtMs + INDEX_DUE_MS - nowMs,
        warm: warmPlace(),
        words,
        policy: DEFAULT_POLICY,
      }
      plan = planWindow(input)
      const begin = windowStart(input)
      plannedAt = input.cursors[0]?.offsetBytes ?? -Infinity
      const jumped = isJump(placeAt(start), placeAt(begin), pieceLengthBytes)
      start = begin
      return { input, plan, jumped, start }
    },
    lastPlan: () => plan,
  }
}
