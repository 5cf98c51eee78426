/** What renderers answer to, and what is asked for. UPnP Device Architecture 1.1, 1.2 and 1.3. */
export const RENDERER_TYPE = 'urn:schemas-upnp-org:device:MediaRenderer:1'
export const SSDP_ADDRESS = '239.255.255.250'
export const SSDP_PORT = 1900

/** The datagram that asks for renderers, of the whole network or at one address; answers come within `mxSec` seconds. */
export function searchMessage(mxSec: number, host = SSDP_ADDRESS): string {
  return ['M-SEARCH * HTTP/1.1', `HOST: ${host}:${String(SSDP_PORT)}`, 'MAN: "ssdp:discover"', `MX: ${String(mxSec)}`, `ST: ${RENDERER_TYPE}`, '', ''].join('\r\n')
}

/** What a datagram says of a renderer. `usn` is its key as long as it lives. */
export type SsdpNews =
  | { readonly kind: 'alive'; readonly usn: string; readonly location: string; readonly maxAgeSec: number }
  | { readonly kind: 'byebye'; readonly usn: string }

/** Longest datagram read; real ones have under 1000 bytes. */
const MAX_CHARS = 4096
/** Devices say 100 to 1800; the bounds keep a wrong one from flooding us or living for ever. */
const MAX_AGE_SEC = { least: 30, most: 1800, unsaid: 100 }

/** Reads an answer to a search or a NOTIFY about a renderer; null for everything else. */
export function parseSsdp(text: string): SsdpNews | null {
  if (text.length > MAX_CHARS) return null
  const [start = '', ...lines] = text.split(/\r?\n/)
  const headers = new Map(lines.flatMap((line) => headerOf(line)))
  const usn = headers.get('usn') ?? ''
  const isAnswer = /^HTTP\/1\.[01] 200\b/i.test(start)
  const isNotify = /^NOTIFY \* HTTP\/1\.[01]/i.test(start)
  const subject = headers.get(isAnswer ? 'st' : 'nt') ?? ''
  if ((!isAnswer && !isNotify) || usn === '' || !/:device:MediaRenderer:\d+$/i.test(subject)) return null
  if (isNotify && headers.get('nts') === 'ssdp:byebye') return { kind: 'byebye', usn: deviceOf(usn) }
  const location = headers.get('location') ?? ''
  if (location === '' || (isNotify && headers.get('nts') !== 'ssdp:alive')) return null
  return { kind: 'alive', usn: deviceOf(usn), location, maxAgeSec: maxAge(headers.get('cache-control') ?? '') }
}

/** A location that may be fetched: http, and on the very address that named it, so that no device sends us elsewhere. */
export function isOwnLocation(location: string, answeredFrom: string): boolean {
  const [, host = '', port = ''] = /^http:\/\/(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{1,5}))?(?:\/|$)/i.exec(location) ?? []
  return host !== '' && host === answeredFrom && Number(port) <= 65_535
}

/** `uuid:…` of `uuid:…::urn:…`. */
const deviceOf = (usn: string) => usn.split('::')[0] ?? usn

function headerOf(line: string): [string, string][] {
  const colon = line.indexOf(':')
  return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]] : []
}

function maxAge(cacheControl: string): number {
  const [, digits] = /max-age\s*=\s*(\d{1,9})/i.exec(cacheControl) ?? []
  if (digits === undefined) return MAX_AGE_SEC.unsaid
  return Math.min(MAX_AGE_SEC.most, Math.max(MAX_AGE_SEC.least, Number(digits)))
}
