import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BencodeValue, Encodable } from './bencode.ts'
import { decodeBencode, encodeBencode, isDictionary } from './bencode.ts'
import { encodeUtf8 } from './utf8.ts'

const decodeText = (text: string) => decodeBencode(encodeUtf8(text))
const valueOf = (text: string): BencodeValue | undefined => {
  const decoded = decodeText(text)
  return decoded.ok ? decoded.value.value : undefined
}
const codeOf = (text: string) => {
  const decoded = decodeText(text)
  return decoded.ok ? 'ok' : decoded.error.code
}

const key = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', ''), fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((n) => String.fromCharCode(n)), maxLength: 5 }))
const { tree } = fc.letrec<{ tree: Encodable }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4 }, fc.maxSafeInteger(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }), fc.uint8Array(), fc.array(tie('tree')), fc.dictionary(key, tie('tree'), { noNullPrototype: false }).map((record) => new Map(Object.entries(record)))),
}))

describe('bencode', () => {
  it('gives back what was encoded, for any tree and any key', () => {
    fc.assert(fc.property(tree, (value) => {
      const decoded = decodeBencode(encodeBencode(value))
      expect(decoded.ok && decoded.value.value).toEqual(value)
    }))
  })

  it('never throws and never reads past the end, whatever the bytes are', () => {
    const looksLikeBencode = fc.array(fc.constantFrom(...'dleei0123456789:-a').map((c) => c.charCodeAt(0)), { maxLength: 40 }).map((bytes) => Uint8Array.from(bytes))
    fc.assert(fc.property(fc.oneof(fc.uint8Array(), looksLikeBencode), (bytes) => {
      const decoded = decodeBencode(bytes)
      if (decoded.ok) expect(decoded.value.endBytes).toBeLessThanOrEqual(bytes.length)
    }), { numRuns: 3000 })
  })

  it.each([
    ['', 'bencodeMalformed'], ['d', 'bencodeMalformed'], ['l-3:e', 'bencodeMalformed'], ['5:abc', 'bencodeMalformed'], ['i1.5e', 'bencodeMalformed'],
    ['ie', 'bencodeMalformed'], ['i-e', 'bencodeMalformed'], ['i 1e', 'bencodeMalformed'], ['+3:abc', 'bencodeMalformed'], ['di1ei2ee', 'bencodeMalformed'],
    ['d1:ai1e1:ai2ee', 'bencodeMalformed'], ['d1:ae', 'bencodeMalformed'], ['99999999999999999:a', 'bencodeMalformed'], [`${'9'.repeat(1_000_000)}:a`, 'bencodeMalformed'],
    [`i${'9'.repeat(1001)}e`, 'bencodeMalformed'], ['l'.repeat(100_000), 'bencodeMalformed'], ['d1:a'.repeat(100_000), 'bencodeMalformed'],
    [`l${'le'.repeat(1_000_001)}e`, 'metainfoTooLarge'],
  ])('refuses broken encoding %#', (text, code) => {
    expect(codeOf(text)).toBe(code)
  })

  it('keeps integers exact: safe ones as numbers, others as big integers', () => {
    expect(valueOf('i9007199254740991e')).toBe(9007199254740991)
    expect(valueOf('i9007199254740993e')).toBe(9007199254740993n)
    expect(valueOf('i-0e')).toBe(0)
    expect(valueOf(`i${'9'.repeat(400)}e`)).toBe(BigInt('9'.repeat(400)))
  })

  it('tells where each value of the outer dictionary lies, in any order of keys', () => {
    const decoded = decodeText('d4:infod1:xi007ee1:a3:abce')
    expect(decoded.ok && decoded.value.slices.get('info')).toEqual({ begin: 7, end: 17 })
    expect(decoded.ok && decoded.value.slices.get('a')).toEqual({ begin: 20, end: 25 })
  })

  it('stops behind the value and says where', () => {
    const decoded = decodeText('i1etrailing')
    expect(decoded.ok && decoded.value.endBytes).toBe(3)
  })

  it('has no keys but the ones that were sent', () => {
    const value = valueOf('d9:__proto__i1ee')
    expect(isDictionary(value) && value.get('__proto__')).toBe(1)
    expect(isDictionary(value) && value.get('toString')).toBe(undefined)
  })

  it('sorts keys by their bytes when encoding', () => {
    expect(new TextDecoder().decode(encodeBencode(new Map<string, Encodable>([['b', 1], ['a', { raw: encodeUtf8('i2e') }], ['B', 'ä']])))).toBe('d1:B2:ä1:ai2e1:bi1ee')
  })
})
