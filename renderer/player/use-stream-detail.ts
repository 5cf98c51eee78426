import { useEffect } from 'react'
import type { StreamDetail } from '../../shared/torrent/snapshot.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import type { Playback } from './create-playback.ts'
import { usePlaybackState } from './use-playback.ts'

/** The stream that plays, seen closely, while somebody looks; null before the first word. */
export function useStreamDetail(playback: Playback): StreamDetail | null {
  const { bridge } = useParts()
  const streamId = usePlaybackState(playback, (state) => state.castStreamId ?? state.stream?.streamId ?? null)
  useEffect(() => {
    if (streamId === null) return undefined
    void bridge.call('media.watchDetail', { streamId })
    return () => { void bridge.call('media.watchDetail', { streamId: null }) }
  }, [bridge, streamId])
  return useApp((state) => (state.streamDetail?.streamId === streamId ? state.streamDetail : null))
}
