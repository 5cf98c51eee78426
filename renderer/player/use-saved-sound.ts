import { useEffect } from 'react'
import { useParts } from '../state/app-context.tsx'
import type { Playback } from './create-playback.ts'

/** A slider sends dozens of values a second; the last one is worth keeping. */
const SAVE_AFTER_MS = 600

/** Keeps volume and mute for the next film. */
export function useSavedSound(playback: Playback): void {
  const { bridge } = useParts()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const unsubscribe = playback.store.subscribe(({ volume, muted, castStreamId }, before) => {
      // A device's volume is its own; coming back from one is no change either.
      if (castStreamId !== null || before.castStreamId !== null || (volume === before.volume && muted === before.muted)) return
      clearTimeout(timer)
      timer = setTimeout(() => { void bridge.call('app.updateSettings', { volume, muted }) }, SAVE_AFTER_MS)
    })
    return () => {
      clearTimeout(timer)
      unsubscribe()
    }
  }, [playback, bridge])
}
