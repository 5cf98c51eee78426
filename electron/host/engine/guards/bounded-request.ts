import http from 'node:http'
import https from 'node:https'
import { isLocalAddress } from '../../../../shared/torrent/address.ts'
import { withLimit } from '../../with-limit.ts'
import { requestWay } from '../request-way.ts'
import type { WayOut } from '../way-out.ts'
import type { Resolve, SocketLookup } from './outside-lookup.ts'
import { createOutsideLookup, LeadsInside, resolveBySystem } from './outside-lookup.ts'

export interface BoundedRequest {
  readonly headers: Readonly<Record<string, string>>
  /** More is refused, whatever the server announced. */
  readonly maxBytes: number
  /** For everything, from the name to the last byte. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Content to send: then it is a POST. */
  readonly content?: string
  /** How often the answer may name another address; three times unless given. */
  readonly maxRedirects?: number
  /** May lead to this computer and the local network; unless given, true for an address that openly says so itself. */
  readonly allowLocal?: boolean
  /** All addresses of a name; the system's own resolver unless given. */
  readonly resolve?: Resolve
  /** The way everything goes; as the system likes unless given. */
  readonly way?: WayOut | null
}

export interface BoundedResponse {
  readonly status: number
  readonly bytes: Uint8Array
}

/** The answer has more bytes than were allowed. */
export class AnswerTooLong extends Error {
  constructor(maxBytes: number) {
    super(`the answer has more than ${String(maxBytes)} bytes`)
  }
}

const MAX_REDIRECTS = 3

/**
 * GETs (or POSTs to) an http or https address somebody else named. Names are judged by the address they resolve to and redirects like the first address: only an address that openly
 * names this computer or the local network may lead there (the validator lets such a one through only when that is allowed). Rejects with an Error: LeadsInside,
 * AnswerTooLong, or what the network says.
 */
export function requestBounded(address: string, request: BoundedRequest): Promise<BoundedResponse> {
  return withLimit([request.signal], request.timeoutMs, (signal) => followRedirects(address, request, signal))
}

async function followRedirects(address: string, request: BoundedRequest, signal: AbortSignal): Promise<BoundedResponse> {
  let url = new URL(address)
  const allowLocal = request.allowLocal ?? isLocalAddress(url.hostname)
  const lookup = createOutsideLookup(request.resolve ?? resolveBySystem, () => allowLocal)
  const maxRedirects = request.maxRedirects ?? MAX_REDIRECTS
  for (let hop = 0; hop <= maxRedirects; hop++) {
    if (!allowLocal && isLocalAddress(url.hostname)) throw new LeadsInside(url.hostname)
    const response = await respond(url, request, lookup, signal)
    const next = response.headers.location
    const status = response.statusCode ?? 0
    if (status < 300 || status >= 400 || next === undefined) return { status, bytes: await readBounded(response, request.maxBytes) }
    response.destroy()
    url = new URL(next, url)
  }
  throw new Error(`more than ${String(maxRedirects)} redirects`)
}

function respond(url: URL, { headers, content, way = null }: BoundedRequest, lookup: SocketLookup, signal: AbortSignal): Promise<http.IncomingMessage> {
  const ask = askerOf(url.protocol)
  const method = content === undefined ? 'GET' : 'POST'
  return new Promise((resolve, reject) => {
    const request = ask(url, { method, headers: { 'accept-encoding': 'identity', ...headers }, signal, ...requestWay(url, way, lookup, signal) }, resolve)
    request.on('socket', (socket) => { way?.track(socket) })
    request.on('error', reject).end(content)
  })
}

function askerOf(protocol: string): typeof http.request {
  if (protocol === 'http:') return http.request
  if (protocol === 'https:') return https.request
  throw new Error(`${protocol} is neither http nor https`)
}

async function readBounded(response: http.IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response) {
    if (!(part instanceof Uint8Array)) continue
    size += part.length
    if (size > maxBytes) throw new AnswerTooLong(maxBytes)
    parts.push(part)
  }
  return Buffer.concat(parts)
}
