import { app } from 'electron'

/** Runs once before the program ends, last opened first; the program ends when all are done. */
export function closeBeforeQuit(closers: () => readonly (() => Promise<void> | void)[]): void {
  let state: 'running' | 'closing' | 'closed' = 'running'
  const closeAll = async () => {
    for (const close of closers()) await close()
    state = 'closed'
    app.quit()
  }
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    void closeAll()
  })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => { app.quit() })
}
