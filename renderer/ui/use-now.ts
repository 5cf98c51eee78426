import { useEffect, useState } from 'react'

/** The time in milliseconds (performance.now), renewed every `everyMs` while mounted: for texts that count. */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => { setNowMs(performance.now()) }, everyMs)
    return () => { clearInterval(timer) }
  }, [everyMs])
  return nowMs
}
