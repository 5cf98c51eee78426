import { useSyncExternalStore } from 'react'

/** True while the window is too narrow for every button; the style sheets use the same width. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, isNarrow)
}

/** Every button beside the time of a film of hours. */
const QUERY = '(max-width: 800px)'

function isNarrow(): boolean {
  return window.matchMedia(QUERY).matches
}

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(QUERY)
  query.addEventListener('change', listener)
  return () => { query.removeEventListener('change', listener) }
}
