import { useApp } from '../state/app-context.tsx'
import type { SubtitleTrack } from '../../shared/subtitles/track.ts'
import { useStore } from 'zustand'
import type { SubtitleControl } from './create-subtitles.ts'
import type { Slot } from './subtitle-store.ts'

/** The tracks of the film that plays. */
export function useTracks(subtitles: SubtitleControl): readonly SubtitleTrack[] {
  useApp((state) => state.subtitles)
  useStore(subtitles.store)
  return subtitles.tracks()
}

/** The track that is shown; null when none is. */
export function useShownTrack(subtitles: SubtitleControl, slot: Slot = 'first'): SubtitleTrack | null {
  const id = useStore(subtitles.store, ({ chosen }) => chosen[slot])
  return useTracks(subtitles).find((track) => track.id === id) ?? null
}
