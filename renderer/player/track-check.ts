import type { Method } from '../../shared/playback/method.ts'
import { placeInElement } from '../../shared/playback/element-sound.ts'
import type { PageAbilities } from '../../shared/playback/film-facts.ts'
import type { DecodedTracks } from '../../shared/playback/undecoded.ts'
import { methodForUndecoded, undecodedPart } from '../../shared/playback/undecoded.ts'
import type { StreamDescriptor } from '../../shared/torrent/snapshot.ts'
import type { AppStore } from '../state/store.ts'
import type { PlaybackStore } from './playback-store.ts'

/** Compares what is in a file with what the element decodes of it: it leaves out what it cannot decode, without an error. */
export interface TrackCheck {
  /** The element has read what is in the film. */
  handleLoaded(): void
  /** Once more, when more is known of the film. */
  compare(): void
  /** Lets the file's own sound be heard that should be; false when that takes a conversion. */
  hearChosen(): Promise<boolean>
}

export interface TrackParts {
  readonly app: AppStore
  readonly store: PlaybackStore
  /** What plays in this page. */
  readonly abilities: () => Promise<PageAbilities>
  /** What the element decodes of the film it has loaded. */
  readonly tracks: () => DecodedTracks
  /** Lets the element's sound of this place be heard; false when it cannot. */
  readonly enableSound: (place: number) => boolean
  /** Something is left out that this conversion brings. */
  readonly onMissing: (method: Method) => void
}

export function createTrackCheck({ app, store, abilities, tracks, enableSound, onMissing }: TrackParts): TrackCheck {
  /** The stream whose index the element has read. */
  let loaded: string | null = null
  /** The file itself, once the element knows what is in it; null for what is converted. */
  const playedFile = (): StreamDescriptor | null => {
    const { stream } = store.getState()
    return stream?.method === 'direct' && stream.streamId === loaded ? stream : null
  }

  function compare(): void {
    const stream = playedFile()
    if (!stream) return
    if (!stream.film) { tellLack(stream); return }
    const method = methodForUndecoded(stream.film, tracks())
    if (method) onMissing(method)
    else void hearChosen()
  }

  /** Nobody could look into the film: what the element leaves out stays out, and is said. */
  function tellLack({ streamId, mediaType }: StreamDescriptor): void {
    const { lookFailure } = app.getState()
    if (lookFailure?.streamId !== streamId) return
    const part = undecodedPart(mediaType, tracks())
    store.setState({ lack: part && { part, error: lookFailure.problem } })
  }

  async function hearChosen(): Promise<boolean> {
    const plays = await abilities()
    const film = playedFile()?.film ?? null
    if (film === null || film.audioIndex === null) return false
    const place = placeInElement(film.sounds, film.audioIndex, plays)
    return place !== null && enableSound(place)
  }

  return {
    compare, hearChosen,
    handleLoaded: () => {
      loaded = store.getState().stream?.streamId ?? null
      compare()
    },
  }
}
