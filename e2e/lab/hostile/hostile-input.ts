import type { ErrorCode } from '../../../shared/errors.ts'
import type { Encodable } from '../../../shared/torrent/bencode.ts'
import { encodeBencode } from '../../../shared/torrent/bencode.ts'

/** What must become of an input. `accept`: opened as it is; `sanitise`: opened, and a note tells what was made safe; `reject`: refused with one of the codes. */
export type Expectation = 'accept' | 'sanitise' | 'reject'

interface Common {
  /** Letter of the family and a number: S syntax, F fields, P paths, B big, N network, V versions, M magnet links, T other texts, X no torrents. */
  readonly id: string
  readonly what: string
  readonly expect: Expectation
  /** Empty unless refused. */
  readonly codes: readonly ErrorCode[]
}

/** One hostile or odd input. Bytes are made when asked for, because some are large. */
export type HostileInput =
  | (Common & { readonly kind: 'torrent'; readonly bytes: () => Uint8Array })
  | (Common & { readonly kind: 'magnet' | 'text'; readonly text: string })

/** `accept`, `sanitise`, or the codes of which one must be given. */
export type Verdict = 'accept' | 'sanitise' | readonly ErrorCode[]

const judged = (verdict: Verdict): Pick<Common, 'expect' | 'codes'> => (typeof verdict === 'string' ? { expect: verdict, codes: [] } : { expect: 'reject', codes: verdict })

export function torrentInput(id: string, what: string, verdict: Verdict, bytes: () => Uint8Array): HostileInput {
  return { id, what, kind: 'torrent', bytes, ...judged(verdict) }
}

export function textInput(id: string, what: string, verdict: Verdict, text: string): HostileInput {
  return { id, what, kind: id.startsWith('M') ? 'magnet' : 'text', text, ...judged(verdict) }
}

export type Fields = Readonly<Record<string, Encodable>>

export const dictionary = (fields: Fields): ReadonlyMap<string, Encodable> => new Map(Object.entries(fields))
export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
export const hashes = (count: number): Uint8Array => new Uint8Array(20 * count).fill(0xab)

/** A good info dictionary of one file; 100 000 bytes in two pieces. */
export const GOOD_INFO: Fields = { name: 'film.mp4', length: 100_000, 'piece length': 65_536, pieces: hashes(2) }

export function torrent(info: Fields, outer: Fields = {}): Uint8Array {
  return encodeBencode(dictionary({ ...outer, info: dictionary(info) }))
}

export const fileOf = (lengthBytes: Encodable, ...path: readonly Encodable[]) => dictionary({ length: lengthBytes, path })

/** Several files of one byte each, in one piece. */
export function torrentOf(...files: readonly Encodable[]): Uint8Array {
  return torrent({ name: 'Show', files, 'piece length': 65_536, pieces: hashes(1) })
}

/** A good torrent with one field of the info dictionary replaced, or left out when undefined. */
export function withField(field: string, value: Encodable | undefined): Uint8Array {
  const info = { ...GOOD_INFO, ...(value === undefined ? {} : { [field]: value }) }
  return torrent(value === undefined ? Object.fromEntries(Object.entries(info).filter(([name]) => name !== field)) : info)
}
