/** Changes that are made together, once nothing has been added to them for a while. */
export interface SettledChange<Change> {
  add(change: Partial<Change>, settlesMs: number): void
  isPending(): boolean
  /** What is pending is not made any more. */
  close(): void
}

/** `make` gets everything that was added since it was called last; of what was added twice the later. */
export function createSettledChange<Change>(make: (change: Partial<Change>) => void): SettledChange<Change> {
  let pending: Partial<Change> = {}
  let timer: NodeJS.Timeout | null = null
  const stop = () => {
    if (timer) clearTimeout(timer)
    timer = null
  }
  return {
    add: (change, settlesMs) => {
      pending = { ...pending, ...change }
      stop()
      timer = setTimeout(() => {
        const settled = pending
        pending = {}
        timer = null
        make(settled)
      }, settlesMs)
    },
    isPending: () => timer !== null,
    close: stop,
  }
}
