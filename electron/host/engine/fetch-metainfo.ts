import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import { isLocalAddress } from '../../../shared/torrent/address.ts'
import { SOURCE_LIMITS } from '../../../shared/torrent/limits.ts'

export interface FetchOptions {
  /** Links to this computer and the local network are followed. */
  readonly allowLocal: boolean
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

const MAX_REDIRECTS = 5

/**
 * Gets a .torrent from an http or https link: bounded in size and time, every redirect checked like the first address.
 * Fails: sourceForbidden, sourceTooLarge, sourceUnreachable, cancelled.
 */
export async function fetchMetainfo(link: string, { allowLocal, timeoutMs, signal }: FetchOptions): Promise<Result<Uint8Array>> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  let address = link
  try {
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const url = new URL(address)
      if (!allowLocal && isLocalAddress(url.hostname)) return fail('sourceForbidden', `the link leads to ${url.hostname} on this computer or the local network; it was not followed`, { host: url.hostname })
      const response = await fetch(url, { redirect: 'manual', signal: limit })
      const next = response.headers.get('location')
      if (response.status >= 300 && response.status < 400 && next) {
        await response.body?.cancel()
        address = new URL(next, url).href
        continue
      }
      if (!response.ok) {
        await response.body?.cancel()
        return fail('sourceUnreachable', `the server of the link answered ${String(response.status)}; check the link`, { status: response.status })
      }
      return await readBounded(response)
    }
    return fail('sourceUnreachable', `the link was redirected more than ${String(MAX_REDIRECTS)} times`)
  } catch (error) {
    if (signal.aborted) return fail('cancelled', 'opening the link was cancelled')
    if (limit.aborted) return fail('sourceUnreachable', `the server of the link did not answer within ${String(Math.round(timeoutMs / 1000))} s; try again later`)
    return fail('sourceUnreachable', `the link could not be opened: ${causeOf(error)}; check it and the connection`)
  }
}

async function readBounded(response: Response): Promise<Result<Uint8Array>> {
  const parts: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  for (;;) {
    const part = await reader?.read()
    if (!part || part.done) return ok(Buffer.concat(parts))
    size += part.value.length
    if (size > SOURCE_LIMITS.metainfoBytes) {
      await reader?.cancel()
      return fail('sourceTooLarge', `the link leads to more than ${String(SOURCE_LIMITS.metainfoBytes)} bytes, which is no .torrent file`, { limit: SOURCE_LIMITS.metainfoBytes })
    }
    parts.push(part.value)
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
