import { decodeUtf8, encodeUtf8 } from './utf8.ts'

/** Percent-decoding as UTF-8 that never fails: a sign without two hexadecimal digits stays as it is. RFC 3986 2.1, WHATWG URL 1.3. */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text.replace(LONE_SURROGATE, '\ufffd')
  const bytes = encodeUtf8(text)
  const decoded = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; length += 1) {
    const byte = bytes[at] === PERCENT ? hexPair(bytes[at + 1], bytes[at + 2]) : null
    decoded[length] = byte ?? bytes[at] ?? 0
    at += byte === null ? 1 : 3
  }
  return decodeUtf8(decoded.subarray(0, length))
}

/** Percent-encodes all but the unreserved characters of RFC 3986 2.3. */
export function percentEncode(text: string): string {
  let encoded = ''
  for (const byte of encodeUtf8(text)) {
    const character = String.fromCharCode(byte)
    encoded += /[A-Za-z0-9._~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}

const PERCENT = 0x25
const LONE_SURROGATE = /\p{Cs}/gu

function hexPair(high: number | undefined, low: number | undefined): number | null {
  const digits = String.fromCharCode(high ?? 0, low ?? 0)
  return /^[0-9a-f]{2}$/i.test(digits) ? parseInt(digits, 16) : null
}
