import { useEffect, useRef } from 'react'
import type { EventValue } from '../shared/ipc/contract.ts'
import { useParts } from './state/app-context.tsx'

interface MenuTargets {
  readonly onHelp: () => void
  readonly onStats: () => void
}

type MenuAction = EventValue<'app.menuChosen'>['action']

/**
 * Does what the menu asks, in every place. Ctrl+O and "?" are heard here too: a menu that is hidden, or whose window the
 * system does not call focused, misses its keys. A key taken here never reaches the menu, so nothing happens twice.
 */
export function useMenu(targets: MenuTargets): void {
  const { bridge, opener } = useParts()
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
    window.addEventListener('keydown', (event) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return
      const run = isOpenKey(event) ? () => { void opener.chooseFile() } : isHelpKey(event) ? newest.current.onHelp : null
      if (run === null) return
      event.preventDefault()
      run()
    }, { signal: stop.signal })
    return () => { stop.abort() }
  }, [opener])
}

function isOpenKey({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === 'o' && (ctrlKey || metaKey) && !altKey && !shiftKey
}

function isHelpKey({ key, target }: KeyboardEvent): boolean {
  return key === '?' && !(target instanceof HTMLInputElement)
}
