import { useEffect, useRef } from 'react'
import type { EventValue } from '../shared/ipc/contract.ts'
import { actionOfPress } from '../shared/keys/key-map.ts'
import { hasModifier, keyName } from '../shared/keys/key-name.ts'
import { useKeyMap } from './keys/use-key-map.ts'
import { useParts } from './state/app-context.tsx'

interface MenuTargets {
  readonly onHelp: () => void
  readonly onStats: () => void
}

type MenuAction = EventValue<'app.menuChosen'>['action']

/**
 * Does what the menu asks, in every place. The keys of the whole window are heard here too: a menu that is hidden, or whose
 * window the system does not call focused, misses its keys. A key taken here never reaches the menu, so nothing happens twice.
 */
export function useMenu(targets: MenuTargets): void {
  const { bridge, opener } = useParts()
  const map = useKeyMap()
  const newest = useRef(targets)
  useEffect(() => { newest.current = targets })
  useEffect(() => {
    const actions: Record<MenuAction, () => void> = {
      openFile: () => { void opener.chooseFile() },
      home: opener.goHome,
      settings: opener.showSettings,
      shortcuts: () => { newest.current.onHelp() },
      stats: () => { newest.current.onStats() },
    }
    return bridge.on('app.menuChosen', ({ action }) => { actions[action]() })
  }, [bridge, opener])
  useEffect(() => {
    const stop = new AbortController()
    const actions = new Map<string, () => void>([['openFile', () => { void opener.chooseFile() }], ['settings', opener.showSettings], ['help', () => { newest.current.onHelp() }]])
    window.addEventListener('keydown', (event) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]') || isTyped(event)) return
      const run = actions.get(actionOfPress(map, event)?.id ?? '')
      if (run === undefined) return
      event.preventDefault()
      run()
    }, { signal: stop.signal })
    return () => { stop.abort() }
  }, [opener, map])
}

/** A field takes what can be typed. */
function isTyped(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLInputElement && event.target.type !== 'range' && !hasModifier(keyName(event) ?? '')
}
