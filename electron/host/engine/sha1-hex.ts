import { createHash } from 'node:crypto'

/** 40 lower-case hexadecimal digits, as an info hash is written. */
export function sha1Hex(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex')
}
