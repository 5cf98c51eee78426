import { isLocalAddress } from './address.ts'
import { SOURCE_LIMITS } from './limits.ts'

/** The parts of a tracker, web seed or link that decide whether it may be contacted. */
export interface WebAddress {
  /** Lower case, without the colon. */
  readonly scheme: string
  /** As written; IPv6 in brackets. */
  readonly host: string
  /** Null when none is written. */
  readonly port: number | null
}

/**
 * Reads `scheme://[user@]host[:port]/...`; null for everything else. Texts that URL parsers repair in different ways (blanks,
 * control characters, backslashes, percent signs in the host) are refused, so that what is judged here is what is contacted.
 */
export function parseWebAddress(text: string): WebAddress | null {
  if (text.length > SOURCE_LIMITS.addressChars || !isPlain(text)) return null
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)/i.exec(text)
  const [, scheme = '', authority = ''] = match ?? []
  const [, host = '', port = ''] = /^(\[[0-9a-f:.]+\]|[^[\]:%@]+)(?::(\d{1,5}))?$/i.exec(authority.slice(authority.lastIndexOf('@') + 1)) ?? []
  if (host === '' || Number(port) > 65_535) return null
  return { scheme: scheme.toLowerCase(), host, port: port === '' ? null : Number(port) }
}

/** No blanks, control characters, backslashes, quotes or angle brackets. */
function isPlain(text: string): boolean {
  return !/[\u0000-\u0020\u007f-\u00a0\u2028\u2029\\"<>^`{|}]/u.test(text)
}

export interface AddressRules {
  readonly schemes: readonly string[]
  readonly limit: number
  readonly allowLocal: boolean
}

export interface SortedAddresses {
  /** In their order, each once, at most `limit`. */
  readonly kept: readonly string[]
  /** How many led to this computer, the local network or nowhere. */
  readonly unsafe: number
  /** How many were left out because there were too many. */
  readonly surplus: number
}

/** Keeps the addresses that may be contacted. Linear in their number, however many there are. */
export function keepSafeAddresses(addresses: Iterable<string>, rules: AddressRules): SortedAddresses {
  const kept = new Set<string>()
  let unsafe = 0
  let surplus = 0
  for (const address of addresses) {
    const trimmed = address.trim()
    if (trimmed === '' || kept.has(trimmed)) continue
    if (kept.size >= rules.limit) surplus += 1
    else if (isContactable(trimmed, rules)) kept.add(trimmed)
    else unsafe += 1
  }
  return { kept: [...kept], unsafe, surplus }
}

function isContactable(text: string, { schemes, allowLocal }: AddressRules): boolean {
  const address = parseWebAddress(text)
  return address !== null && schemes.includes(address.scheme) && address.port !== 0 && (allowLocal || !isLocalAddress(address.host))
}

/** Trackers the engine can talk to: HTTP (BEP 3), UDP (BEP 15), WebSocket. */
export const TRACKER_SCHEMES = ['http', 'https', 'udp', 'ws', 'wss'] as const
/** Web seeds (BEP 19). */
export const WEB_SEED_SCHEMES = ['http', 'https'] as const

/** Sentences about what keepSafeAddresses left out; none when it kept all. */
export function addressNotes(sorted: readonly SortedAddresses[]): string[] {
  const unsafe = sorted.reduce((sum, each) => sum + each.unsafe, 0)
  const surplus = sorted.reduce((sum, each) => sum + each.surplus, 0)
  const notes: string[] = []
  if (unsafe > 0) notes.push(`${countOf(unsafe, 'unsafe address was', 'unsafe addresses were')} left out.`)
  if (surplus > 0) notes.push(`${countOf(surplus, 'address', 'addresses')} beyond the limits (${String(SOURCE_LIMITS.trackers)} trackers, ${String(SOURCE_LIMITS.webSeeds)} web seeds) left out.`)
  return notes
}

function countOf(count: number, one: string, many: string): string {
  return `${String(count)} ${count === 1 ? one : many}`
}
