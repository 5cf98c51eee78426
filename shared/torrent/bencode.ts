import { concatBytes } from '../concat-bytes.ts'
import type { Interval } from '../interval.ts'
import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'
import { SOURCE_LIMITS } from './limits.ts'
import { encodeUtf8 } from './utf8.ts'

/**
 * Bencode (BEP 3), strictly: lengths and integers are decimal digits, nothing reaches past the end, no key comes twice.
 * Order of keys and leading zeros are not judged, because hashes are taken over the raw bytes and never over an encoding of ours.
 */

/** A byte string key as text, one character (0..255) a byte, so that different keys never become equal. */
export type BencodeKey = string
export type BencodeDictionary = ReadonlyMap<BencodeKey, BencodeValue>
export type BencodeList = readonly BencodeValue[]
/** Integers beyond 2^53 - 1 are bigint. Byte strings are views of what was decoded. */
export type BencodeValue = number | bigint | Uint8Array | BencodeList | BencodeDictionary

export interface Bencoded {
  readonly value: BencodeValue
  /** Where the value ended; what follows is not looked at. */
  readonly endBytes: number
  /** When the value is a dictionary: where each of its own values lies, so that it can be hashed as it came. */
  readonly slices: ReadonlyMap<BencodeKey, Interval>
}

/** Decodes one value at the start of bytes. Fails: bencodeMalformed; metainfoTooLarge for too many values. BEP 3. */
export function decodeBencode(bytes: Uint8Array): Result<Bencoded> {
  const reader: Reader = { bytes, at: 0, tokens: 0, slices: new Map(), failure: null }
  const value = readValue(reader, 0)
  if (value !== null) return ok({ value, endBytes: reader.at, slices: reader.slices })
  return reader.failure ?? fail('bencodeMalformed', 'the encoding is broken')
}

/** True for a dictionary. */
export function isDictionary(value: BencodeValue | undefined): value is BencodeDictionary {
  return value instanceof Map
}

/** True for a list. */
export function isList(value: BencodeValue | undefined): value is BencodeList {
  return Array.isArray(value)
}

/** True for a byte string. */
export function isBytes(value: BencodeValue | undefined): value is Uint8Array {
  return value instanceof Uint8Array
}

interface Reader {
  readonly bytes: Uint8Array
  at: number
  tokens: number
  readonly slices: Map<BencodeKey, Interval>
  failure: Result<never> | null
}

const CHAR = { d: 0x64, e: 0x65, i: 0x69, l: 0x6c, colon: 0x3a, minus: 0x2d, zero: 0x30, nine: 0x39 } as const

function refuse(reader: Reader, what: string): null {
  reader.failure ??= fail('bencodeMalformed', `the encoding is broken at byte ${String(reader.at)}: ${what}`, { atByte: reader.at })
  return null
}

function readValue(reader: Reader, depth: number): BencodeValue | null {
  reader.tokens += 1
  if (reader.tokens > SOURCE_LIMITS.bencodeTokens) return refuseCount(reader)
  if (depth > SOURCE_LIMITS.bencodeDepth) return refuse(reader, `lists and dictionaries are nested deeper than ${String(SOURCE_LIMITS.bencodeDepth)}`)
  switch (reader.bytes[reader.at]) {
    case CHAR.d: return readDictionary(reader, depth)
    case CHAR.l: return readList(reader, depth)
    case CHAR.i: return readInteger(reader)
    case undefined: return refuse(reader, 'it ends too early')
    default: return readBytes(reader)
  }
}

function refuseCount(reader: Reader): null {
  const limit = SOURCE_LIMITS.bencodeTokens
  reader.failure ??= fail('metainfoTooLarge', `it holds more than ${String(limit)} values`, { limit })
  return null
}

function readDictionary(reader: Reader, depth: number): BencodeDictionary | null {
  const dictionary = new Map<BencodeKey, BencodeValue>()
  reader.at += 1
  while (reader.bytes[reader.at] !== CHAR.e) {
    const key = readKey(reader)
    if (key === null) return null
    if (dictionary.has(key)) return refuse(reader, `the key "${printable(key)}" comes twice`)
    const begin = reader.at
    const value = readValue(reader, depth + 1)
    if (value === null) return null
    dictionary.set(key, value)
    if (depth === 0) reader.slices.set(key, { begin, end: reader.at })
  }
  reader.at += 1
  return dictionary
}

function readKey(reader: Reader): BencodeKey | null {
  if (reader.at >= reader.bytes.length) return refuse(reader, 'it ends inside a dictionary')
  const bytes = readBytes(reader)
  if (bytes === null) return null
  if (bytes.length > MAX_KEY_BYTES) return refuse(reader, `a key has ${String(bytes.length)} bytes`)
  return byteText(bytes)
}

/** A BEP 52 file tree uses file names as keys; file systems stop at 255. */
const MAX_KEY_BYTES = 4096

/** Bytes as text, one character each. */
export function byteText(bytes: Uint8Array): BencodeKey {
  if (bytes.length > SHORT_BYTES) return String.fromCharCode(...bytes)
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** Keys and numbers are this short, and there may be a million of them: spreading each into arguments costs more than the rest of reading it. */
const SHORT_BYTES = 32

function printable(key: BencodeKey): string {
  return key.slice(0, 40).replace(/[^\x20-\x7e]/g, '?')
}

function readList(reader: Reader, depth: number): BencodeList | null {
  const list: BencodeValue[] = []
  reader.at += 1
  while (reader.bytes[reader.at] !== CHAR.e) {
    const value = readValue(reader, depth + 1)
    if (value === null) return null
    list.push(value)
  }
  reader.at += 1
  return list
}

function readInteger(reader: Reader): number | bigint | null {
  const begin = reader.at + 1
  reader.at = begin
  const negative = reader.bytes[reader.at] === CHAR.minus
  if (negative) reader.at += 1
  const digits = readDigits(reader, SOURCE_LIMITS.integerDigits)
  if (digits === null) return null
  if (reader.bytes[reader.at] !== CHAR.e) return refuse(reader, 'an integer holds something else than digits')
  reader.at += 1
  return toNumber(negative ? `-${digits}` : digits)
}

function toNumber(text: string): number | bigint {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) return BigInt(text)
  return number === 0 ? 0 : number
}

/** Digits of a byte string's length: 16 MB has 8; leading zeros may add some. */
const LENGTH_DIGITS = 16

function readBytes(reader: Reader): Uint8Array | null {
  const digits = readDigits(reader, LENGTH_DIGITS)
  if (digits === null) return null
  if (reader.bytes[reader.at] !== CHAR.colon) return refuse(reader, 'a length is not followed by a colon')
  const begin = reader.at + 1
  const length = Number(digits)
  if (length > reader.bytes.length - begin) return refuse(reader, `a text of ${digits} bytes reaches past the end`)
  reader.at = begin + length
  return reader.bytes.subarray(begin, reader.at)
}

/** One or more digits, at most `limit`; the reader stands behind them. */
function readDigits(reader: Reader, limit: number): string | null {
  const begin = reader.at
  while (isDigit(reader.bytes[reader.at]) && reader.at - begin <= limit) reader.at += 1
  const count = reader.at - begin
  if (count === 0) return refuse(reader, 'a number was expected')
  if (count > limit) return refuse(reader, `a number has more than ${String(limit)} digits`)
  return byteText(reader.bytes.subarray(begin, reader.at))
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= CHAR.zero && byte <= CHAR.nine
}

/** What encodeBencode takes; `raw` is put in as it is, text as UTF-8. */
export type Encodable = number | bigint | string | Uint8Array | { readonly raw: Uint8Array } | readonly Encodable[] | ReadonlyMap<BencodeKey, Encodable>

/** Encodes a value with sorted keys (BEP 3). Numbers must be safe integers; others throw, being a bug of the caller. */
export function encodeBencode(value: Encodable): Uint8Array {
  const parts: Uint8Array[] = []
  writeValue(parts, value)
  return concatBytes(parts)
}

function writeValue(parts: Uint8Array[], value: Encodable): void {
  if (typeof value === 'number' || typeof value === 'bigint') parts.push(encodeInteger(value))
  else if (typeof value === 'string') writeBytes(parts, encodeUtf8(value))
  else if (value instanceof Uint8Array) writeBytes(parts, value)
  else if (value instanceof Map) writeDictionary(parts, value)
  else if ('raw' in value) parts.push(value.raw)
  else if (isEncodableList(value)) writeList(parts, value)
}

function isEncodableList(value: Encodable): value is readonly Encodable[] {
  return Array.isArray(value)
}

function encodeInteger(value: number | bigint): Uint8Array {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`bencode has integers only, not ${String(value)}`)
  return encodeUtf8(`i${String(value)}e`)
}

function writeBytes(parts: Uint8Array[], bytes: Uint8Array): void {
  parts.push(encodeUtf8(`${String(bytes.length)}:`), bytes)
}

function writeList(parts: Uint8Array[], list: readonly Encodable[]): void {
  parts.push(Uint8Array.of(CHAR.l))
  for (const value of list) writeValue(parts, value)
  parts.push(Uint8Array.of(CHAR.e))
}

function writeDictionary(parts: Uint8Array[], dictionary: ReadonlyMap<BencodeKey, Encodable>): void {
  parts.push(Uint8Array.of(CHAR.d))
  for (const [key, value] of [...dictionary].sort(([a], [b]) => (a < b ? -1 : 1))) {
    writeBytes(parts, Uint8Array.from(key, (character) => character.charCodeAt(0)))
    writeValue(parts, value)
  }
  parts.push(Uint8Array.of(CHAR.e))
}
