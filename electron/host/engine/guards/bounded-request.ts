import { lookup } from 'node:dns'
import type { LookupAddress, LookupOptions } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isLocalAddress } from '../../../../shared/torrent/address.ts'

export interface BoundedRequest {
  readonly headers: Readonly<Record<string, string>>
  /** More is refused, whatever the server announced. */
  readonly maxBytes: number
  /** For everything, from the name to the last byte. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** All addresses of a name; the system's own resolver unless given. */
  readonly resolve?: Resolve
}

export type Resolve = (hostname: string, done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void

export interface BoundedResponse {
  readonly status: number
  readonly bytes: Uint8Array
}

const MAX_REDIRECTS = 3

/**
 * GETs an http or https address somebody else named. Names are judged by the address they resolve to and redirects like the first address: only an address that openly
 * names this computer or the local network may lead there (the validator lets such a one through only when that is allowed). Rejects with an Error.
 */
export async function requestBounded(address: string, request: BoundedRequest): Promise<BoundedResponse> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(request.timeoutMs)])
  const allowLocal = isLocalAddress(new URL(address).hostname)
  let url = new URL(address)
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    if (!allowLocal && isLocalAddress(url.hostname)) throw new Error(`${url.hostname} is on this computer or the local network`)
    const response = await respond(url, request, allowLocal, signal)
    const next = response.headers.location
    const status = response.statusCode ?? 0
    if (status < 300 || status >= 400 || next === undefined) return { status, bytes: await readBounded(response, request.maxBytes) }
    response.destroy()
    url = new URL(next, url)
  }
  throw new Error(`more than ${String(MAX_REDIRECTS)} redirects`)
}

function respond(url: URL, { headers, resolve: resolveName = resolveBySystem }: BoundedRequest, allowLocal: boolean, signal: AbortSignal): Promise<http.IncomingMessage> {
  const get = getterOf(url.protocol)
  return new Promise((resolve, reject) => {
    const options = { headers: { 'accept-encoding': 'identity', ...headers }, signal, agent: false, lookup: createLookup(resolveName, allowLocal) }
    get(url, options, resolve).on('error', reject)
  })
}

function getterOf(protocol: string): typeof http.get {
  if (protocol === 'http:') return http.get
  if (protocol === 'https:') return https.get
  throw new Error(`${protocol} is neither http nor https`)
}

const resolveBySystem: Resolve = (hostname, done) => { lookup(hostname, { all: true }, done) }

type LookupDone = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void

/** For sockets; without addresses of this computer and the local network unless those are allowed. */
function createLookup(resolveName: Resolve, allowLocal: boolean): (hostname: string, options: LookupOptions, done: LookupDone) => void {
  return (hostname, options, done) => {
    resolveName(hostname, (error, addresses) => {
      const open = error === null ? addresses.filter(({ address }) => allowLocal || !isLocalAddress(address)) : []
      const [first] = open
      if (first === undefined) done(error ?? new Error(`${hostname} leads to this computer or the local network`), [])
      else if (options.all) done(null, open)
      else done(null, first.address, first.family)
    })
  }
}

async function readBounded(response: http.IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response) {
    if (!(part instanceof Uint8Array)) continue
    size += part.length
    if (size > maxBytes) throw new Error(`the answer has more than ${String(maxBytes)} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}
