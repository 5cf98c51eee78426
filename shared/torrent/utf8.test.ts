import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeUtf8, encodeUtf8, isUtf8, utf8Length } from './utf8.ts'

const platform = new TextDecoder('utf-8', { ignoreBOM: true })
/** Bytes that often form the beginnings and middles of sequences, so that broken ones are met. */
const oddByte = fc.constantFrom(0x00, 0x41, 0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff)
const oddBytes = fc.array(oddByte, { maxLength: 12 }).map((bytes) => Uint8Array.from(bytes))

describe('UTF-8', () => {
  it('decodes broken bytes as the platform does', () => {
    fc.assert(fc.property(fc.oneof(oddBytes, fc.uint8Array()), (bytes) => {
      expect(decodeUtf8(bytes)).toBe(platform.decode(bytes))
    }), { numRuns: 2000 })
  })

  it('encodes any text as the platform does, lone surrogates included', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('\ud800', '\udc00', 'a', '😀') }), (a, b) => {
      expect([...encodeUtf8(a + b)]).toEqual([...new TextEncoder().encode(a + b)])
      expect(utf8Length(a + b)).toBe(new TextEncoder().encode(a + b).length)
    }))
  })

  it('tells well-formed bytes from broken ones, also when U+FFFD itself is written', () => {
    expect(isUtf8(encodeUtf8('a\ufffd😀'))).toBe(true)
    expect(isUtf8(Uint8Array.of(0x61, 0xc3))).toBe(false)
    expect(isUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBe(false)
  })

  it('decodes texts longer than one call to String.fromCharCode takes', () => {
    const text = '😀ä'.repeat(100_000)
    expect(decodeUtf8(encodeUtf8(text))).toBe(text)
  })
})
