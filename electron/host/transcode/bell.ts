/** Something changed; whoever waits looks again. */
export interface Bell {
  ring(): void
  /** Resolves at the next ring, or when the signal aborts. */
  next(signal?: AbortSignal): Promise<void>
}

export function createBell(): Bell {
  let waiting = new Set<() => void>()
  return {
    ring: () => {
      const woken = waiting
      waiting = new Set()
      for (const wake of woken) wake()
    },
    next: (signal) => new Promise((resolve) => {
      const wake = () => {
        waiting.delete(wake)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      if (signal?.aborted) { resolve(); return }
      waiting.add(wake)
      signal?.addEventListener('abort', wake, { once: true })
    }),
  }
}
