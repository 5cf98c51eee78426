import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'

/** For the main part of a place: takes the focus when the place appears, so that keys and screen readers are there; Esc leaves it. */
export function usePlace(onLeave: (() => void) | null): RefObject<HTMLElement | null> {
  const place = useRef<HTMLElement>(null)
  const leave = useRef(onLeave)
  useEffect(() => { leave.current = onLeave })
  useEffect(() => {
    place.current?.focus({ preventScroll: true })
    const stop = new AbortController()
    window.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return
      leave.current?.()
    }, { signal: stop.signal })
    return () => { stop.abort() }
  }, [])
  return place
}
