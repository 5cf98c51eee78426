import { describe, expect, it } from 'vitest'
import { CHARSETS } from '../../../shared/subtitles/charsets.ts'
import { parseSubtitles } from '../../../shared/subtitles/parse-subtitles.ts'
import { plainText } from '../../../shared/subtitles/cue.ts'
import { DECODERS, decodeText } from './charset.ts'
import { SAMPLES } from './charset.fixture.ts'

/** A SubRip file of these lines; in sets of two bytes a letter, so are the times. */
function srtOf(charset: string, lines: readonly string[]): Buffer {
  const wide = charset.startsWith('utf-16')
  const ascii = (text: string) => {
    const bytes = Buffer.from(text, wide ? 'utf16le' : 'ascii')
    return charset === 'utf-16be' ? bytes.swap16() : bytes
  }
  return Buffer.concat(lines.flatMap((line, i) => [ascii(`${String(i + 1)}\r\n00:00:0${String(i + 1)},000 --> 00:00:0${String(i + 1)},900\r\n`), Buffer.from(line, 'base64'), ascii('\r\n\r\n')]))
}

describe('a subtitle file without any mark', () => {
  it.each(Object.entries(SAMPLES))('in %s is read right', (charset, { lines, base64 }) => {
    const { text, charset: found } = decodeText(srtOf(charset, base64), null)
    const parsed = parseSubtitles(text, null)
    expect({ found, lines: parsed.ok ? parsed.value.cues.map(plainText) : [] }).toEqual({ found: charset, lines })
  })
})

describe('a character set', () => {
  it.each([['utf-8', [0xef, 0xbb, 0xbf, 0xc3, 0xa9], 'é'], ['utf-16le', [0xff, 0xfe, 0xe9, 0], 'é'], ['utf-16be', [0xfe, 0xff, 0, 0xe9], 'é']])('is what the byte order mark says: %s', (charset, bytes, text) => {
    expect(decodeText(Uint8Array.from(bytes), null)).toEqual({ charset, text })
  })
  it('is what the person says, whatever the bytes say', () => {
    expect(decodeText(Uint8Array.of(0xe8), 'windows-1250').text).toBe('č')
    expect(decodeText(Uint8Array.of(0xe8), 'windows-1251').text).toBe('и')
    expect(decodeText(Uint8Array.of(0xc3, 0xa9), 'windows-1252').text).toBe('Ã©')
  })
  it('is one of the language that the file names, when there is too little to tell', () => {
    const words = Uint8Array.of(0x50, 0xf8, 0xed, 0x6c, 0x69, 0x9a)
    expect(decodeText(words, null, 'cs').text).toBe('Příliš')
    expect(decodeText(words, null, 'de').charset).toBe('windows-1252')
    expect(decodeText(Uint8Array.of(0xd0, 0xd2), null, 'ru').charset).toBe('windows-1251')
  })
  it('reads what it cannot as a sign of its own, and nothing fails', () => {
    expect(decodeText(Uint8Array.of(0x41, 0xff, 0x42), 'utf-8').text).toBe('A\ufffdB')
    expect(decodeText(new Uint8Array(0), null)).toEqual({ charset: 'utf-8', text: '' })
  })
  it('is known to this runtime, each of them', () => {
    expect(DECODERS).toEqual([...CHARSETS])
  })
})
