import { toAppError } from '../../shared/errors.ts'
import type { Result } from '../../shared/result.ts'
import { fail } from '../../shared/result.ts'
import { inOrder } from '../../shared/subtitles/cue.ts'
import { fitCues } from '../../shared/subtitles/fit-cues.ts'
import { referenceFor } from '../../shared/subtitles/reference-track.ts'
import type { SubtitleTiming } from '../../shared/subtitles/shift.ts'
import { toFilmMs } from '../../shared/subtitles/shift.ts'
import type { SubtitleTrack } from '../../shared/subtitles/track.ts'
import type { FetchCues } from './cue-loader.ts'
import type { TimingControl } from './timing-control.ts'

/** How the person follows a fit and ends it. */
export interface FitWatch {
  /** The others are a file of which something is still to come: that may take as long as its peers do. */
  readonly onFetching: () => void
  readonly onComparing: () => void
  /** Ends it; nothing is moved. */
  readonly signal: AbortSignal
}

/** Moves the shown subtitles to where others of the film are shown. */
export interface FitControl {
  /** What the shown ones can be fitted to; null when there is nothing. */
  reference(): SubtitleTrack | null
  /** Fails: subtitleUnreadable when they do not go together, cancelled, and others when lines could not be had. */
  fit(watch: FitWatch): Promise<Result<SubtitleTiming>>
}

export interface FitParts {
  readonly shownTrack: () => SubtitleTrack | null
  readonly tracks: () => readonly SubtitleTrack[]
  readonly timing: Pick<TimingControl, 'of' | 'fitTo'>
  readonly fetchCues: FetchCues
  /** Brings the file of a track that lies beside the film; again when it failed. */
  readonly fetchFile: (trackId: string) => Promise<Result<unknown>>
}

export function createFitControl({ shownTrack, tracks, timing, fetchCues, fetchFile }: FitParts): FitControl {
  const reference = () => {
    const shown = shownTrack()
    return shown && referenceFor(shown, tracks())
  }
  /** The lines of the others, at the moments at which the person sees them. */
  const linesOf = async (other: SubtitleTrack, signal: AbortSignal) => {
    const cues = inOrder(await fetchCues(other, 0, signal))
    const shownAt = timing.of(other.id)
    return cues.map(({ startMs, endMs }) => ({ startMs: toFilmMs(shownAt, startMs), endMs: toFilmMs(shownAt, endMs) }))
  }
  const compare = async (track: SubtitleTrack, other: SubtitleTrack, signal: AbortSignal): Promise<Result<SubtitleTiming>> => {
    try {
      const [own, theirs] = await Promise.all([fetchCues(track, 0, signal), linesOf(other, signal)])
      if (other.source === 'file' && theirs.length === 0) return fail('subtitleUnknown', 'the file of the others could not be read')
      return fitCues(inOrder(own), theirs)
    } catch (thrown) {
      return { ok: false, error: toAppError(thrown) }
    }
  }
  return {
    reference,
    fit: async ({ onFetching, onComparing, signal }) => {
      const [track, other] = [shownTrack(), reference()]
      if (!track || !other) return fail('subtitleUnknown', 'there are no others to fit to')
      if (other.source === 'file' && other.state !== 'complete') {
        onFetching()
        const fetched = await unlessStopped(fetchFile(other.id), signal)
        if (!fetched.ok) return fetched
      }
      if (!signal.aborted) onComparing()
      const fitted = await compare(track, other, signal)
      if (signal.aborted) return STOPPED
      if (fitted.ok) timing.fitTo(track.id, fitted.value)
      return fitted
    },
  }
}

const STOPPED = fail('cancelled', 'the comparison was stopped')

/** The wait ends with the signal; what was asked for goes on and is used by whoever asks for it next. */
async function unlessStopped(work: Promise<Result<unknown>>, signal: AbortSignal): Promise<Result<unknown>> {
  if (signal.aborted) return STOPPED
  const over = new AbortController()
  const stopped = new Promise<Result<unknown>>((resolve) => { signal.addEventListener('abort', () => { resolve(STOPPED) }, { once: true, signal: over.signal }) })
  try {
    return await Promise.race([work, stopped])
  } finally {
    over.abort()
  }
}
