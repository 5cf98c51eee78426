import { useEffect } from 'react'
import { IN_TIME, MAX_DELAY_MS } from '../../shared/subtitles/shift.ts'
import type { SubtitleTrack } from '../../shared/subtitles/track.ts'
import type { SubtitleControl } from '../subtitles/create-subtitles.ts'
import type { SubtitleState } from '../subtitles/subtitle-store.ts'
import type { CastablePlayback, ShownSubtitle } from './castable-playback.ts'

/** The words a person sees here, for a device. */
export function shownSubtitle({ chosen: { first }, timing }: SubtitleState): ShownSubtitle {
  if (first === null) return { trackId: null, ...IN_TIME }
  const { delayMs, speed } = timing[first] ?? IN_TIME
  return { trackId: first, delayMs: Math.max(-MAX_DELAY_MS, Math.min(MAX_DELAY_MS, Math.round(delayMs))), speed }
}

/** What is chosen here while the film is on a device is shown there; what a cast shows that ran before this page is chosen here. */
export function useCastSubtitles(playback: CastablePlayback, subtitles: SubtitleControl, tracks: readonly SubtitleTrack[] | undefined): void {
  useEffect(() => subtitles.store.subscribe((state, before) => {
    const [now, then] = [shownSubtitle(state), shownSubtitle(before)]
    if (now.trackId !== then.trackId) playback.castSubtitle(now.trackId)
    if (now.delayMs !== then.delayMs || now.speed !== then.speed) playback.castTiming(now)
  }), [playback, subtitles])
  useEffect(() => {
    const there = tracks && tracks.length > 0 ? playback.takeJoined() : null
    if (there !== null && tracks?.some(({ id }) => id === there.trackId)) adopt(subtitles, there)
  }, [playback, subtitles, tracks])
}

function adopt(subtitles: SubtitleControl, { trackId, ...timed }: ShownSubtitle): void {
  if (trackId === null) return
  subtitles.store.setState(({ timing }) => ({ timing: { ...timing, [trackId]: timed } }))
  subtitles.choose('first', trackId)
}
