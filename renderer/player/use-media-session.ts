import { useEffect } from 'react'
import type { Playback } from './create-playback.ts'

/** Tells the system what plays and takes its media keys. */
export function useMediaSession(playback: Playback, title: string, album: string): void {
  useEffect(() => {
    const { mediaSession } = navigator
    mediaSession.metadata = new MediaMetadata({ title, album })
    const seekBy = (sec: number) => { playback.seekTo(playback.clock.read().currentTimeSec + sec) }
    const handlers = new Map<MediaSessionAction, MediaSessionActionHandler>([
      ['play', () => { playback.play() }],
      ['pause', () => { playback.pause() }],
      ['seekbackward', ({ seekOffset }) => { seekBy(-(seekOffset ?? 10)) }],
      ['seekforward', ({ seekOffset }) => { seekBy(seekOffset ?? 10) }],
      ['seekto', ({ seekTime }) => { if (seekTime !== undefined) playback.seekTo(seekTime) }],
    ])
    for (const [action, handler] of handlers) mediaSession.setActionHandler(action, handler)
    return () => {
      for (const action of handlers.keys()) mediaSession.setActionHandler(action, null)
      mediaSession.metadata = null
    }
  }, [playback, title, album])
}
