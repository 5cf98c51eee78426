import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressNotes, keepSafeAddresses, parseWebAddress, TRACKER_SCHEMES } from './web-address.ts'

const rules = { schemes: TRACKER_SCHEMES, limit: 50, allowLocal: false }

describe('web addresses', () => {
  it.each([
    ['http://tracker.example.org/announce', 'http', 'tracker.example.org', null],
    ['UDP://Tracker.example.org:6969', 'udp', 'Tracker.example.org', 6969],
    ['https://user:secret@t.example.org:443/a?b#c', 'https', 't.example.org', 443],
    ['http://example.org@127.0.0.1/', 'http', '127.0.0.1', null],
    ['wss://[2606:4700::1111]:8080/x', 'wss', '[2606:4700::1111]', 8080],
    ['https://t.example.org?x=http://a', 'https', 't.example.org', null],
  ])('%s is read', (text, scheme, host, port) => {
    expect(parseWebAddress(text)).toEqual({ scheme, host, port })
  })

  it.each([
    'http:t.example.org', 'http:/t.example.org', 'http:///x', '//t.example.org/', 'http://t.example.org\\@x/', 'http://a b.example/', 'http://a\n.example/', 'http://%31%32%37.0.0.1/',
    'http://t.example.org:99999/', 'http://t.example.org:x/', 'http://[::1/', 'http://::1/', 'http://[fe80::1%25eth0]/', `http://${'a'.repeat(3000)}.example/`, '', 'javascript:alert(1)',
  ])('%j is refused', (text) => {
    expect(parseWebAddress(text)).toBe(null)
  })

  it('of this computer, the local network and other schemes are left out and counted', () => {
    const sorted = keepSafeAddresses(['http://127.0.0.1/a', 'udp://localhost:1', 'http://[::ffff:10.0.0.1]/', 'file:///etc/passwd', 'http://169.254.169.254/latest', 'http://x@0x7f.1/', 'https://t.example.org/a'], rules)
    expect(sorted).toEqual({ kept: ['https://t.example.org/a'], unsafe: 6, surplus: 0 })
    expect(addressNotes([sorted])).toEqual(['6 unsafe addresses were left out.'])
  })

  it('of the local network stay when they are allowed', () => {
    expect(keepSafeAddresses(['http://127.0.0.1:8000/announce'], { ...rules, allowLocal: true }).kept).toEqual(['http://127.0.0.1:8000/announce'])
  })

  it('are kept in order, once each, up to the limit', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => `http://t${String(i % 70_000)}.example.org/`)
    const sorted = keepSafeAddresses(many, rules)
    expect(sorted.kept).toEqual(many.slice(0, 50))
    expect(sorted.surplus).toBe(99_900)
  })

  it('agree with the platform about the host of whatever they accept', () => {
    const odd = fc.string({ unit: fc.constantFrom(...'abc127.0:@/?#[]%-_x\\'), maxLength: 24 }).map((rest) => `http://${rest}`)
    fc.assert(fc.property(odd, (text) => {
      const address = parseWebAddress(text)
      if (address === null || !URL.canParse(text)) return
      const url = new URL(text)
      const same = new URL(`http://${address.host}/`)
      expect(url.hostname).toBe(same.hostname)
    }), { numRuns: 5000 })
  })
})
