import { IN_TIME, delayedBy, syncToPoint, syncToPoints, toCueMs } from '../../shared/subtitles/shift.ts'
import type { SubtitleTiming } from '../../shared/subtitles/shift.ts'
import type { SubtitleTrack } from '../../shared/subtitles/track.ts'
import type { SubtitleStore } from './subtitle-store.ts'

/** Where subtitles lie on the film's clock, and how the person moves the shown ones. */
export interface TimingControl {
  readonly of: (trackId: string) => SubtitleTiming
  /** As it was before, by nobody's hand. */
  restore(trackId: string, timing: SubtitleTiming): void
  /** By the person's hand, some time ago: kept for the series if they are still the shown ones, whose name is kept beside it. */
  fitTo(trackId: string, timing: SubtitleTiming): void
  /** Answers with the delay; null when none are shown. */
  delayBy(stepMs: number): number | null
  reset(): void
  /** The line nearest to this moment is spoken now. A second line, later in the film, sets the speed as well. */
  syncHere(filmMs: number): void
}

export interface TimingParts {
  readonly store: SubtitleStore
  readonly shownTrack: () => SubtitleTrack | null
  readonly keep: (timing: SubtitleTiming) => void
}

export function createTimingControl({ store, shownTrack, keep }: TimingParts): TimingControl {
  const timingOf = (id: string) => store.getState().timing[id] ?? IN_TIME
  const restore = (id: string, timing: SubtitleTiming) => { store.setState((state) => ({ timing: { ...state.timing, [id]: timing } })) }
  const moveTo = (id: string, timing: SubtitleTiming) => {
    restore(id, timing)
    keep(timing)
  }
  return {
    of: timingOf, restore,
    fitTo: (trackId, timing) => {
      if (shownTrack()?.id !== trackId) { restore(trackId, timing); return }
      moveTo(trackId, timing)
      store.setState({ syncedAt: null })
    },
    delayBy: (stepMs) => {
      const track = shownTrack()
      if (!track) return null
      const timing = delayedBy(timingOf(track.id), stepMs)
      moveTo(track.id, timing)
      return timing.delayMs
    },
    reset: () => {
      const track = shownTrack()
      if (track) moveTo(track.id, IN_TIME)
      store.setState({ syncedAt: null })
    },
    syncHere: (filmMs) => {
      const track = shownTrack()
      const cue = track && store.getState().cues[track.id]?.index.nearest(toCueMs(timingOf(track.id), filmMs))
      if (!track || !cue) return
      const point = { cueMs: cue.startMs, filmMs }
      const first = store.getState().syncedAt
      const both = first ? syncToPoints(first, point) : null
      moveTo(track.id, both?.ok ? both.value : syncToPoint(timingOf(track.id), point))
      store.setState({ syncedAt: point })
    },
  }
}
