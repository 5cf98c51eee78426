import { useEffect, useState } from 'react'
import { useParts } from '../state/app-context.tsx'
import { readTransfer } from './read-transfer.ts'

/** Takes whatever is dropped anywhere in the window; true while something is held above it. */
export function useDrop(): boolean {
  const { bridge, opener } = useParts()
  const [held, setHeld] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    const listen = (type: 'dragstart' | 'dragenter' | 'dragover' | 'dragleave' | 'drop', handle: (event: DragEvent) => void) => { window.addEventListener(type, handle, { signal: stop.signal }) }
    const hold = (event: DragEvent) => {
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
      setHeld(true)
    }
    listen('dragstart', (event) => { event.preventDefault() })
    listen('dragenter', hold)
    listen('dragover', hold)
    listen('dragleave', (event) => { if (leftWindow(event)) setHeld(false) })
    listen('drop', (event) => {
      const taken = event.defaultPrevented // by the player: subtitles
      event.preventDefault()
      setHeld(false)
      if (event.dataTransfer && !taken) void readTransfer(event.dataTransfer, bridge.pathForFile).then(opener.open)
    })
    return () => { stop.abort() }
  }, [bridge, opener])
  return held
}

/** `dragleave` fires for every element that is crossed; only the one without a next element leaves the window. */
function leftWindow(event: DragEvent): boolean {
  return event.relatedTarget === null
}
