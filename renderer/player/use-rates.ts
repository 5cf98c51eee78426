import { useCallback, useEffect, useRef } from 'react'
import type { RateSample } from '../../shared/playback/rate-history.ts'
import { addSample } from '../../shared/playback/rate-history.ts'
import { useParts } from '../state/app-context.tsx'

/** The rates of the last two minutes, kept while the film is watched; reading them draws nothing. */
export function useRates(): () => readonly RateSample[] {
  const { store } = useParts()
  const rates = useRef<readonly RateSample[]>([])
  useEffect(() => store.subscribe(({ streamStatus }, before) => {
    if (streamStatus === null || streamStatus === before.streamStatus) return
    rates.current = addSample(rates.current, { atMs: performance.now(), downBytesPerSec: streamStatus.downloadBytesPerSec, upBytesPerSec: streamStatus.uploadBytesPerSec })
  }), [store])
  return useCallback(() => rates.current, [])
}
