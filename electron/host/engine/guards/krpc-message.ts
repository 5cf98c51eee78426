import { isLocalAddress } from '../../../../shared/torrent/address.ts'
import type { BencodeDictionary, BencodeValue } from '../../../../shared/torrent/bencode.ts'
import { isBytes, isDictionary, isList } from '../../../../shared/torrent/bencode.ts'
import type { LibraryDecode } from './library-bencode.ts'
import { decodeStrictly } from './library-bencode.ts'

/** Where nodes named by other nodes may be. */
export interface KrpcRules {
  /** On this computer and in the local network too. */
  readonly allowLocal: boolean
}

/**
 * A decoder for messages between DHT nodes (KRPC, BEP 5) that lets through only fields of the right type: whoever handles the message
 * calls methods of byte strings on them. Nodes that lie where strangers may not make us look are left out, stored items (BEP 44) are not offered.
 * Throws on anything that is no KRPC message.
 */
export function createKrpcDecoder(rules: KrpcRules): LibraryDecode {
  const fields = messageFields(rules)
  return (bytes) => {
    if (bytes === null || bytes === undefined || bytes.length === 0) return null
    const value = decodeStrictly(bytes)
    if (!isDictionary(value)) throw new Error('a KRPC message is a dictionary')
    return pick(value, fields)
  }
}

type Read = (value: BencodeValue) => unknown

/** Node ids and info hashes are SHA-1. */
const HASH_BYTES = 20
/** Peers in one answer; a datagram of 1500 bytes holds fewer. */
const MAX_VALUES = 200

const bytesOf: Read = (value) => (isBytes(value) ? Buffer.from(value) : undefined)
const hashOf: Read = (value) => (isBytes(value) && value.length === HASH_BYTES ? Buffer.from(value) : undefined)
const integerOf: Read = (value) => (typeof value === 'number' ? value : undefined)
const portOf: Read = (value) => (typeof value === 'number' && value > 0 && value < 65_536 ? value : undefined)
/** Compact addresses: 6 bytes for IPv4, 18 for IPv6 (BEP 5, BEP 32). */
const addressesOf: Read = (value) => (isList(value) ? value.filter(isBytes).filter(({ length }) => length === 6 || length === 18).slice(0, MAX_VALUES).map((each) => Buffer.from(each)) : undefined)
const errorOf: Read = (value) => (isList(value) && typeof value[0] === 'number' ? [value[0], ...value.slice(1, 2).map(bytesOf)] : undefined)

const QUERY: Readonly<Record<string, Read>> = { id: hashOf, target: hashOf, info_hash: hashOf, token: bytesOf, port: portOf, implied_port: integerOf }
const responseFields = (rules: KrpcRules): Readonly<Record<string, Read>> => ({ id: hashOf, nodes: (value) => (isBytes(value) ? keepNodes(value, rules) : undefined), values: addressesOf, token: bytesOf })
const messageFields = (rules: KrpcRules): Readonly<Record<string, Read>> => ({
  t: bytesOf,
  y: bytesOf,
  q: bytesOf,
  v: bytesOf,
  a: (value) => (isDictionary(value) ? pick(value, QUERY) : undefined),
  r: (value) => (isDictionary(value) ? pick(value, responseFields(rules)) : undefined),
  e: errorOf,
})

/** Compact nodes of IPv4: id, address, port (BEP 5). Those of IPv6 nobody here asks. */
const NODE_BYTES = HASH_BYTES + 6

function keepNodes(bytes: Uint8Array, { allowLocal }: KrpcRules): Buffer {
  const count = Math.floor(bytes.length / NODE_BYTES)
  const nodes = Array.from({ length: count }, (_, n) => bytes.subarray(n * NODE_BYTES, (n + 1) * NODE_BYTES))
  return Buffer.concat(nodes.filter((node) => allowLocal || !isLocalAddress(node.subarray(HASH_BYTES, HASH_BYTES + 4).join('.'))))
}

function pick(dictionary: BencodeDictionary, fields: Readonly<Record<string, Read>>): Record<string, unknown> {
  const picked: Record<string, unknown> = {}
  for (const [name, read] of Object.entries(fields)) {
    const value = dictionary.get(name)
    const kept = value === undefined ? undefined : read(value)
    if (kept !== undefined) picked[name] = kept
  }
  return picked
}
