import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { AppError } from '../../shared/errors.ts'
import type { CueIndex } from '../../shared/subtitles/cue-index.ts'
import type { Cue } from '../../shared/subtitles/cue.ts'
import type { SubtitleTiming, SyncPoint } from '../../shared/subtitles/shift.ts'

/** The first line of choice, and a second one shown at the head of the picture. */
export type Slot = 'first' | 'second'

/** The cues of a track as far as they are here. */
export interface LoadedCues {
  readonly revision: number
  /** As they came, which is how the next ones are asked for. */
  readonly found: readonly Cue[]
  /** What was found in bytes whose hash is still to come, and the number that changes when that does. */
  readonly early: readonly Cue[]
  readonly earlyCount: number
  readonly index: CueIndex
}

/** How far it is to fit a track to others of the film, and how that ended. `fetching`: the others are a file that is still to come, which may take as long as its peers do. */
export type FitState = 'ready' | 'fetching' | 'fitting' | 'fitted' | 'unlike' | 'unread'

export interface SubtitleState {
  readonly chosen: Readonly<Record<Slot, string | null>>
  readonly cues: Readonly<Record<string, LoadedCues>>
  /** By track. */
  readonly timing: Readonly<Record<string, SubtitleTiming>>
  /** The first of two lines that the person said are spoken now. */
  readonly syncedAt: SyncPoint | null
  /** By track; one that was never fitted is not there. */
  readonly fits: Readonly<Record<string, FitState>>
  readonly problem: AppError | null
}

export type SubtitleStore = StoreApi<SubtitleState>

export const freshSubtitles: SubtitleState = { chosen: { first: null, second: null }, cues: {}, timing: {}, syncedAt: null, fits: {}, problem: null }

export function createSubtitleStore(): SubtitleStore {
  return createStore<SubtitleState>(() => freshSubtitles)
}
