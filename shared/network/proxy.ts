import { integer, nullable, object, picklist, text } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import { parseIPv6 } from '../torrent/address.ts'
import { MOST_PORT } from './reach.ts'

/** SOCKS version 5 (RFC 1928), or an HTTP proxy that knows CONNECT (RFC 9110 9.3.6). */
export const PROXY_KINDS = ['socks5', 'http'] as const
export type ProxyKind = (typeof PROXY_KINDS)[number]

/** RFC 1929: a name and a password have at most 255 bytes. */
const MAX_LOGIN_CHARS = 255
/** RFC 1035 2.3.4 */
const MAX_HOST_CHARS = 253

/** Somebody who connects for us. */
export const proxySchema = object({
  kind: picklist(PROXY_KINDS),
  /** A name, or an address without brackets. */
  host: text(MAX_HOST_CHARS),
  port: integer(1, MOST_PORT),
  /** Empty = it asks for none. */
  user: text(MAX_LOGIN_CHARS),
  password: text(MAX_LOGIN_CHARS),
})
export type Proxy = ValueOf<typeof proxySchema>
export const proxyField = nullable(proxySchema)

/** What proxies of the kind listen on unless told otherwise. */
const USUAL_PORTS: Readonly<Record<ProxyKind, number>> = { socks5: 1080, http: 8080 }

export interface ProxyPlace {
  readonly host: string
  readonly port: number
}

/** `host`, `host:port` or `[address]:port` as people type it, also behind `socks5://`; without a port the usual one. Null for anything else. */
export function parseProxyPlace(typed: string, kind: ProxyKind): ProxyPlace | null {
  const plain = typed.trim().replace(/^[a-z0-9]+:\/\//i, '').replace(/\/$/, '')
  const [, bracketed, named, digits] = /^(?:\[([0-9a-f:.]+)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?$/iu.exec(plain) ?? []
  const host = bracketed ?? named
  const port = digits === undefined ? USUAL_PORTS[kind] : Number(digits)
  if (host === undefined || host.length > MAX_HOST_CHARS || port < 1 || port > MOST_PORT) return null
  return bracketed !== undefined && parseIPv6(bracketed) === null ? null : { host, port }
}

/** The other way round; the usual port is said too. */
export function formatProxyPlace({ host, port }: ProxyPlace): string {
  return `${host.includes(':') ? `[${host}]` : host}:${String(port)}`
}
