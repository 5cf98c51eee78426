/**
 * IPv4 and IPv6 literals, without asking anybody. Judges what a text says, not where a name leads: names must be judged
 * again by the address they resolve to.
 */

/** Where a host lies. `name` is a name that may lead anywhere; `lan` is private, shared (CGNAT) or otherwise not routed. */
export type HostKind = 'loopback' | 'linkLocal' | 'lan' | 'multicast' | 'unspecified' | 'public' | 'name'

/** True for hosts on this computer, in the local network or otherwise off the public internet. Names without a dot and `.local` are. */
export function isLocalAddress(host: string): boolean {
  const kind = hostKindOf(host)
  return kind !== 'public' && kind !== 'name'
}

/** Judges a host as written in a URL or by a socket: `10.1`, `0x7f.1`, `[::1]`, `fe80::1%eth0`, `localhost.`. */
export function hostKindOf(host: string): HostKind {
  const plain = plainHost(host)
  const v4 = parseIPv4(plain)
  if (v4 !== null) return kindOfIPv4(v4)
  const v6 = parseIPv6(plain)
  if (v6 !== null) return kindOfIPv6(v6)
  return kindOfName(plain)
}

/** Lower case, compatibility forms folded (`１２７。0.0.1`), without brackets, zone and final dot. */
function plainHost(host: string): string {
  const folded = host.normalize('NFKC').replaceAll('\u3002', '.').toLowerCase()
  const bare = folded.startsWith('[') && folded.endsWith(']') ? folded.slice(1, -1) : folded
  const zone = bare.includes(':') ? bare.indexOf('%') : -1
  return (zone < 0 ? bare : bare.slice(0, zone)).replace(/\.$/, '')
}

/** Names that only a computer or a local network gives (RFC 6761, RFC 6762, RFC 8375, RFC 9476 draft names in common use). */
const LOCAL_NAME = /(^|\.)(localhost|localdomain|local|lan|home|internal|intranet|corp|home\.arpa)$/

function kindOfName(name: string): HostKind {
  if (/(^|\.)localhost$/.test(name) || name === 'localhost.localdomain') return 'loopback'
  return LOCAL_NAME.test(name) || !name.includes('.') ? 'lan' : 'name'
}

/** The 32-bit number of an IPv4 literal in any spelling inet_aton takes (1 to 4 parts; decimal, 0 octal, 0x hex); else null. WHATWG URL 3.5. */
export function parseIPv4(text: string): number | null {
  const parts = text.split('.')
  if (parts.length > 4) return null
  const numbers = parts.map(parseIPv4Part)
  const last = numbers.at(-1) ?? null
  const before = numbers.slice(0, -1)
  if (last === null || last >= 256 ** (5 - parts.length)) return null
  let address = last
  for (const [place, number] of before.entries()) {
    if (number === null || number > 255) return null
    address += number * 256 ** (3 - place)
  }
  return address
}

function parseIPv4Part(text: string): number | null {
  if (/^0x[0-9a-f]{0,12}$/i.test(text)) return text.length === 2 ? 0 : Number(text)
  if (/^0[0-7]{1,16}$/.test(text)) return parseInt(text, 8)
  return /^[0-9]{1,12}$/.test(text) ? Number(text) : null
}

/** First address and prefix length of IPv4 blocks that are not public (RFC 6890). */
const IPV4_BLOCKS: readonly (readonly [string, number, HostKind])[] = [
  ['0.0.0.0', 32, 'unspecified'],
  ['0.0.0.0', 8, 'lan'],
  ['10.0.0.0', 8, 'lan'],
  ['100.64.0.0', 10, 'lan'],
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'linkLocal'],
  ['172.16.0.0', 12, 'lan'],
  ['192.0.0.0', 24, 'lan'],
  ['192.168.0.0', 16, 'lan'],
  ['198.18.0.0', 15, 'lan'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'lan'],
]

function kindOfIPv4(address: number): HostKind {
  for (const [first, prefixBits, kind] of IPV4_BLOCKS) {
    const size = 2 ** (32 - prefixBits)
    const begin = parseIPv4(first) ?? 0
    if (address >= begin && address < begin + size) return kind
  }
  return 'public'
}

/** The eight 16-bit groups of an IPv6 literal without brackets and zone; null when it is none. RFC 4291 2.2. */
export function parseIPv6(text: string): readonly number[] | null {
  if (!text.includes(':') || text.length > 45) return null
  const halves = withGroupsForIPv4(text)?.split('::') ?? []
  if (halves.length === 0 || halves.length > 2) return null
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')))
  if (head === undefined) return null
  if (tail === undefined) return toGroups(head)
  const missing = 8 - head.length - tail.length
  return missing < 1 ? null : toGroups([...head, ...Array<string>(missing).fill('0'), ...tail])
}

/** Writes a dotted IPv4 tail as two groups; null when the tail is no address. */
function withGroupsForIPv4(text: string): string | null {
  const at = text.lastIndexOf(':') + 1
  const tail = text.slice(at)
  if (!tail.includes('.')) return text
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(tail)) return null
  const address = parseIPv4(tail.split('.').map(Number).join('.'))
  return address === null ? null : `${text.slice(0, at)}${Math.floor(address / 65_536).toString(16)}:${(address % 65_536).toString(16)}`
}

function toGroups(texts: readonly string[]): readonly number[] | null {
  return texts.length === 8 && texts.every((text) => /^[0-9a-f]{1,4}$/i.test(text)) ? texts.map((text) => parseInt(text, 16)) : null
}

function kindOfIPv6(groups: readonly number[]): HostKind {
  const [first = 0, second = 0, third = 0] = groups
  const v4 = embeddedIPv4(groups)
  if (v4 !== null) return kindOfIPv4(v4)
  if (groups.every((group) => group === 0)) return 'unspecified'
  if (groups.slice(0, 7).every((group) => group === 0) && groups[7] === 1) return 'loopback'
  if ((first & 0xffc0) === 0xfe80) return 'linkLocal'
  if ((first & 0xff00) === 0xff00) return 'multicast'
  const uniqueOrSiteLocal = (first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfec0
  const localNat64 = first === 0x64 && second === 0xff9b && third === 1
  const discard = first === 0x100 && second === 0
  return uniqueOrSiteLocal || localNat64 || discard ? 'lan' : 'public'
}

/** The IPv4 address behind v4-mapped, v4-compatible, NAT64 (RFC 6052) and 6to4 (RFC 3056) addresses; null for others. */
function embeddedIPv4(groups: readonly number[]): number | null {
  const [first = 0, second = 0, third = 0, , , sixth = 0, seventh = 0, eighth = 0] = groups
  if (first === 0x2002) return second * 65_536 + third
  const fiveZero = groups.slice(0, 5).every((group) => group === 0)
  const nat64 = first === 0x64 && second === 0xff9b && groups.slice(2, 6).every((group) => group === 0)
  const mapped = fiveZero && (sixth === 0xffff || (sixth === 0 && seventh !== 0))
  return mapped || nat64 ? seventh * 65_536 + eighth : null
}

/** One spelling for each host, to compare by: IPv4 also when written as IPv6, numbers without zeros, names in lower case. */
export function canonicalHost(host: string): string {
  const plain = plainHost(host)
  const v6 = parseIPv6(plain)
  const v4 = v6 === null ? parseIPv4(plain) : mappedIPv4(v6)
  if (v4 !== null) return [24, 16, 8, 0].map((shift) => String((v4 >>> shift) & 255)).join('.')
  return v6 === null ? plain : v6.map((group) => group.toString(16)).join(':')
}

function mappedIPv4(groups: readonly number[]): number | null {
  return groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff ? (groups[6] ?? 0) * 65_536 + (groups[7] ?? 0) : null
}
