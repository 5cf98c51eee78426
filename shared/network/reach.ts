import { boolean, integer, nullable, number, object, picklist } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import { hostKindOf, parseIPv4, parseIPv6 } from '../torrent/address.ts'

/**
 * Whether strangers can come in. Only what was seen counts: a peer of another network that connected has proved it, and
 * nothing else does; a router that opened the port has promised it, which is less.
 */

export const MAPPING_STATES = ['off', 'asking', 'open', 'refused'] as const
export type MappingState = (typeof MAPPING_STATES)[number]

/** Ports below it belong to services of the system. */
export const LEAST_PORT = 1024
export const MOST_PORT = 65_535
export const portSchema = integer(LEAST_PORT, MOST_PORT)

/** What is known of the port that peers come in by. */
export const reachSchema = object({
  /** Bound now; 0 until it is. */
  port: integer(0, MOST_PORT),
  /** The port the person chose is another program's, so that another one is bound. */
  taken: boolean(),
  /** What the router says to the wish for a way in. */
  mapping: picklist(MAPPING_STATES),
  /** Seconds since a peer of another network came in; null = none has since the port was bound. */
  lastVisitSec: nullable(number(0, 1e9)),
})
export type Reach = ValueOf<typeof reachSchema>

/** An address of this computer with the length of its network's prefix in bits. */
export interface OwnAddress {
  readonly address: string
  readonly prefixBits: number
}

/** True for the address of a computer that is in none of our own networks: who comes from there came through the router. */
export function isFromOutside(host: string, own: readonly OwnAddress[]): boolean {
  const plain = host.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (hostKindOf(plain) !== 'public') return false
  const bits = bitsOf(plain)
  return bits !== null && !own.some(({ address, prefixBits }) => bitsOf(address.replace(/%.*$/, ''))?.slice(0, prefixBits) === bits.slice(0, prefixBits))
}

/** 32 or 128 digits, so that an address of one family is never in a network of the other. */
function bitsOf(address: string): string | null {
  const v4 = address.includes(':') ? null : parseIPv4(address)
  if (v4 !== null) return v4.toString(2).padStart(32, '0')
  return parseIPv6(address)?.map((group) => group.toString(2).padStart(16, '0')).join('') ?? null
}
