import type { BrowserWindow } from 'electron'

/** The program's only window: opened when there is none, brought to the front when there is one. */
export interface OneWindow {
  /** Null while there is none. A window that closes stands here until it is gone: its page still says goodbye. */
  readonly current: () => BrowserWindow | null
  /** Resolves when the window is in front. Asked while a window closes, it waits for its end and opens another. */
  readonly show: () => Promise<void>
}

export function createOneWindow(open: () => Promise<BrowserWindow>): OneWindow {
  let window: BrowserWindow | null = null
  let opening: Promise<void> | null = null
  let closing: Promise<void> | null = null

  const openAnother = async () => {
    const opened = await open()
    window = opened
    const gone = new Promise<void>((resolve) => {
      opened.once('closed', () => {
        window = null
        closing = null
        resolve()
      })
    })
    opened.once('close', () => { closing = gone })
  }

  return {
    current: () => window,
    show: async () => {
      // Chromium ends the whole program when a window that is closing gets the focus.
      while (closing !== null) await closing
      if (window === null) {
        opening ??= openAnother().finally(() => { opening = null })
        await opening
      }
      if (closing !== null) return
      if (window?.isMinimized() === true) window.restore()
      window?.focus()
    },
  }
}
