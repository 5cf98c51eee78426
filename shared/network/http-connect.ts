import { encodeUtf8 } from '../torrent/utf8.ts'
import { formatProxyPlace } from './proxy.ts'
import type { Proxy, ProxyPlace } from './proxy.ts'

/** The words of an HTTP proxy that connects for us (RFC 9110 9.3.6). */

/** Bytes of the head of an answer; proxies add a few lines about themselves. */
export const MAX_CONNECT_HEAD_BYTES = 16 * 1024

/** The request for a tunnel to the target. */
export function connectRequest(target: ProxyPlace, { user, password }: Pick<Proxy, 'user' | 'password'>): string {
  const place = formatProxyPlace(target)
  // RFC 7617: name and password as UTF-8.
  const login = user === '' ? [] : [`Proxy-Authorization: Basic ${base64(encodeUtf8(`${user}:${password}`))}`]
  return [`CONNECT ${place} HTTP/1.1`, `Host: ${place}`, ...login, '', ''].join('\r\n')
}

/** What the proxy says to it. `login`: name and password are missing or wrong; `forbidden`: it lets nobody there; `failed`: the target does not answer; `foreign`: this is no HTTP. */
export function readConnectAnswer(head: string): 'connected' | 'login' | 'forbidden' | 'failed' | 'foreign' {
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |\r|$)/.exec(head)?.[1] ?? NaN)
  if (Number.isNaN(status)) return 'foreign'
  if (status >= 200 && status < 300) return 'connected'
  // 401 is meant for servers; some proxies say it all the same.
  if (status === 407 || status === 401) return 'login'
  // A gateway speaks of the target (RFC 9110 15.6.3, 15.6.5).
  return status >= 500 && status !== 501 ? 'failed' : 'forbidden'
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** RFC 4648 4. */
function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.subarray(at, at + 3)
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0)
    const digits = [18, 12, 6, 0].map((shift) => DIGITS.charAt((bits >> shift) & 63)).join('')
    text += b === undefined ? `${digits.slice(0, 2)}==` : c === undefined ? `${digits.slice(0, 3)}=` : digits
  }
  return text
}
