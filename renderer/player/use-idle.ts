import { useEffect, useState } from 'react'
import type { RefObject } from 'react'

/** Long enough to read the time and move on, short enough not to stand in the film. */
const IDLE_AFTER_MS = 2600

/** True when neither mouse nor keys were used for a while and nothing keeps the controls. Resting on the controls is use. */
export function useIdle(root: RefObject<HTMLElement | null>, keep: boolean): boolean {
  const [idle, setIdle] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const rest = () => { if (root.current?.querySelector('.keeps-controls:hover, .keeps-controls [aria-expanded="true"]')) wake(); else setIdle(true) }
    const wake = () => {
      setIdle(false)
      clearTimeout(timer)
      timer = setTimeout(rest, IDLE_AFTER_MS)
    }
    for (const type of ['pointermove', 'pointerdown', 'keydown', 'focusin', 'wheel'] as const) window.addEventListener(type, wake, { signal: stop.signal, passive: true })
    wake()
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [root])
  return idle && !keep
}
