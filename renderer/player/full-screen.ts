import { useSyncExternalStore } from 'react'

/** True while the whole window is full screen. */
export function useFullScreen(): boolean {
  return useSyncExternalStore(subscribe, () => document.fullscreenElement !== null)
}

/** Turns full screen on or off for the whole page, so that our own controls stay. False when the system refused. */
export async function setFullScreen(on: boolean): Promise<boolean> {
  if (on === (document.fullscreenElement !== null)) return true
  try {
    await (on ? document.documentElement.requestFullscreen({ navigationUI: 'hide' }) : document.exitFullscreen())
    return true
  } catch (thrown) {
    return !(thrown instanceof Error)
  }
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener)
  return () => { document.removeEventListener('fullscreenchange', listener) }
}
