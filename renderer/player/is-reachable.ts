/** A loopback server that does not answer its headers in this time is not there: they go out before any piece is waited for. */
const ANSWER_WITHIN_MS = 3000

/** True when the film's address answers at all; tells "cannot be played" from "server is away". */
export async function isReachable(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]) })
    return response.ok
  } catch (thrown) {
    return !(thrown instanceof Error)
  }
}
