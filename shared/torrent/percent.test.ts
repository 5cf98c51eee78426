import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percentDecode, percentEncode } from './percent.ts'

describe('percent-encoding', () => {
  it('gives back any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => { expect(percentDecode(percentEncode(text))).toBe(text) }))
  })

  it('is read by the platform', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => { expect(decodeURIComponent(percentEncode(text))).toBe(text) }))
  })

  it.each([['%', '%'], ['%4', '%4'], ['%zz', '%zz'], ['%E0%A4%A', '\ufffd%A'], ['100%25', '100%'], ['%c3%A9', 'é'], ['%ff', '\ufffd'], ['\ud800', '\ufffd']])('%j is read as %j', (text, decoded) => {
    expect(percentDecode(text)).toBe(decoded)
  })
})
