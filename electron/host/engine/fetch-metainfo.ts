import { CodedError, toAppError } from '../../../shared/errors.ts'
import type { Result } from '../../../shared/result.ts'
import { fail, ok } from '../../../shared/result.ts'
import { SOURCE_LIMITS } from '../../../shared/torrent/limits.ts'
import type { WayOut } from './way-out.ts'
import { AnswerTooLong, requestBounded } from './guards/bounded-request.ts'
import type { Resolve } from './guards/outside-lookup.ts'
import { LeadsInside } from './guards/outside-lookup.ts'

export interface FetchOptions {
  /** Links to this computer and the local network are followed. */
  readonly allowLocal: boolean
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** All addresses of a name; the system's own resolver unless given. */
  readonly resolve?: Resolve
  /** The way everything goes; as the system likes unless given. */
  readonly way?: WayOut
}

/** Some sites answer nobody who does not say who asks. */
const HEADERS = { 'user-agent': 'Millrace' } as const

/**
 * Gets a .torrent from an http or https link: bounded in size and time; the link and every redirect are judged by the address their names
 * resolve to. Fails: sourceForbidden, sourceTooLarge, sourceUnreachable, cancelled, and what stands in the person's own way out.
 */
export async function fetchMetainfo(link: string, { allowLocal, timeoutMs, signal, resolve, way }: FetchOptions): Promise<Result<Uint8Array>> {
  const startedMs = performance.now()
  try {
    const { status, bytes } = await requestBounded(link, { headers: HEADERS, maxBytes: SOURCE_LIMITS.metainfoBytes, timeoutMs, signal, allowLocal, ...(resolve && { resolve }), ...(way && { way }) })
    if (status === 200) return ok(bytes)
    return fail('sourceUnreachable', `the server of the link answered ${String(status)}; check the link`, { status })
  } catch (thrown) {
    if (signal.aborted) return fail('cancelled', 'opening the link was cancelled')
    if (performance.now() - startedMs >= timeoutMs) return fail('sourceUnreachable', `the server of the link did not answer within ${String(Math.round(timeoutMs / 1000))} s; try again later`)
    return explain(thrown)
  }
}

function explain(thrown: unknown): Result<never> {
  if (thrown instanceof CodedError) return { ok: false, error: toAppError(thrown) }
  if (thrown instanceof LeadsInside) return fail('sourceForbidden', `the link leads to ${thrown.host} on this computer or the local network; it was not followed`, { host: thrown.host })
  const limit = SOURCE_LIMITS.metainfoBytes
  if (thrown instanceof AnswerTooLong) return fail('sourceTooLarge', `the link leads to more than ${String(limit)} bytes, which is no .torrent file`, { limit })
  return fail('sourceUnreachable', `the link could not be opened: ${thrown instanceof Error ? thrown.message : String(thrown)}; check it and the connection`)
}
