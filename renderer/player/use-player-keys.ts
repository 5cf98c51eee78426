import { useEffect } from 'react'
import type { PlayerAction } from '../../shared/keys/actions.ts'
import { actionOfPress } from '../../shared/keys/key-map.ts'
import { useKeyMap } from '../keys/use-key-map.ts'

/** Hands the player's keys to `run`, wherever the focus is, except where the focused part needs the key itself. */
export function usePlayerKeys(run: (action: PlayerAction) => void): void {
  const map = useKeyMap()
  useEffect(() => {
    const stop = new AbortController()
    window.addEventListener('keydown', (event) => {
      if (event.defaultPrevented || needsKey(event.target, event)) return
      const action = actionOfPress(map, event)?.action ?? null
      if (action === null) return
      event.preventDefault()
      run(action)
    }, { signal: stop.signal })
    return () => { stop.abort() }
  }, [map, run])
}

const PRESSES = [' ', 'Enter']
const MOVES = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown']

function needsKey(target: EventTarget | null, { key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false
  if (target.closest('dialog')) return true
  if (target instanceof HTMLInputElement) return target.type === 'range' ? MOVES.includes(key) && !ctrlKey && !altKey && !metaKey : true
  return target.closest('button, summary, a') !== null && PRESSES.includes(key)
}
