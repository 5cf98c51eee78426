import { usePlaybackState, useStreamStatus } from '../player/use-playback.ts'
import { WaitingOverlay } from '../player/waiting-overlay.tsx'
import type { CastablePlayback } from './castable-playback.ts'

/** While a device plays, a wait is told with numbers only when it is for bytes that are not here: the device's own is its business. */
export function CastWaiting({ playback }: { readonly playback: CastablePlayback }) {
  const casting = usePlaybackState(playback, (state) => state.castStreamId !== null)
  const status = useStreamStatus(playback)
  return casting && (status?.stall ?? null) === null ? null : <WaitingOverlay playback={playback} />
}
