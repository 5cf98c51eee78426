import type { PlayheadReport } from '../../../shared/ipc/contract.ts'
import type { IndexPoints } from '../../../shared/window/index-points.ts'
import { anchor, innerPoints, timeMapThrough } from '../../../shared/window/time-map.ts'
import type { TimeMap, TimePoint } from '../../../shared/window/time-map.ts'

/**
 * Seconds to bytes of one film: a straight line as soon as its duration is known, bent by every jump that was seen to
 * land, and drawn anew through the index once that is read; from then on the index is believed alone.
 */
export interface FilmTimeline {
  /** Null until the duration is known. */
  readonly map: () => TimeMap | null
  indexRead(found: IndexPoints): void
  reported(report: ClockWord): void
  /** A read was opened at this byte of the file. */
  readOpened(byte: number): void
  /** The read opened last waits: what it asks for was not here. */
  readWaits(): void
  /** The page left the file: a jump under way will not be seen to land; what was learned stays. */
  left(): void
}

type ClockWord = Pick<PlayheadReport, 'currentTimeSec' | 'durationSec' | 'seeking'>

/** The read of a jump opens within this time of it; the player's word and its read come by different ways, in any order. */
const LANDING_MS = 1000
/** A playhead that moves further than this while it seeks has jumped again. */
const SAME_JUMP_SEC = 0.5

export function createFilmTimeline(lengthBytes: number, clock: () => number): FilmTimeline {
  let durationSec: number | null = null
  let indexPoints: readonly TimePoint[] = []
  let map: TimeMap | null = null
  let jump: { readonly timeSec: number; readonly atMs: number } | null = null
  let opened: { readonly byte: number; readonly atMs: number; waited: boolean } | null = null

  const draw = () => {
    const known = indexPoints.length > 0 ? indexPoints : map ? innerPoints(map) : []
    if (durationSec !== null) map = timeMapThrough(durationSec, lengthBytes, known)
  }
  /** The player's word on the duration is better than the index's: its clock runs by it. */
  const hearDuration = (next: number | null) => {
    if (next === null || next <= 0 || next === durationSec) return
    durationSec = next
    draw()
  }
  const follow = ({ seeking, currentTimeSec }: ClockWord) => {
    if (!seeking) { land(); return }
    if (!jump || Math.abs(jump.timeSec - currentTimeSec) > SAME_JUMP_SEC) jump = { timeSec: currentTimeSec, atMs: clock() }
  }
  const land = () => {
    if (map && jump && opened?.waited && Math.abs(opened.atMs - jump.atMs) <= LANDING_MS && indexPoints.length === 0) map = anchor(map, { timeSec: jump.timeSec, byte: opened.byte })
    jump = null
  }

  return {
    map: () => map,
    indexRead: (found) => {
      indexPoints = found.points
      durationSec ??= found.durationSec
      draw()
    },
    reported: (next) => {
      hearDuration(next.durationSec)
      follow(next)
    },
    readOpened: (byte) => { opened = { byte, atMs: clock(), waited: false } },
    readWaits: () => { if (opened) opened.waited = true },
    left: () => { jump = null },
  }
}
