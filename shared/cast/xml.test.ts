import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { childText, escapeXml, findElement, findElements, readXml, unescapeXml } from './xml.ts'

const read = (text: string) => {
  const document = readXml(text)
  if (!document.ok) throw new Error(document.error.message)
  return document.value
}

describe('what a device sends as XML', () => {
  it('is read whatever prefixes it uses', () => {
    const root = read('<?xml version="1.0"?>\n<s:Envelope xmlns:s="x"><s:Body a=\'1\' b:c="&lt;2"><u:Ok/>text &amp; more<![CDATA[ <raw> ]]></s:Body></s:Envelope>')
    const body = findElement(root, 'Body')
    expect(root.name).toBe('Envelope')
    expect(body?.text).toBe('text & more <raw> ')
    expect([...(body?.attributes ?? [])]).toEqual([['a', '1'], ['c', '<2']])
    expect(findElements(root, 'Ok')).toHaveLength(1)
  })

  it('may begin with a byte order mark and hold comments', () => {
    expect(childText(read('\ufeff<!-- a > b --><a><b> x </b></a>'), 'b')).toBe('x')
  })

  it.each([
    ['an unclosed element', '<a><b></a>'],
    ['two roots', '<a/><b/>'],
    ['nothing', ''],
    ['no XML', 'HTTP/1.1 200 OK'],
    ['a document type, which could name entities and files', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['more than 64 levels', '<a>'.repeat(65) + '</a>'.repeat(65)],
    ['more than 20 000 elements', `<a>${'<b/>'.repeat(20_001)}</a>`],
    ['more than 262 144 characters', `<a>${'x'.repeat(262_144)}</a>`],
    ['an unclosed comment', '<a><!-- </a>'],
  ])('is refused when it is %s', (_what, text) => {
    const document = readXml(text)
    expect(document.ok ? '' : document.error.code).toBe('deviceBroken')
  })

  it('never throws, whatever it is', () => {
    const pieces = fc.array(fc.constantFrom('<', '>', '/', 'a', '"', '=', ' ', '&', '&#x41;', '<!--', '-->', '<![CDATA[', ']]>', '<a>', '</a>', '<?'), { maxLength: 40 })
    fc.assert(fc.property(pieces, (parts) => { expect(typeof readXml(parts.join('')).ok).toBe('boolean') }))
  })

  it('resolves numeric references and leaves unknown ones alone', () => {
    expect(unescapeXml('&#65;&#x42;&quot;&apos;&nbsp;&#0;&#x110000;')).toBe('AB"\'&nbsp;&#0;&#x110000;')
  })

  it('gets back what was escaped', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const shown = escapeXml(text)
      expect(read(`<a b="${shown}">${shown}</a>`).text).toBe(unescapeXml(shown))
      expect(shown).not.toMatch(/[<>"']/)
    }))
    expect(unescapeXml(escapeXml('Tom & "Jerry" <1>'))).toBe('Tom & "Jerry" <1>')
    expect(escapeXml('a\u0000b\ud800c')).toBe('abc')
  })
})
