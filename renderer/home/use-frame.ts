import { useEffect, useState } from 'react'
import type { InfoHash } from '../../shared/ids.ts'
import { useApp, useParts } from '../state/app-context.tsx'

/** The address of the picture of where a film was left, while mounted; null when there is none. */
export function useFrame(infoHash: InfoHash): string | null {
  const { bridge } = useParts()
  const framesKept = useApp((state) => state.framesKept)
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    let made: string | null = null
    void bridge.call('app.readFrame', { infoHash }).then((answer) => {
      if (stop.signal.aborted || !answer.ok || answer.value.picture === null) return
      made = URL.createObjectURL(new Blob([new Uint8Array(answer.value.picture)], { type: 'image/jpeg' }))
      setUrl(made)
    })
    return () => {
      stop.abort()
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [bridge, infoHash, framesKept])
  return url
}
