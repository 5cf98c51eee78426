import './no-dynamic-style.ts'
import videojs from 'video.js'
import { hastenJumps } from './hasten-jumps.ts'
import { keepOffsets } from './keep-offsets.ts'

/** The one video element, made and owned by video.js; never by React, which must not touch what video.js disposes. */
export interface VideoElement {
  readonly video: HTMLVideoElement
  /** Loads a film from the beginning of its life; the caller seeks once its length is known. `fromSec`: what of a playlist is fetched first. */
  load(url: string, form: SourceForm, fromSec: number): void
  /** A playlist cannot be played on: the element itself may know nothing of it. */
  onPlaylistError(listener: (fault: ElementFault) => void): void
  /** Lets go of the film: nothing of it is fetched any more. */
  unload(): void
  close(): void
}

/**
 * The type told to video.js, whatever the file: it asks canPlayType, which denies containers that Chromium plays (Matroska),
 * and the element itself judges a file by its bytes, not by its type.
 */
const DIRECT_TYPE = 'video/mp4'
/** RFC 8216, 10: played by the HLS part of video.js. */
const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl'

/** Why the element gave up, in the terms of a MediaError. */
export interface ElementFault {
  readonly code: number
  readonly says: string
}

/** A file's own bytes, or the playlist of a conversion. */
export type SourceForm = 'file' | 'playlist'

/** Only the tech and the captions; every control is ours. */
const OPTIONS = {
  controls: false, preload: 'auto', crossOrigin: 'anonymous', fill: true, children: ['mediaLoader', 'textTrackDisplay'],
  userActions: { click: false, doubleClick: false, hotkeys: false }, html5: { nativeAudioTracks: false, nativeVideoTracks: false, vhs: { overrideNative: true } },
}

/** Puts a player into the container. The crossOrigin attribute is there before any source, or the server sees no Origin. */
export function createVideoElement(container: HTMLElement): VideoElement {
  const place = document.createElement('video-js')
  place.setAttribute('crossorigin', 'anonymous')
  container.append(place)
  const player = videojs(place, OPTIONS)
  const video = container.querySelector('video')
  if (video === null) throw new Error('video.js made no video element')
  let form: SourceForm = 'file'
  // Comes just before the loaders are made; after this turn they are there, and nothing of the film is.
  player.on('xhr-hooks-ready', () => { queueMicrotask(() => { for (const mend of [keepOffsets, hastenJumps]) mend(player.tech(true)) }) })
  return {
    video,
    load: (url, nextForm, fromSec) => {
      form = nextForm
      player.src({ src: url, type: form === 'file' ? DIRECT_TYPE : PLAYLIST_TYPE })
      // Before anything is loaded this is where playback begins (HTML standard, 4.8.11.6): the first segment asked for is that one.
      if (form === 'playlist' && fromSec > 0) video.currentTime = fromSec
    },
    onPlaylistError: (listener) => { player.on('error', () => { if (form === 'playlist') listener(faultOf(player.error())) }) },
    unload: () => {
      video.removeAttribute('src')
      video.load()
    },
    close: () => { player.dispose() },
  }
}

const NETWORK_ERROR = 2

/** Of an answer that was none of use video.js makes "not supported" where the server could not give it (5xx): it is asked for again. */
function faultOf(error: { readonly code: number; readonly message: string } | null | undefined): ElementFault {
  if (!error) return { code: 0, says: '' }
  const isAnswer = typeof Reflect.get(error, 'status') === 'number'
  return { code: isAnswer ? NETWORK_ERROR : error.code, says: error.message }
}
