import { intersect, mergeAll } from '../../../shared/interval.ts'
import type { Interval } from '../../../shared/interval.ts'
import { clipRanges } from '../../../shared/storage/clip-ranges.ts'
import { piecesOf } from '../../../shared/window/blocks.ts'
import type { WantedRange } from '../../../shared/window/pick-blocks.ts'
import type { WindowPlan } from '../../../shared/window/plan-window.ts'
import type { Availability } from './availability.ts'
import type { BlockScheduler } from './block-scheduler.ts'
import type { EngineTrace } from './engine-trace.ts'
import type { FileWindow } from './file-window.ts'
import type { WatchedPart } from './held-chunks.ts'
import type { NextFile } from './next-file.ts'
import type { PieceTable } from './piece-table.ts'

/** Gathers the windows of all watched files of a torrent, plans them and hands the merged plan on. No policy inside. */
export interface WindowController {
  /** Its owner then opens a stream or a read on it: a window nobody watches is let go at the next plan. */
  add(window: FileWindow): void
  find(fileIndex: number): FileWindow | null
  readonly all: () => readonly FileWindow[]
  /** Plans soon; at once when a read waits. Coalesced: see PLAN_MS. */
  touch(urgent: boolean): void
  /** True when a read waits or a player stands still for want of data. */
  readonly isHungry: () => boolean
  close(): void
}

/** Cursors move with every slice: planning more often than this changes nothing a peer could notice. */
const PLAN_MS = 50
/** A read that opens or waits is planned for at once, or this long after the plan before: several open together. */
const URGENT_PLAN_MS = 5
const TICK_MS = 1000

/** The torrent bytes that may be fetched for what is watched; null = no limit. */
export type HoldRule = (watched: readonly WatchedPart[]) => readonly Interval[] | null

export function createWindowController(table: PieceTable, scheduler: BlockScheduler, availability: Availability, clock: () => number, trace: EngineTrace | null, hold: HoldRule = () => null, next: Pick<NextFile, 'parts'> = { parts: () => [] }): WindowController {
  const windows = new Map<number, FileWindow>()
  let plannedAtMs = -Infinity
  let pending: NodeJS.Timeout | null = null
  let pendingDueMs = 0
  let closed = false

  const plan = () => {
    if (pending) clearTimeout(pending)
    pending = null
    if (closed) return
    const nowMs = clock()
    plannedAtMs = nowMs
    for (const [index, window] of windows) if (!window.isWatched(nowMs)) windows.delete(index)
    const plans = [...windows.values()].map((window) => ({ window, ...window.makePlan(nowMs) }))
    for (const { window, input, plan: made } of plans) trace?.({ fileIndex: window.file.index, input, plan: made })
    const watched = plans.map(({ window, input, plan: made, start }) => ({ file: window.bytes, start: start + window.bytes.begin, ranges: inTorrent(window, made), reads: input.cursors.map(({ offsetBytes, waiting }) => ({ at: offsetBytes + window.bytes.begin, waiting })) }))
    const { parts, held } = withRoom(watched, next.parts(nowMs, [...windows.values()]))
    const ranges = parts.flatMap((part) => part.ranges).sort(byDeadline)
    availability.setFillPieces(mergeAll(parts.flatMap(({ file }) => common(file, held)).map((part) => piecesOf(table.geometry, part))))
    scheduler.setRanges(held ? clipRanges(ranges, held) : ranges, plans.some(({ jumped }) => jumped))
  }

  /** What follows is fetched only where all of it has room beside what is watched. */
  const withRoom = (watched: readonly WatchedPart[], following: readonly WatchedPart[]) => {
    const both = [...watched, ...following]
    return following.length > 0 && hold(both) === null ? { parts: both, held: null } : { parts: watched, held: hold(watched) }
  }

  const touch = (urgent: boolean) => {
    if (closed) return
    const dueMs = plannedAtMs + (urgent ? URGENT_PLAN_MS : PLAN_MS)
    if (urgent && dueMs <= clock()) { plan(); return }
    if (pending && pendingDueMs <= dueMs) return
    if (pending) clearTimeout(pending)
    pendingDueMs = dueMs
    pending = setTimeout(plan, Math.max(0, dueMs - clock()))
  }

  const tick = setInterval(() => { touch(false) }, TICK_MS)
  tick.unref()

  return {
    add: (window) => { windows.set(window.file.index, window) },
    find: (fileIndex) => windows.get(fileIndex) ?? null,
    all: () => [...windows.values()],
    touch,
    isHungry: () => [...windows.values()].some((window) => window.playerWaits() || window.cursors.list(clock()).some((cursor) => cursor.waiting)),
    close: () => {
      closed = true
      clearInterval(tick)
      if (pending) clearTimeout(pending)
      windows.clear()
    },
  }
}

function inTorrent({ bytes }: FileWindow, { ranges }: WindowPlan): WantedRange[] {
  return ranges.map(({ tier, deadlineMs, begin, end }) => ({ tier, deadlineMs, begin: begin + bytes.begin, end: end + bytes.begin }))
}

function common(file: Interval, held: readonly Interval[] | null): Interval[] {
  return held ? held.map((part) => intersect(file, part)) : [file]
}

/** Stable: within one deadline the plan's own order holds. */
function byDeadline(a: WantedRange, b: WantedRange): number {
  return a.deadlineMs === b.deadlineMs ? 0 : a.deadlineMs - b.deadlineMs
}
