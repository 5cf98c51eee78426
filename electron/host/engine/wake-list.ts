/**
 * Who waits for which piece. One list a torrent instead of one listener a read, so that a hundred readers cost nothing
 * and nothing leaks: a waiter leaves when it is woken or when its signal aborts.
 */
export interface WakeList {
  /** Resolves at the next wake of the piece, or at once when the signal has aborted or the list is closed. */
  wait(piece: number, signal: AbortSignal): Promise<void>
  wake(piece: number): void
  /** The torrent is closed: nobody waits any more, now or later. */
  close(): void
  readonly isClosed: () => boolean
}

export function createWakeList(): WakeList {
  const waiting = new Map<number, Set<() => void>>()
  let closed = false

  const wake = (piece: number) => {
    const woken = waiting.get(piece)
    waiting.delete(piece)
    for (const resume of woken ?? []) resume()
  }

  return {
    wait: (piece, signal) => new Promise((resolve) => {
      if (closed || signal.aborted) { resolve(); return }
      const resume = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        const list = waiting.get(piece)
        list?.delete(resume)
        if (list?.size === 0) waiting.delete(piece)
        resolve()
      }
      signal.addEventListener('abort', leave, { once: true })
      const list = waiting.get(piece) ?? new Set()
      waiting.set(piece, list.add(resume))
    }),
    wake,
    isClosed: () => closed,
    close: () => {
      closed = true
      for (const piece of [...waiting.keys()]) wake(piece)
    },
  }
}
