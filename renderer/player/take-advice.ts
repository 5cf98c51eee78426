import { isLesserConversion } from '../../shared/playback/method.ts'
import type { AppStore } from '../state/store.ts'
import type { PlaybackStore } from './playback-store.ts'

/** What the engine found out about a film that plays already, and when it is acted on. */
export interface AdviceTaker {
  /** Somebody looked into the film: it plays as it should, or is opened in the way it should be played. */
  handleAdvice(): void
  /** The person jumps. */
  handleJump(): void
}

export interface AdviceParts {
  readonly app: AppStore
  readonly store: PlaybackStore
  readonly openAnew: () => void
  /** More is known of the film that plays. */
  readonly onFacts: () => void
}

export function createAdviceTaker({ app, store, openAnew, onFacts }: AdviceParts): AdviceTaker {
  /** A stream whose film could be played with less conversion by now. */
  let lighter: string | null = null
  return {
    handleAdvice: () => {
      const { stream } = store.getState()
      const { streamAdvice } = app.getState()
      if (!stream || streamAdvice?.streamId !== stream.streamId) return
      const { film } = streamAdvice
      if (isLesserConversion(film.method, stream.method)) { lighter = stream.streamId; return }
      if (film.method !== stream.method) { openAnew(); return }
      store.setState({ stream: { ...stream, film, reasons: film.reasons }, lack: null })
      onFacts()
    },
    // A film that plays is not stopped to be played with less conversion: the next jump, which stops it anyway, begins that.
    handleJump: () => {
      if (lighter === null || lighter !== store.getState().stream?.streamId) return
      lighter = null
      openAnew()
    },
  }
}
