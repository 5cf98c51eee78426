import { parseIPv4, parseIPv6 } from '../torrent/address.ts'
import { encodeUtf8 } from '../torrent/utf8.ts'
import type { Proxy, ProxyPlace } from './proxy.ts'

/** The words of SOCKS version 5 as a client says and hears them (RFC 1928; login: RFC 1929). */

const VERSION = 5
const NO_LOGIN = 0
const LOGIN = 2
const LOGIN_VERSION = 1
const CONNECT = 1
const KINDS = { ipv4: 1, name: 3, ipv6: 4 } as const
/** Lengths are a byte. */
const MAX_BYTES = 255

/** RFC 1928 3: the ways to log in that we know. */
export function socksGreeting({ user }: Pick<Proxy, 'user'>): Uint8Array {
  return user === '' ? Uint8Array.of(VERSION, 1, NO_LOGIN) : Uint8Array.of(VERSION, 2, NO_LOGIN, LOGIN)
}

/** The answer to the greeting is two bytes. `refused`: it takes none of our ways; `foreign`: this is no SOCKS 5. */
export function readSocksChoice([version, way]: Uint8Array): 'open' | 'login' | 'refused' | 'foreign' {
  if (version !== VERSION) return 'foreign'
  return way === NO_LOGIN ? 'open' : way === LOGIN ? 'login' : 'refused'
}

/** RFC 1929 2. */
export function socksLogin({ user, password }: Pick<Proxy, 'user' | 'password'>): Uint8Array {
  const [name, secret] = [encodeUtf8(user).slice(0, MAX_BYTES), encodeUtf8(password).slice(0, MAX_BYTES)]
  return Uint8Array.of(LOGIN_VERSION, name.length, ...name, secret.length, ...secret)
}

/** The answer to a login is two bytes. */
export function isSocksLoginTaken([, status]: Uint8Array): boolean {
  return status === 0
}

/** RFC 1928 4: connect to a target. A name is handed over as it is: the proxy looks it up, and nobody here is asked about it. */
export function socksRequest({ host, port }: ProxyPlace): Uint8Array {
  return Uint8Array.of(VERSION, CONNECT, 0, ...addressBytes(host), port >> 8, port & 255)
}

function addressBytes(host: string): readonly number[] {
  const v6 = parseIPv6(host)
  if (v6 !== null) return [KINDS.ipv6, ...v6.flatMap((group) => [group >> 8, group & 255])]
  const v4 = /^\d+(\.\d+){3}$/.test(host) ? parseIPv4(host) : null
  if (v4 !== null) return [KINDS.ipv4, v4 >>> 24, (v4 >>> 16) & 255, (v4 >>> 8) & 255, v4 & 255]
  const name = encodeUtf8(host).slice(0, MAX_BYTES)
  return [KINDS.name, name.length, ...name]
}

/** RFC 1928 6: the first five bytes of an answer say how many follow. */
export const SOCKS_ANSWER_HEAD_BYTES = 5
const PORT_BYTES = 2

/** Bytes that follow the head; null when it makes no sense. */
export function socksAnswerRest([version, , , kind, first = 0]: Uint8Array): number | null {
  if (version !== VERSION) return null
  // The head has the first byte of the address already; of a name that is its length.
  switch (kind) {
    case KINDS.ipv4: return 3 + PORT_BYTES
    case KINDS.ipv6: return 15 + PORT_BYTES
    case KINDS.name: return first + PORT_BYTES
    default: return null
  }
}

/** What the proxy says to a request. `forbidden`: its rules do not let us there; `failed`: the target does not answer. */
export function readSocksAnswer([, reply]: Uint8Array): 'connected' | 'forbidden' | 'failed' {
  if (reply === 0) return 'connected'
  // Not allowed by the ruleset; command not supported.
  return reply === 2 || reply === 7 ? 'forbidden' : 'failed'
}
