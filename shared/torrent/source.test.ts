import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classifyText } from './source.ts'

const HEX = '0123456789abcdef0123456789abcdef01234567'
const BASE32 = 'AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH'
const MAGNET = `magnet:?xt=urn:btih:${HEX}`
const classify = (text: string, allowLocal = false) => classifyText(text, { allowLocal })
const kindOf = (text: string) => {
  const classified = classify(text)
  return classified.ok ? classified.value.kind : classified.error.code
}

describe('a text', () => {
  it.each([
    ['a magnet link', MAGNET], ['in upper case', `MAGNET:?XT=urn:btih:${HEX}`], ['an info hash', HEX], ['in base32', BASE32], ['in lower base32', BASE32.toLowerCase()], ['a topic', `urn:btih:${HEX}`],
    ['with blanks', `  \t${MAGNET}  `], ['in quotes', `"${MAGNET}"`], ['in angle brackets', `<${MAGNET}>`], ['in typographic quotes', `“${HEX}”`], ['with a byte order mark', `\ufeff${MAGNET}`],
    ['on the second line', `Here it is:\r\n${MAGNET}\nBye`], ['inside a sentence', `Take ${MAGNET} and enjoy`], ['after a broken one', `magnet:?xt=urn:btih:zz\n${MAGNET}`],
  ])('is a magnet: %s', (_what, text) => {
    const classified = classify(text)
    expect(classified.ok && classified.value.kind === 'magnet' && classified.value.magnet.infoHash).toBe(HEX)
  })

  it('with an http link is a link', () => {
    expect(classify(' <https://example.org/a/film.torrent?x=1> ')).toEqual({ ok: true, value: { kind: 'link', url: 'https://example.org/a/film.torrent?x=1' } })
  })

  it.each([
    ['/home/a/film.torrent', '/home/a/film.torrent'], ['./film.torrent', './film.torrent'], ['film.torrent', 'film.torrent'], ['My film (2020).torrent', 'My film (2020).torrent'], ['~/x', '~/x'], ['../x', '../x'],
    ['C:\\Users\\a\\film.torrent', 'C:\\Users\\a\\film.torrent'], ['"C:\\a b\\film.torrent"', 'C:\\a b\\film.torrent'], ['file:///home/a%20b/f.torrent', '/home/a b/f.torrent'], ['file://localhost/x.torrent', '/x.torrent'],
    ['file:///C:/a/f.torrent', 'C:/a/f.torrent'], ['file:/x', '/x'], ['FILE:///x', '/x'], ["/home/it's/[a] (b).torrent", "/home/it's/[a] (b).torrent"], ['/etc/passwd', '/etc/passwd'], ["'/a/b.torrent'", '/a/b.torrent'], ['[group] film.torrent', '[group] film.torrent'],
  ])('is a path: %s', (text, path) => {
    expect(classify(text)).toEqual({ ok: true, value: { kind: 'path', path } })
  })

  it.each([
    ['', 'sourceEmpty'], [' \n\t ', 'sourceEmpty'], ['""', 'sourceEmpty'], ['hello world', 'sourceUnknown'], ['javascript:alert(1)', 'sourceUnknown'], ['ftp://x.example.org/a.torrent', 'sourceUnknown'], ['http://', 'sourceUnknown'],
    ['http://a b.example/', 'sourceUnknown'], ['g'.repeat(40), 'sourceUnknown'], ['1'.repeat(32), 'sourceUnknown'], [HEX.slice(1), 'sourceUnknown'], ['ab'.repeat(32), 'torrentV2Only'], ['urn:btmh:1220ab', 'torrentV2Only'],
    ['http://127.0.0.1:8080/x.torrent', 'sourceForbidden'], ['http://router/x.torrent', 'sourceForbidden'], ['http://x@[::1]/', 'sourceForbidden'], ['\\\\evil\\share\\x.torrent', 'sourceForbidden'], ['//evil/share/x.torrent', 'sourceForbidden'],
    ['file://evil/share/x.torrent', 'sourceForbidden'], ['file:////evil/x.torrent', 'sourceForbidden'], ['magnet:?dn=x', 'magnetMalformed'], ['magnet:', 'magnetMalformed'], ['file:', 'sourceUnknown'], ['/a\u0000b', 'sourceUnknown'],
    ['x'.repeat(70_000), 'sourceTooLarge'], ['--gpu-launcher=x', 'sourceUnknown'], ['hello\nmagnet:?xt=urn:btih:zz\nworld', 'magnetMalformed'],
  ])('%.50j is refused with %s', (text, code) => {
    expect(kindOf(text)).toBe(code)
  })

  it('leads to the local network only when that is allowed', () => {
    expect(classify('http://127.0.0.1:8080/x.torrent', true)).toMatchObject({ value: { kind: 'link' } })
  })

  it('of another kind is named in the refusal, without line breaks', () => {
    expect(classify('thunder://QUFodHRw')).toMatchObject({ error: { message: expect.stringContaining('"thunder:"') } })
    const refused = classify(`what\u202e is\tthis ${'x'.repeat(100)}`)
    expect(refused.ok ? '' : refused.error.message).toMatch(/: what is this x{40,60}…$/)
  })

  it('never throws, whatever it is', () => {
    const words = fc.string({ unit: fc.constantFrom('magnet:?', 'xt=urn:btih:', HEX, 'http://', 'file:', '/', '\\', '.torrent', '\n', ' ', '"', '<', '%', '\u0000', '\ud800', ':', '1', 'a') })
    fc.assert(fc.property(fc.oneof(words, fc.string({ unit: 'binary' })), (text) => {
      const classified = classify(text)
      if (!classified.ok) expect(classified.error.message).not.toMatch(/[\r\n]/)
    }), { numRuns: 3000 })
  })
})
