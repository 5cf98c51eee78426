import { useEffect, useRef } from 'react'
import type { EventValue } from '../shared/ipc/contract.ts'
import { focusLinkField } from './open/focus-link-field.ts'
import { useParts } from './state/app-context.tsx'

interface MenuTargets {
  readonly onHelp: () => void
  readonly onStats: () => void
}

type MenuAction = EventValue<'app.menuChosen'>['action']

/** Does what the menu asks, and shows the keys for "?" in every place. */
export function useMenu(targets: MenuTargets): void {
  const { bridge, opener } = useParts()
  const newest = useRef(targets)
  useEffect(() => { newest.current = targets })
  useEffect(() => {
    const actions: Record<MenuAction, () => void> = {
      openFile: () => { void opener.chooseFile() },
      pasteLink: () => {
        opener.goHome()
        requestAnimationFrame(focusLinkField)
      },
      home: opener.goHome,
      shortcuts: () => { newest.current.onHelp() },
      stats: () => { newest.current.onStats() },
    }
    return bridge.on('app.menuChosen', ({ action }) => { actions[action]() })
  }, [bridge, opener])
  useEffect(() => {
    const stop = new AbortController()
    window.addEventListener('keydown', (event) => {
      if (event.key !== '?' || event.defaultPrevented || event.target instanceof HTMLInputElement) return
      event.preventDefault()
      newest.current.onHelp()
    }, { signal: stop.signal })
    return () => { stop.abort() }
  }, [])
}
