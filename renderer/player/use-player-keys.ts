import { useEffect } from 'react'
import type { KeyAction } from './keys.ts'
import { keyAction } from './keys.ts'

/** Hands the player's keys to `run`, wherever the focus is, except where the focused part needs the key itself. */
export function usePlayerKeys(run: (action: KeyAction) => void): void {
  useEffect(() => {
    const stop = new AbortController()
    window.addEventListener('keydown', (event) => {
      if (event.defaultPrevented || needsKey(event.target, event.key)) return
      const action = keyAction(event)
      if (action === null) return
      event.preventDefault()
      run(action)
    }, { signal: stop.signal })
    return () => { stop.abort() }
  }, [run])
}

const PRESSES = [' ', 'Enter']
const MOVES = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown']

function needsKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false
  if (target.closest('dialog')) return true
  if (target instanceof HTMLInputElement) return target.type === 'range' ? MOVES.includes(key) : true
  return target.closest('button, summary, a') !== null && PRESSES.includes(key)
}
