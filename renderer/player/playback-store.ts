import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { AppError } from '../../shared/errors.ts'
import type { ErrorWords } from '../../shared/text/error-sentence.ts'
import { NO_WISH } from '../../shared/playback/choose-method.ts'
import type { FilmFacts } from '../../shared/playback/film-facts.ts'
import type { Loop } from '../../shared/playback/loop.ts'
import type { MethodWish } from '../../shared/playback/choose-method.ts'
import type { StreamDescriptor } from '../../shared/torrent/snapshot.ts'

/** The slow-changing facts of what is playing here. The element brings the truth; a button only asks. */
export interface PlaybackState {
  /** What the person wants; survives loading the film again. */
  readonly wantsPlay: boolean
  readonly ended: boolean
  readonly rate: number
  /** 0..2: above 1 the sound is amplified. */
  readonly volume: number
  readonly muted: boolean
  readonly inPip: boolean
  /** The element knows the length: the index has been read. */
  readonly indexRead: boolean
  /** Something of this file has been on the screen. */
  readonly started: boolean
  /** The picture belongs to the place where the person is; false while the film is loaded again. */
  readonly inPlace: boolean
  /** Where the person jumped to, until it plays (or stands) there. */
  readonly jumpTargetSec: number | null
  /** The picture should move and does not; since when (performance.now). */
  readonly waitingSinceMs: number | null
  /** It stands on purpose, until enough is here to be worth moving (see rest-to-fill.ts). */
  readonly resting: boolean
  readonly connection: 'opening' | 'open' | 'reconnecting'
  readonly failure: PlaybackFailure | null
  /** What the film plays without; null = it plays whole, or nobody knows. */
  readonly lack: Lack | null
  readonly stream: StreamDescriptor | null
  /** The stream of the device that plays the film instead of this window; null = it plays here. */
  readonly castStreamId: string | null
  /** What that device can do; null = it plays here. */
  readonly remote: Remote | null
  /** What can be heard on that device; null when nothing plays there, or nobody looked into the film yet. */
  readonly castSound: Heard | null
  /** How the person wants the film to be played, and what was found not to work. */
  readonly wish: MethodWish
  /** The part that is played again and again. */
  readonly loop: Loop | null
}

export interface PlaybackFailure {
  readonly error: AppError
  /** Other words than the code's own, where the player knows better. */
  readonly words: ErrorWords | null
  readonly canRetry: boolean
}

/** A part of the film that the page cannot decode, and why it is not converted. */
export interface Lack {
  readonly part: 'picture' | 'sound'
  readonly error: AppError
}

export type PlaybackStore = StoreApi<PlaybackState>

/** The state of a file that is about to be opened; volume and speed are the person's and stay. */
export const freshFile = {
  wantsPlay: true, ended: false, indexRead: false, started: false, inPlace: false, jumpTargetSec: null, waitingSinceMs: null, resting: false, connection: 'opening', failure: null, lack: null, stream: null, castStreamId: null, castSound: null, remote: null, wish: NO_WISH, loop: null,
} as const satisfies Partial<PlaybackState>

export function createPlaybackStore(sound: { readonly volume: number; readonly muted: boolean }): PlaybackStore {
  return createStore<PlaybackState>(() => ({ ...freshFile, rate: 1, inPip: false, ...sound }))
}

/** The film plays no more, and the person is told why. */
export function showFailure(store: PlaybackStore, failure: PlaybackFailure): void {
  store.setState({ failure, connection: 'open', waitingSinceMs: null })
}

/** What can be asked of a device. */
export interface Remote {
  readonly canPause: boolean
  readonly canSetVolume: boolean
}

/** The sounds of a film, and the one that is heard. */
export type Heard = Pick<FilmFacts, 'sounds' | 'audioIndex'>

/** What can be heard where the film plays; null before anybody looked into it. */
export function heardSound({ castSound, stream }: Pick<PlaybackState, 'castSound' | 'stream'>): Heard | null {
  return castSound ?? stream?.film ?? null
}
