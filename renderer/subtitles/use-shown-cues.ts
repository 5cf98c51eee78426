import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { CueIndex } from '../../shared/subtitles/cue-index.ts'
import type { Cue } from '../../shared/subtitles/cue.ts'
import { shownTogether } from '../../shared/subtitles/cue.ts'
import type { SubtitleTiming } from '../../shared/subtitles/shift.ts'
import { IN_TIME, toCueMs, toFilmMs } from '../../shared/subtitles/shift.ts'
import type { Playback } from '../player/create-playback.ts'
import type { SubtitleControl } from './create-subtitles.ts'
import type { Slot } from './subtitle-store.ts'

/** A timer that wakes too early sees the same cue again; this is late by less than a frame. */
const AFTER_CHANGE_MS = 5
/** The film's clock and ours drift apart; so often both are compared at least. */
const LOOK_AT_LEAST_MS = 1000
const EVENTS = ['timeupdate', 'seeking', 'seeked', 'play', 'playing', 'pause', 'ratechange', 'emptied'] as const

/** The cues that belong on the screen now. Changes when they do, not with every tick of the clock. */
export function useShownCues(playback: Playback, subtitles: SubtitleControl, slot: Slot): readonly Cue[] {
  const id = useStore(subtitles.store, (state) => state.chosen[slot])
  const index = useStore(subtitles.store, (state) => (id === null ? null : state.cues[id]?.index ?? null))
  const timing = useStore(subtitles.store, (state) => (id === null ? IN_TIME : state.timing[id] ?? IN_TIME))
  const [shown, setShown] = useState<readonly Cue[]>([])
  useEffect(() => {
    const video = playback.video()
    return video && index ? followCues(video, index, timing, setShown) : undefined
  }, [playback, index, timing])
  return index ? shown : []
}

/** Tells which cues are on, at every change, until the returned function is called. */
function followCues(video: HTMLVideoElement, index: CueIndex, timing: SubtitleTiming, tell: (cues: readonly Cue[]) => void): () => void {
  const stop = new AbortController()
  let last: readonly Cue[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  const look = () => {
    clearTimeout(timer)
    const filmMs = video.currentTime * 1000
    const cueMs = toCueMs(timing, filmMs)
    const now = shownTogether(index.at(cueMs))
    if (now.length !== last.length || now.some((cue, i) => cue !== last[i])) tell(now)
    last = now
    if (video.paused || video.seeking) return
    const next = index.nextChange(cueMs)
    const waitMs = next === null ? LOOK_AT_LEAST_MS : (toFilmMs(timing, next) - filmMs) / (video.playbackRate || 1)
    timer = setTimeout(look, Math.max(0, Math.min(LOOK_AT_LEAST_MS, waitMs)) + AFTER_CHANGE_MS)
  }

  for (const type of EVENTS) video.addEventListener(type, look, { signal: stop.signal })
  tell([])
  look()
  return () => {
    clearTimeout(timer)
    stop.abort()
  }
}
