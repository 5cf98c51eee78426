import { useEffect } from 'react'
import { useParts } from '../state/app-context.tsx'
import { readTransfer } from './read-transfer.ts'

/** Opens what is pasted anywhere outside a field. A field handles its own text, but never a pasted file. */
export function usePaste(): void {
  const { bridge, opener } = useParts()
  useEffect(() => {
    const stop = new AbortController()
    window.addEventListener('paste', (event) => {
      const transfer = event.clipboardData
      if (!transfer || event.defaultPrevented) return
      if (isField(event.target) && transfer.files.length === 0) return
      event.preventDefault()
      void readTransfer(transfer, bridge.pathForFile).then(opener.open)
    }, { signal: stop.signal })
    return () => { stop.abort() }
  }, [bridge, opener])
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}
