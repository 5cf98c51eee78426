import { analyse } from 'chardet'
import type { Charset } from '../../../shared/subtitles/charsets.ts'
import { CHARSETS, isCharset } from '../../../shared/subtitles/charsets.ts'

/** A text and the character set it was read with. */
export interface DecodedText {
  readonly text: string
  readonly charset: Charset
}

/**
 * Bytes as text. In this order: the person's choice, a byte order mark, the zeros of UTF-16, UTF-8 without a single
 * mistake, the detector's guess (among the sets of the language, BCP 47, where the file's name tells it), Western European.
 * What a set cannot read becomes U+FFFD; it never fails.
 */
export function decodeText(bytes: Uint8Array, chosen: Charset | null, language: string | null = null): DecodedText {
  const charset = chosen ?? markedCharset(bytes) ?? zerosCharset(bytes) ?? (isUtf8(bytes) ? 'utf-8' : guessCharset(bytes, language))
  const text = new TextDecoder(charset).decode(bytes)
  return { text: charset === 'windows-1252' ? withQuotes(text) : text, charset }
}

/** Node 20 and the runtimes built on it read windows-1252 as ISO 8859-1, in which quotes, dashes and the euro sign are controls. */
function withQuotes(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (control) => C1_OF_1252[control.charCodeAt(0) - 0x80] ?? control)
}

/** 0x80 to 0x9f of windows-1252 (Encoding standard, index windows-1252); the blanks are unused there. */
const C1_OF_1252 = [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ']

function markedCharset(bytes: Uint8Array): Charset | null {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return a === 0xfe && b === 0xff ? 'utf-16be' : null
}

/** Texts have no zeros; in UTF-16 every digit, blank and line end has one, and times are made of digits. */
function zerosCharset(bytes: Uint8Array): Charset | null {
  const zeros = [0, 0]
  const looked = Math.min(bytes.length, SAMPLE_BYTES) & ~1
  for (let at = 0; at < looked; at++) if (bytes[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (even + odd <= looked * MIN_ZEROS) return null
  return odd > even ? 'utf-16le' : 'utf-16be'
}

/** A tenth: a Chinese subtitle still has its times. */
const MIN_ZEROS = 0.1

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false // that is the question asked
  }
}

/** The letters beyond ASCII decide; so much text has hundreds of them and is looked at in milliseconds. */
const SAMPLE_BYTES = 65_536

/** The best guess among the sets that are read here, those of the language first. */
function guessCharset(bytes: Uint8Array, language: string | null): Charset {
  const letters = lettersOf(bytes)
  const usual = CHARSETS_OF.get(language?.split('-')[0] ?? '') ?? []
  const guesses = analyse(letters).map(({ name }) => SAME_SET.get(name) ?? name.toLowerCase()).filter(isCharset)
  const guess = guesses.find((charset) => usual.includes(charset)) ?? usual[0] ?? guesses[0] ?? 'windows-1252'
  return guess === 'iso-8859-7' && !letters.includes(ACCENTED_ALPHA) ? 'windows-1253' : guess
}

/** The sets of languages that are not written in Western European ones, the most usual first. */
const CHARSETS_OF: ReadonlyMap<string, readonly Charset[]> = new Map<string, readonly Charset[]>([
  ...['cs', 'sk', 'pl', 'hu', 'ro', 'sl', 'hr', 'bs'].map((language): [string, readonly Charset[]] => [language, ['windows-1250', 'iso-8859-2']]),
  ...['ru', 'uk', 'bg', 'mk', 'be'].map((language): [string, readonly Charset[]] => [language, ['windows-1251', 'koi8-r', 'iso-8859-5']]),
  ['sr', ['windows-1250', 'windows-1251']], ['el', ['windows-1253', 'iso-8859-7']], ['tr', ['windows-1254']], ['he', ['windows-1255', 'iso-8859-8']], ['ar', ['windows-1256']], ['fa', ['windows-1256']],
  ['lt', ['windows-1257']], ['lv', ['windows-1257']], ['et', ['windows-1257', 'windows-1252']], ['vi', ['windows-1258']], ['th', ['windows-874']],
  ['zh', ['gb18030', 'big5']], ['ja', ['shift_jis', 'euc-jp', 'iso-2022-jp']], ['ko', ['euc-kr']],
])

/** The one letter that Greek in ISO 8859-7 and in windows-1253 have at different places; in the latter this is a paragraph sign. */
const ACCENTED_ALPHA = 0xb6

/** Lines with a letter beyond ASCII: times, numbers and tags would only count as English. */
function lettersOf(bytes: Uint8Array): Uint8Array {
  const kept = new Uint8Array(Math.min(bytes.length, SAMPLE_BYTES))
  let length = 0
  for (let begin = 0; begin < bytes.length && length < kept.length;) {
    const feed = bytes.indexOf(10, begin)
    const end = feed < 0 ? bytes.length : feed + 1
    const line = bytes.subarray(begin, end)
    if (line.some((byte) => byte > 127)) {
      const part = line.subarray(0, kept.length - length)
      kept.set(part, length)
      length += part.length
    }
    begin = end
  }
  return kept.subarray(0, length)
}

/** Names of the detector for sets that a decoder knows by, or reads as part of, another one (Encoding standard, 4.2). */
const SAME_SET: ReadonlyMap<string, string> = new Map([['ISO-8859-1', 'windows-1252'], ['ISO-8859-9', 'windows-1254'], ['ISO-8859-6', 'windows-1256'], ['ISO-8859-8', 'windows-1255'], ['ISO-8859-8-I', 'windows-1255'], ['GB2312', 'gb18030']])

/** Every set is one the decoder of this runtime knows; a runtime with fewer fails here at once, not at a person's file. */
export const DECODERS = CHARSETS.filter((charset) => new TextDecoder(charset).encoding === charset)
