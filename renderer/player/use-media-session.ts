import { useEffect } from 'react'
import type { PlayerAction } from '../../shared/keys/actions.ts'
import type { Playback } from './create-playback.ts'
import { framePicture } from './frame-picture.ts'

interface NowPlaying {
  readonly title: string
  readonly album: string
  readonly hasNext: boolean
  readonly hasPrevious: boolean
}

/** Tells the system what plays, where, and how it looks, and takes its media keys. A key that leads nowhere is not taken. */
export function useMediaSession(playback: Playback, { title, album, hasNext, hasPrevious }: NowPlaying, run: (action: PlayerAction) => void): void {
  useEffect(() => {
    const { mediaSession } = navigator
    mediaSession.metadata = new MediaMetadata({ title, album })
    const seekBy = (sec: number) => { run({ kind: 'seekBy', sec }) }
    const handlers = new Map<MediaSessionAction, MediaSessionActionHandler | null>([
      ['play', () => { playback.play() }],
      ['pause', () => { playback.pause() }],
      ['stop', () => { playback.pause() }],
      ['seekbackward', ({ seekOffset }) => { seekBy(-(seekOffset ?? 10)) }],
      ['seekforward', ({ seekOffset }) => { seekBy(seekOffset ?? 10) }],
      ['seekto', ({ seekTime }) => { if (seekTime !== undefined) playback.seekTo(seekTime) }],
      ['nexttrack', hasNext ? () => { run({ kind: 'nextFile', direction: 1 }) } : null],
      ['previoustrack', hasPrevious ? () => { run({ kind: 'nextFile', direction: -1 }) } : null],
    ])
    for (const [action, handler] of handlers) mediaSession.setActionHandler(action, handler)
    return () => {
      for (const action of handlers.keys()) mediaSession.setActionHandler(action, null)
      mediaSession.metadata = null
      mediaSession.playbackState = 'none'
    }
  }, [playback, run, title, album, hasNext, hasPrevious])

  useEffect(() => {
    const show = () => {
      showPosition(playback)
      navigator.mediaSession.playbackState = playback.store.getState().wantsPlay ? 'playing' : 'paused'
    }
    const unsubscribe = [playback.clock.subscribe(show), playback.store.subscribe(show)]
    return () => { unsubscribe.forEach((stop) => { stop() }) }
  }, [playback])

  useEffect(() => {
    const picture = createPicture()
    const unsubscribe = playback.clock.subscribe(() => { picture.look(playback) })
    return () => {
      unsubscribe()
      picture.close()
    }
  }, [playback, title, album])
}

/** Throws nothing: a film whose length is not known, or whose clock is past it for a moment, has no position (Media Session, 5.5). */
function showPosition({ clock, store }: Playback): void {
  const { currentTimeSec, durationSec } = clock.read()
  if (durationSec === null || !Number.isFinite(durationSec) || durationSec <= 0) return
  navigator.mediaSession.setPositionState({ duration: durationSec, position: Math.min(currentTimeSec, durationSec), playbackRate: store.getState().rate })
}

/** A scene lasts about so long; the first picture of many films is black. */
const PICTURE_EVERY_SEC = 30
const PICTURE_WIDTH = 320

/** The picture on the system's card: one of the film's own, renewed now and then. Invariant: one address at a time is held. */
function createPicture() {
  let atSec: number | null = null
  let url: string | null = null
  let closed = false
  const letGo = () => { if (url !== null) URL.revokeObjectURL(url) }
  return {
    look: (playback: Playback) => {
      const { currentTimeSec } = playback.clock.read()
      if (closed || currentTimeSec === 0 || (atSec !== null && Math.abs(currentTimeSec - atSec) < PICTURE_EVERY_SEC)) return
      atSec = currentTimeSec
      void framePicture(playback.video(), { type: 'image/jpeg', width: PICTURE_WIDTH }).then((picture) => {
        const { metadata } = navigator.mediaSession
        if (picture === null) atSec = null
        if (picture === null || metadata === null || closed) return
        letGo()
        url = URL.createObjectURL(picture)
        metadata.artwork = [{ src: url, sizes: `${String(PICTURE_WIDTH)}x${String(PICTURE_WIDTH)}`, type: picture.type }]
      })
    },
    close: () => {
      closed = true
      letGo()
    },
  }
}
