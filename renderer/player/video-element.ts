import './no-dynamic-style.ts'
import videojs from 'video.js'

/** The one video element, made and owned by video.js; never by React, which must not touch what video.js disposes. */
export interface VideoElement {
  readonly video: HTMLVideoElement
  /** Loads a film from the beginning of its life; the caller seeks once its length is known. */
  load(url: string): void
  close(): void
}

/**
 * The type told to video.js, whatever the file: it asks canPlayType, which denies containers that Chromium plays (Matroska),
 * and the element itself judges a file by its bytes, not by its type.
 */
const DIRECT_TYPE = 'video/mp4'

/** Only the tech and the captions; every control is ours. */
const OPTIONS = {
  controls: false, preload: 'auto', crossOrigin: 'anonymous', fill: true, children: ['mediaLoader', 'textTrackDisplay'],
  userActions: { click: false, doubleClick: false, hotkeys: false }, html5: { vhs: { overrideNative: true } },
}

/** Puts a player into the container. The crossOrigin attribute is there before any source, or the server sees no Origin. */
export function createVideoElement(container: HTMLElement): VideoElement {
  const place = document.createElement('video-js')
  place.setAttribute('crossorigin', 'anonymous')
  container.append(place)
  const player = videojs(place, OPTIONS)
  const video = container.querySelector('video')
  if (video === null) throw new Error('video.js made no video element')
  return {
    video,
    load: (url) => { player.src({ src: url, type: DIRECT_TYPE }) },
    close: () => { player.dispose() },
  }
}
