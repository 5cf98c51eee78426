/** A server of ours that gives nothing of what was read a moment ago in this time does not have it. */
const ANSWER_WITHIN_MS = 3000
/** What is in the head of a film that cannot be played, and what is not in one that was cut off. */
const HEAD_BYTES = 65_536

/**
 * True when the film's address gives its first bytes; tells "cannot be played" from "cannot be read": a server that is away, a
 * body that ends early, bytes that are not here. The listener on `signal` is gone when it settles.
 */
export async function isReachable(url: string, signal: AbortSignal): Promise<boolean> {
  const over = new AbortController()
  const stop = () => { over.abort() }
  if (signal.aborted) return false
  signal.addEventListener('abort', stop, { once: true })
  const timer = setTimeout(stop, ANSWER_WITHIN_MS)
  try {
    const answer = await fetch(url, { signal: over.signal })
    return answer.ok && await givesHead(answer)
  } catch (thrown) {
    return !(thrown instanceof Error)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    stop()
  }
}

/** Throws when the body breaks off before. */
async function givesHead({ body }: Response): Promise<boolean> {
  const reader = body?.getReader()
  for (let bytes = 0; bytes < HEAD_BYTES;) {
    const next = await reader?.read()
    if (next?.value === undefined) return true
    bytes += next.value.length
  }
  return true
}
