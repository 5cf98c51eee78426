import type { AppError } from '../../shared/errors.ts'
import { toAppError } from '../../shared/errors.ts'
import { createCueIndex } from '../../shared/subtitles/cue-index.ts'
import type { Cue } from '../../shared/subtitles/cue.ts'
import { inOrder, plainText } from '../../shared/subtitles/cue.ts'
import type { SubtitleTrack } from '../../shared/subtitles/track.ts'
import type { LoadedCues, SubtitleStore } from './subtitle-store.ts'

export type FetchCues = (track: SubtitleTrack, from: number | 'early', signal: AbortSignal) => Promise<readonly Cue[]>

/** Brings what a track has grown by since it was asked last. */
export interface CueLoader {
  refresh(track: SubtitleTrack, signal: AbortSignal): Promise<void>
}

export interface LoaderParts {
  readonly store: SubtitleStore
  readonly fetchCues: FetchCues
  /** The track as it is now; null when it is gone. */
  readonly find: (trackId: string) => SubtitleTrack | null
  readonly tell: (problem: AppError) => void
}

/** Invariant: one fetch a track at a time, and what it brings is added only if the track is still the one it was asked of. */
export function createCueLoader({ store, fetchCues, find, tell }: LoaderParts): CueLoader {
  const fetching = new Set<string>()

  const loadedOf = (track: SubtitleTrack) => {
    const known = store.getState().cues[track.id]
    return known?.revision === track.revision ? known : EMPTY
  }
  const fetchMore = async (track: SubtitleTrack, loaded: Loaded, signal: AbortSignal) => {
    const [more, early] = await Promise.all([
      track.cues > loaded.found.length ? fetchCues(track, loaded.found.length, signal) : [],
      track.early === loaded.earlyCount ? loaded.early : fetchCues(track, 'early', signal),
    ])
    if (!signal.aborted) put(track, [...loaded.found, ...more], early)
  }
  const put = (track: SubtitleTrack, found: readonly Cue[], early: readonly Cue[]) => {
    const loaded: LoadedCues = { revision: track.revision, found, early, earlyCount: track.early, index: createCueIndex(inOrder(withEarly(found, early))) }
    store.setState(({ cues }) => ({ cues: { ...cues, [track.id]: loaded } }))
  }
  const refresh = async (track: SubtitleTrack, signal: AbortSignal): Promise<void> => {
    const loaded = loadedOf(track)
    if (fetching.has(track.id) || signal.aborted || hasAll(track, loaded)) return
    fetching.add(track.id)
    try {
      await fetchMore(track, loaded, signal)
    } catch (thrown) {
      if (!signal.aborted) tell(toAppError(thrown))
    } finally {
      fetching.delete(track.id)
    }
    const newest = find(track.id)
    if (newest && (newest.cues > track.cues || newest.early !== track.early || newest.revision !== track.revision)) void refresh(newest, signal)
  }
  return { refresh }
}

type Loaded = Pick<LoadedCues, 'found' | 'early' | 'earlyCount'>

const EMPTY: Loaded = { found: [], early: [], earlyCount: 0 }

/** A track without cues is asked for once all the same: then it is known to be empty. */
function hasAll(track: SubtitleTrack, loaded: Loaded): boolean {
  return loaded !== EMPTY && loaded.found.length >= track.cues && loaded.earlyCount === track.early
}

/** Early cues come again when their bytes are verified. */
function withEarly(found: readonly Cue[], early: readonly Cue[]): readonly Cue[] {
  const nameOf = (cue: Cue) => `${String(cue.startMs)} ${plainText(cue)}`
  const names = new Set(early.length > 0 ? found.map(nameOf) : [])
  return [...found, ...early.filter((cue) => !names.has(nameOf(cue)))]
}
