import { useEffect, useRef } from 'react'
import type { EventValue } from '../shared/ipc/contract.ts'
import { readText } from './open/read-transfer.ts'
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
      pasteLink: () => { void readClipboard().then((text) => opener.open(readText(text))) },
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

/** Empty when the system does not let the page read it; the opener then says that there was nothing to open. */
async function readClipboard(): Promise<string> {
  try {
    return await navigator.clipboard.readText()
  } catch (thrown) {
    return thrown instanceof Error ? '' : String(thrown)
  }
}
