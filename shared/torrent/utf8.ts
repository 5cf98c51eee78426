/** UTF-8 for rooms without TextDecoder. Broken input becomes U+FFFD, one for each maximal broken part (Unicode 3.9, WHATWG Encoding). */

const REPLACEMENT = 0xfffd
/** Arguments of one String.fromCharCode call; engines allow about 65 000. */
const CHUNK = 4096

/** The text of bytes; never fails. A byte order mark stays. */
export function decodeUtf8(bytes: Uint8Array): string {
  let text = ''
  let units: number[] = []
  for (let at = 0; at < bytes.length;) {
    const { codePoint, size } = codePointAt(bytes, at)
    at += size
    if (codePoint > 0xffff) units.push(0xd800 + ((codePoint - 0x10000) >> 10), 0xdc00 + ((codePoint - 0x10000) & 0x3ff))
    else units.push(codePoint)
    if (units.length < CHUNK) continue
    text += String.fromCharCode(...units)
    units = []
  }
  return text + String.fromCharCode(...units)
}

/** How many bytes at the start are ASCII: most names are that alone. */
function asciiLength(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length && (bytes[at] ?? 0) < 0x80) at += 1
  return at
}

/** True when bytes are well-formed UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  for (let at = asciiLength(bytes); at < bytes.length;) {
    const { size, broken } = codePointAt(bytes, at)
    if (broken) return false
    at += size
  }
  return true
}

/** The bytes of text; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text))
  let at = 0
  for (const character of text) at = writeCodePoint(bytes, at, scalar(character.codePointAt(0) ?? REPLACEMENT))
  return bytes
}

/** How many bytes encodeUtf8 would write. */
export function utf8Length(text: string): number {
  if (IS_ASCII.test(text)) return text.length
  let length = 0
  for (const character of text) length += sizeOfScalar(scalar(character.codePointAt(0) ?? REPLACEMENT))
  return length
}

const IS_ASCII = /^[\u0000-\u007f]*$/

interface Read { readonly codePoint: number; readonly size: number; readonly broken: boolean }

function codePointAt(bytes: Uint8Array, at: number): Read {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return { codePoint: lead, size: 1, broken: false }
  const shape = shapeOf(lead)
  if (shape === null) return { codePoint: REPLACEMENT, size: 1, broken: true }
  let codePoint = lead & shape.mask
  for (let n = 1; n <= shape.more; n++) {
    const next = bytes[at + n] ?? -1
    const low = n === 1 ? shape.low : 0x80
    const high = n === 1 ? shape.high : 0xbf
    if (next < low || next > high) return { codePoint: REPLACEMENT, size: n, broken: true }
    codePoint = (codePoint << 6) | (next & 0x3f)
  }
  return { codePoint, size: shape.more + 1, broken: false }
}

interface Shape { readonly more: number; readonly mask: number; readonly low: number; readonly high: number }

/** Following bytes a lead byte announces and the bounds of the first of them (Unicode table 3-7); null for no lead byte. */
function shapeOf(lead: number): Shape | null {
  if (lead >= 0xc2 && lead <= 0xdf) return { more: 1, mask: 0x1f, low: 0x80, high: 0xbf }
  if (lead === 0xe0) return { more: 2, mask: 0x0f, low: 0xa0, high: 0xbf }
  if (lead === 0xed) return { more: 2, mask: 0x0f, low: 0x80, high: 0x9f }
  if (lead >= 0xe1 && lead <= 0xef) return { more: 2, mask: 0x0f, low: 0x80, high: 0xbf }
  if (lead === 0xf0) return { more: 3, mask: 0x07, low: 0x90, high: 0xbf }
  if (lead === 0xf4) return { more: 3, mask: 0x07, low: 0x80, high: 0x8f }
  if (lead >= 0xf1 && lead <= 0xf3) return { more: 3, mask: 0x07, low: 0x80, high: 0xbf }
  return null
}

function scalar(codePoint: number): number {
  return codePoint >= 0xd800 && codePoint <= 0xdfff ? REPLACEMENT : codePoint
}

function sizeOfScalar(codePoint: number): number {
  if (codePoint < 0x80) return 1
  if (codePoint < 0x800) return 2
  return codePoint < 0x10000 ? 3 : 4
}

function writeCodePoint(bytes: Uint8Array, at: number, codePoint: number): number {
  const size = sizeOfScalar(codePoint)
  if (size === 1) {
    bytes[at] = codePoint
    return at + 1
  }
  for (let n = size - 1, rest = codePoint; n > 0; n--, rest >>= 6) bytes[at + n] = 0x80 | (rest & 0x3f)
  bytes[at] = ((0xf00 >> size) & 0xff) | (codePoint >> (6 * (size - 1)))
  return at + size
}
