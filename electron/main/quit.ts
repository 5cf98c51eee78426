import { app } from 'electron'
import type { Log } from '../../shared/log.ts'
import { closeInOrder } from './close-in-order.ts'
import type { Closer } from './close-in-order.ts'

/** Runs once before the program ends, last opened first; the program ends when all have closed or failed to. Returns whether that has begun. */
export function closeBeforeQuit(closers: () => readonly Closer[], log: Log): () => boolean {
  let state: 'running' | 'closing' | 'closed' = 'running'
  const closeAll = async () => {
    await closeInOrder(closers(), (thrown) => { log('quit', 'notClosed', { why: String(thrown) }) })
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
  return () => state !== 'running'
}
