import type { BencodeValue } from '../../../../shared/torrent/bencode.ts'
import { byteText, decodeBencode, isBytes, isList } from '../../../../shared/torrent/bencode.ts'
import { decodeUtf8, encodeUtf8, isUtf8 } from '../../../../shared/torrent/utf8.ts'

/** A decoder with the signature the engine's packages call: bytes or text in, objects, arrays, numbers and byte strings out. Throws on anything broken. */
export type LibraryDecode = (bytes: Uint8Array | string | null | undefined, ...options: readonly unknown[]) => unknown

/**
 * Strict decoding in the shapes the engine's packages expect. Keys that every object inherits (`toString`, `__proto__`, ...) are left out, so that
 * what a stranger sends can neither replace a method nor take one away; integers beyond 2^53 are clamped; what follows the value is ignored.
 */
export const decodeForLibrary: LibraryDecode = (bytes) => {
  if (bytes === null || bytes === undefined || bytes.length === 0) return null
  return toLibraryValue(decodeStrictly(bytes), { toBytes: (view) => view.slice(), toKey })
}

export function decodeStrictly(bytes: Uint8Array | string): BencodeValue {
  const decoded = decodeBencode(typeof bytes === 'string' ? encodeUtf8(bytes) : bytes)
  if (!decoded.ok) throw new Error(decoded.error.message)
  return decoded.value.value
}

export interface LibraryShapes {
  readonly toBytes: (view: Uint8Array) => Uint8Array
  readonly toKey: (key: string) => string
}

export function toLibraryValue(value: BencodeValue, shapes: LibraryShapes): unknown {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return value > 0n ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER
  if (isBytes(value)) return shapes.toBytes(value)
  if (isList(value)) return value.map((each) => toLibraryValue(each, shapes))
  const entries = [...value].map(([key, each]): [string, BencodeValue] => [shapes.toKey(key), each]).filter(([key]) => !(key in Object.prototype))
  return Object.fromEntries(entries.map(([key, each]) => [key, toLibraryValue(each, shapes)]))
}

/** As bencode 4 does: UTF-8, else hexadecimal (scrape answers have hashes as keys). */
function toKey(key: string): string {
  const bytes = Uint8Array.from(key, (character) => character.charCodeAt(0))
  return isUtf8(bytes) ? decodeUtf8(bytes) : Buffer.from(byteText(bytes), 'latin1').toString('hex')
}
