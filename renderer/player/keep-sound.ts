import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import { findSound } from '../../shared/library/kept-tracks.ts'
import type { MethodWish } from '../../shared/playback/choose-method.ts'
import type { Bridge } from '../bridge.ts'
import { keepTracks, keptTracks } from '../state/kept-tracks.ts'
import type { AppStore } from '../state/store.ts'
import type { PlaybackStore } from './playback-store.ts'

export interface KeptSoundParts {
  readonly app: AppStore
  readonly store: PlaybackStore
  readonly infoHash: InfoHash
  readonly fileIndex: FileIndex
  readonly choose: (wish: Partial<MethodWish>) => void
}

/** Once it is known what can be heard in a film, the sound the person had in its series is; once. Returns how to stop. */
export function hearKeptSound({ app, store, infoHash, fileIndex, choose }: KeptSoundParts): () => void {
  let done = false
  const look = () => {
    const { stream, indexRead, wish } = store.getState()
    // A file's own sounds can be picked when its index is read, without loading it again.
    if (done || !stream?.film || (stream.method === 'direct' && !indexRead)) return
    done = true
    const { sound } = keptTracks(app, infoHash, fileIndex)
    const audioIndex = sound === undefined || wish.audioIndex !== null ? null : findSound(stream.film.sounds, sound)
    if (audioIndex !== null && audioIndex !== stream.film.audioIndex) choose({ audioIndex })
  }
  return store.subscribe(look)
}

/** The person chose a sound: it is kept for the series. */
export function keepSound(parts: { readonly bridge: Bridge; readonly app: AppStore }, store: PlaybackStore, { audioIndex }: Partial<MethodWish>): void {
  const { stream } = store.getState()
  const sound = stream?.film?.sounds.find((each) => each.audioIndex === audioIndex)
  if (stream && sound) keepTracks(parts, stream, { sound: { language: sound.language, title: sound.title, isCommentary: sound.isCommentary } })
}
