import type { ErrorCode } from '../../shared/errors.ts'
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
import type { FitState, SubtitleStore } from './subtitle-store.ts'
import type { TimingControl } from './timing-control.ts'

/** Moves the shown subtitles to where others of the film are shown. Goes on while nobody looks; how far it is stands in the store, by track. */
export interface FitControl {
  /** What the shown ones can be fitted to; null when there is nothing. */
  reference(): SubtitleTrack | null
  /** Fits the shown ones until the film is left. Fails: subtitleUnreadable when they do not go together, cancelled, and others when lines could not be had. */
  fit(filmSignal: AbortSignal): Promise<Result<SubtitleTiming>>
  /** Ends the fetching for the shown ones; nothing is moved. */
  stop(): void
  /** The person has read how it ended. */
  forgetEnd(trackId: string): void
}

export interface FitParts {
  readonly store: SubtitleStore
  readonly shownTrack: () => SubtitleTrack | null
  readonly tracks: () => readonly SubtitleTrack[]
  readonly timing: Pick<TimingControl, 'of' | 'fitTo'>
  readonly fetchCues: FetchCues
  /** Brings the file of a track that lies beside the film; again when it failed. */
  readonly fetchFile: (trackId: string) => Promise<Result<unknown>>
}

export function createFitControl({ store, shownTrack, tracks, timing, fetchCues, fetchFile }: FitParts): FitControl {
  const running = new Map<string, AbortController>()
  const tell = (trackId: string, state: FitState) => { store.setState(({ fits }) => ({ fits: { ...fits, [trackId]: state } })) }
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
  const fitTrack = async (track: SubtitleTrack, other: SubtitleTrack, signal: AbortSignal): Promise<Result<SubtitleTiming>> => {
    if (other.source === 'file' && other.state !== 'complete') {
      tell(track.id, 'fetching')
      const fetched = await unlessStopped(fetchFile(other.id), signal)
      if (!fetched.ok) return fetched
    }
    if (!signal.aborted) tell(track.id, 'fitting')
    const fitted = await compare(track, other, signal)
    if (signal.aborted) return STOPPED
    if (fitted.ok) timing.fitTo(track.id, fitted.value)
    return fitted
  }
  return {
    reference,
    fit: async (filmSignal) => {
      const [track, other] = [shownTrack(), reference()]
      if (!track || !other) return fail('subtitleUnknown', 'there are no others to fit to')
      const stop = new AbortController()
      running.set(track.id, stop)
      const fitted = await fitTrack(track, other, AbortSignal.any([stop.signal, filmSignal]))
      if (running.get(track.id) === stop) running.delete(track.id)
      // The next film has tracks of the same names.
      if (!filmSignal.aborted) tell(track.id, fitted.ok ? 'fitted' : stateAfter(fitted.error.code))
      return fitted
    },
    stop: () => { running.get(shownTrack()?.id ?? '')?.abort() },
    forgetEnd: (trackId) => { if (!isFitting(store.getState().fits[trackId])) tell(trackId, 'ready') },
  }
}

/** True while something is under way. */
export function isFitting(state: FitState = 'ready'): boolean {
  return state === 'fetching' || state === 'fitting'
}

function stateAfter(code: ErrorCode): FitState {
  if (code === 'cancelled') return 'ready'
  return code === 'subtitleUnreadable' ? 'unlike' : 'unread'
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
