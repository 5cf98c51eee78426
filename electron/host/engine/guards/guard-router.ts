import { escapeXml } from '../../../../shared/cast/xml.ts'
import { canonicalHost } from '../../../../shared/torrent/address.ts'
import { parseWebAddress } from '../../../../shared/torrent/web-address.ts'
import { requestBounded } from './bounded-request.ts'

/** The engine's search for a router that maps ports (UPnP), with the private names the guard replaces. */
export interface GuardableSearch {
  _parseResponse(text: string, ownAddress: string, from: { readonly address: string }): void
  search(kind: string, timeoutMs: number): Promise<unknown>
}

interface GuardableRouter {
  readonly url: string
  readonly services: readonly string[]
  _getService(types: readonly string[]): Promise<unknown>
  /** Fetches and reads a description. */
  _getXml(url: string): Promise<unknown>
  /** Prefix of the names of a name space. */
  _getNamespace(parsed: unknown, uri: string): string
  run(action: string, args: readonly (readonly [string, string | number])[]): Promise<unknown>
}

/**
 * Anybody in the local network may answer the search for a router. Such an answer may name the answering computer alone, and so may the
 * description behind it, which is a short text that comes soon; whatever it makes the reader throw costs the mapping of a port. To be called right after the client was made.
 */
export function guardRouter(client: object): void {
  const upnp = valueOf(valueOf(client, 'natTraversal'), '_upnpClient')
  const search = valueOf(upnp, 'ssdp')
  if (isSearch(search)) guardSearch(search)
  for (const socket of listOf(valueOf(search, 'sockets'))) if (isSender(socket)) guardSending(socket)
}

interface GuardableSender {
  send(...args: readonly unknown[]): unknown
}

/** A search that meets a socket closed a moment ago would throw with its time-out already running, which then nobody awaits: that ends the process. */
export function guardSending(socket: GuardableSender): void {
  const send = socket.send.bind(socket)
  socket.send = (...args) => {
    try {
      return send(...args)
    } catch {
      return undefined // the time-out ends the search
    }
  }
}

export function guardSearch(search: GuardableSearch): void {
  const { _parseResponse: parseResponse, search: find } = search
  search._parseResponse = function (this: GuardableSearch, text, ownAddress, from) {
    if (!isOwnLocation(text, from.address)) return
    try {
      parseResponse.call(this, text, ownAddress, from)
    } catch {
      // Somebody else may still answer well.
    }
  }
  search.search = async function (this: GuardableSearch, kind, timeoutMs) {
    const found = await find.call(this, kind, timeoutMs)
    const router = valueOf(found, 'device')
    if (isRouter(router)) {
      guardReading(router)
      guardDescription(router)
    }
    return found
  }
}

/** A description of a router takes some 20 kB, an answer one. */
const MAX_BYTES = 256 * 1024
const ANSWER_LIMIT_MS = 3000
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'

/** The engine's reader reads what we fetched for it, and fetches nothing itself. */
function guardReading(router: GuardableRouter): void {
  const readXml = router._getXml.bind(router)
  const ask = async (url: string, more: { readonly headers: Readonly<Record<string, string>>; readonly content?: string }) => {
    const { status, bytes } = await requestBounded(url, { ...more, maxBytes: MAX_BYTES, timeoutMs: ANSWER_LIMIT_MS, maxRedirects: 0, allowLocal: true, signal: NEVER })
    if (status !== 200) throw new Error(`the router answered ${String(status)}`)
    return readXml(`data:text/xml;base64,${Buffer.from(bytes).toString('base64')}`)
  }
  router._getXml = (url) => ask(url, { headers: {} })
  router.run = async (action, args) => {
    const found = await router._getService(router.services)
    const [service, controlUrl] = [String(valueOf(found, 'service')), String(valueOf(found, 'controlURL'))]
    const answer = await ask(controlUrl, { headers: { 'content-type': 'text/xml; charset="utf-8"', soapaction: `"${service}#${action}"` }, content: envelope(service, action, args) })
    return valueOf(answer, `${router._getNamespace(answer, SOAP)}Body`)
  }
}

/** The time-out ends it. */
const NEVER = new AbortController().signal

/** UPnP device architecture 3.1.1. */
function envelope(service: string, action: string, args: readonly (readonly [string, string | number])[]): string {
  const values = args.map(([name, value]) => `<${name}>${escapeXml(String(value ?? ''))}</${name}>`).join('')
  return `<?xml version="1.0"?><s:Envelope xmlns:s="${SOAP}" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body><u:${action} xmlns:u="${escapeXml(service)}">${values}</u:${action}></s:Body></s:Envelope>`
}

function guardDescription(router: GuardableRouter): void {
  const getService = router._getService.bind(router)
  router._getService = async (types) => {
    const service = await getService(types)
    const host = hostOf(router.url)
    const named = [valueOf(service, 'controlURL'), valueOf(service, 'SCPDURL')].map((url) => (typeof url === 'string' ? hostOf(url) : null))
    if (host === null || named.some((each) => each !== host)) throw new Error('the router describes itself as another computer')
    return service
  }
}

/** An answer is a few lines of a header. */
const MAX_CHARS = 4096

/** True when an answer names the computer it came from and no other (UPnP device architecture 1.3.3). */
export function isOwnLocation(text: string, sender: string): boolean {
  const locations = text.length > MAX_CHARS ? [] : [...text.matchAll(/^location\s*:\s*(.*?)\s*$/gim)].map(([, location = '']) => hostOf(location))
  return locations.length === 1 && locations[0] === canonicalHost(sender)
}

function hostOf(url: string): string | null {
  const address = parseWebAddress(url)
  return address?.scheme === 'http' ? canonicalHost(address.host) : null
}

function valueOf(from: unknown, name: string): unknown {
  return typeof from === 'object' && from !== null ? Reflect.get(from, name) : undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isSender(value: unknown): value is GuardableSender {
  return typeof valueOf(value, 'send') === 'function'
}

function isSearch(value: unknown): value is GuardableSearch {
  return typeof valueOf(value, '_parseResponse') === 'function' && typeof valueOf(value, 'search') === 'function'
}

function isRouter(value: unknown): value is GuardableRouter {
  return typeof valueOf(value, 'url') === 'string' && ['_getService', '_getXml', '_getNamespace', 'run'].every((name) => typeof valueOf(value, name) === 'function')
}
