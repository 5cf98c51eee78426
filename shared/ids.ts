import type { Result } from './result.ts'
import { fail, ok } from './result.ts'

/** A v1 info hash: 40 lower-case hexadecimal digits (BEP 3). */
export type InfoHash = string & { readonly kind: 'InfoHash' }

/** Zero-based index of a file in the order of the info dictionary. */
export type FileIndex = number

/** One playing of one file; made by the host, unique for its run. */
export type StreamId = string

/** True for 40 lower-case hexadecimal digits. */
export function isInfoHash(text: string): text is InfoHash {
  return /^[0-9a-f]{40}$/.test(text)
}

/** Reads 40 hexadecimal digits in either case. Fails: magnetMalformed. */
export function parseInfoHash(text: string): Result<InfoHash> {
  const lower = text.toLowerCase()
  return isInfoHash(lower) ? ok(lower) : fail('magnetMalformed', `an info hash has 40 hexadecimal digits; this has ${String(text.length)} characters`)
}
