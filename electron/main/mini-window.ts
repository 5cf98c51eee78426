import { screen } from 'electron'
import type { BrowserWindow } from 'electron'
import { MIN_SIZE, miniPlace } from './window-place.ts'
import type { Rectangle } from './window-place.ts'

/** The window made small and kept above all others, and back again. */
export interface MiniWindow {
  /** `aspect`: width by height of the picture. Doing it twice changes nothing more. */
  set(on: boolean, aspect: number): void
}

/** Invariant: `before` is set while the window is small, and says how it was. */
export function createMiniWindow(window: () => BrowserWindow | null): MiniWindow {
  let before: { readonly target: BrowserWindow; readonly bounds: Rectangle; readonly maximized: boolean } | null = null

  function shrink(target: BrowserWindow, aspect: number): void {
    before = { target, bounds: target.getNormalBounds(), maximized: target.isMaximized() }
    // Before its size changes: what changes now is not how the window opens next time.
    target.setAlwaysOnTop(true, 'floating')
    if (before.maximized) target.unmaximize()
    const place = miniPlace(screen.getDisplayMatching(before.bounds).workArea, aspect)
    target.setMinimumSize(Math.min(place.width, MINI_LEAST.width), Math.min(place.height, MINI_LEAST.height))
    target.setBounds(place)
  }

  function grow(target: BrowserWindow, { bounds, maximized }: NonNullable<typeof before>): void {
    before = null
    target.setMinimumSize(MIN_SIZE.width, MIN_SIZE.height)
    target.setBounds(bounds)
    if (maximized) target.maximize()
    target.setAlwaysOnTop(false)
  }

  return {
    set: (on, aspect) => {
      const target = window()
      // Closed while it was small: the next one opens in its usual size.
      if (before?.target !== target) before = null
      if (!target || target.isDestroyed()) return
      if (on && !before) shrink(target, aspect)
      if (!on && before) grow(target, before)
    },
  }
}

/** Below this its buttons no longer fit. */
const MINI_LEAST = { width: 280, height: 120 }
