/**
 * Runs work that ends when one of the signals aborts or the time is up, whichever comes first. The timer and the listeners
 * are its own and gone when it settles: a signal made of others leaves traces on those that live on, and its time-out may be
 * collected before it fires. Rejects as the work does; the reason after `limitMs` is a TimeoutError.
 */
export async function withLimit<T>(signals: readonly AbortSignal[], limitMs: number | null, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController()
  const listeners = signals.map((signal) => {
    const onAbort = () => { over.abort(signal.reason) }
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
    return () => { signal.removeEventListener('abort', onAbort) }
  })
  const timer = limitMs === null ? null : setTimeout(() => { over.abort(new DOMException(`not within ${String(limitMs)} ms`, 'TimeoutError')) }, limitMs)
  try {
    return await work(over.signal)
  } finally {
    if (timer) clearTimeout(timer)
    for (const stop of listeners) stop()
  }
}

/** What the work gives, or `instead` as soon as the signal aborts; the work itself goes on for others, who hear of its failure. */
export async function unlessAborted<T, I>(work: Promise<T>, signal: AbortSignal, instead: I): Promise<T | I> {
  if (signal.aborted) {
    work.catch(() => undefined)
    return instead
  }
  let leave: () => void = () => undefined
  const aborted = new Promise<I>((resolve) => {
    const onAbort = () => { resolve(instead) }
    signal.addEventListener('abort', onAbort, { once: true })
    leave = () => { signal.removeEventListener('abort', onAbort) }
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    leave()
  }
}
