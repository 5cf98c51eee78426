/** A loopback server that does not answer its headers in this time is not there: they go out before any piece is waited for. */
const ANSWER_WITHIN_MS = 3000

/** True when the film's address answers at all; tells "cannot be played" from "server is away". The listener on `signal` is gone when it settles. */
export async function isReachable(url: string, signal: AbortSignal): Promise<boolean> {
  const over = new AbortController()
  const stop = () => { over.abort() }
  if (signal.aborted) return false
  signal.addEventListener('abort', stop, { once: true })
  const timer = setTimeout(stop, ANSWER_WITHIN_MS)
  try {
    return (await fetch(url, { method: 'HEAD', signal: over.signal })).ok
  } catch (thrown) {
    return !(thrown instanceof Error)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}
