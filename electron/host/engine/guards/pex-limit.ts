import type { Encodable } from '../../../../shared/torrent/bencode.ts'
import { decodeBencode, encodeBencode, isBytes, isDictionary } from '../../../../shared/torrent/bencode.ts'

/** Peers one message may add or drop (BEP 11: "not more than 50"). */
const MAX_PEERS = 50
/** Bytes of one entry of each field. */
const FIELDS = { added: 6, 'added.f': 1, added6: 18, 'added6.f': 1, dropped: 6, dropped6: 18 } as const

/** A peer exchange message cut to what BEP 11 allows; null when it is none. */
export function limitPexMessage(bytes: Uint8Array): Uint8Array | null {
  const decoded = decodeBencode(bytes)
  if (!decoded.ok || !isDictionary(decoded.value.value)) return null
  const limited = new Map<string, Encodable>()
  for (const [field, entryBytes] of Object.entries(FIELDS)) {
    const value = decoded.value.value.get(field)
    if (isBytes(value)) limited.set(field, value.subarray(0, Math.min(MAX_PEERS, Math.floor(value.length / entryBytes)) * entryBytes))
  }
  return encodeBencode(limited)
}
