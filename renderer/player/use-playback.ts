import { useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { StreamStatus } from '../../shared/torrent/snapshot.ts'
import { useApp } from '../state/app-context.tsx'
import type { Playback } from './create-playback.ts'
import type { PlaybackState } from './playback-store.ts'

/** One slow-changing fact of the player. */
export function usePlaybackState<T>(playback: Playback, select: (state: PlaybackState) => T): T {
  return useStore(playback.store, select)
}

/** The newest status of the stream that plays here; null before the first. */
export function useStreamStatus(playback: Playback): StreamStatus | null {
  const streamId = usePlaybackState(playback, (state) => state.castStreamId ?? state.stream?.streamId ?? null)
  return useApp((state) => (state.streamStatus !== null && state.streamStatus.streamId === streamId ? state.streamStatus : null))
}

/** Whole seconds of the clock and the length; renders once a second while playing. */
export function useClockSeconds(playback: Playback): { readonly currentSec: number; readonly durationSec: number | null } {
  const currentSec = useSyncExternalStore(playback.clock.subscribe, () => Math.floor(playback.clock.read().currentTimeSec))
  const durationSec = useSyncExternalStore(playback.clock.subscribe, () => playback.clock.read().durationSec)
  return { currentSec, durationSec }
}
