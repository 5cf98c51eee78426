import type { PlayheadReport } from '../../shared/ipc/contract.ts'
import type { Interval } from '../../shared/interval.ts'
import type { ClockReading } from './clock.ts'

/** The part of HTMLMediaElement that is read here; a test brings a plain object. */
export interface MediaFacts {
  readonly currentTime: number
  /** NaN before the length is known, Infinity for a live stream (HTML standard, 4.8.11.6). */
  readonly duration: number
  readonly playbackRate: number
  readonly seeking: boolean
  readonly ended: boolean
  readonly readyState: number
  readonly buffered: { readonly length: number; start(index: number): number; end(index: number): number }
}

/** HAVE_FUTURE_DATA (HTML standard, 4.8.11.7). */
const HAVE_FUTURE_DATA = 3

/** The element's clock as a report to the planner. `paused` is the person's wish: an element that reloads is not paused by anybody. */
export function toPlayheadReport(media: MediaFacts, streamId: string, wish: { readonly paused: boolean; readonly timeSec: number }): PlayheadReport {
  return {
    streamId,
    currentTimeSec: Math.max(0, wish.timeSec),
    durationSec: knownDuration(media),
    rate: media.playbackRate,
    paused: wish.paused,
    seeking: media.seeking,
    waiting: !media.ended && media.readyState < HAVE_FUTURE_DATA,
    source: 'page',
  }
}

/** What the seek bar draws; keeps the last known length while the film is loaded again. */
export function toClockReading(media: MediaFacts, timeSec: number, lastDurationSec: number | null): ClockReading {
  return { currentTimeSec: timeSec, durationSec: knownDuration(media) ?? lastDurationSec, buffered: toIntervals(media.buffered) }
}

function knownDuration({ duration }: MediaFacts): number | null {
  return Number.isFinite(duration) && duration > 0 ? duration : null
}

function toIntervals(ranges: MediaFacts['buffered']): readonly Interval[] {
  return Array.from({ length: ranges.length }, (_, index) => ({ begin: ranges.start(index), end: ranges.end(index) }))
}
