import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostKindOf, isLocalAddress, parseIPv4, parseIPv6 } from './address.ts'

const ipv4Number = fc.integer({ min: 0, max: 0xffff_ffff })
const dotted = (address: number) => [24, 16, 8, 0].map((shift) => String((address >>> shift) & 255)).join('.')

describe('addresses', () => {
  it.each([
    ['127.0.0.1', 'loopback'], ['127.255.255.254', 'loopback'], ['127.1', 'loopback'], ['0x7f.1', 'loopback'], ['0177.0.0.1', 'loopback'], ['2130706433', 'loopback'],
    ['0x7f000001', 'loopback'], ['127.0.0.1.', 'loopback'], ['１２７.0.0.1', 'loopback'], ['127。0。0。1', 'loopback'], ['localhost', 'loopback'], ['LOCALHOST.', 'loopback'],
    ['a.localhost', 'loopback'], ['::1', 'loopback'], ['[::1]', 'loopback'], ['0:0:0:0:0:0:0:1', 'loopback'], ['::ffff:127.0.0.1', 'loopback'], ['::ffff:7f00:1', 'loopback'],
    ['::127.0.0.1', 'loopback'], ['64:ff9b::7f00:1', 'loopback'], ['2002:7f00:1::', 'loopback'],
    ['0.0.0.0', 'unspecified'], ['0', 'unspecified'], ['::', 'unspecified'], ['[::]', 'unspecified'], ['0.1.2.3', 'lan'],
    ['10.0.0.1', 'lan'], ['10.1', 'lan'], ['172.16.0.1', 'lan'], ['172.31.255.255', 'lan'], ['192.168.1.1', 'lan'], ['100.64.0.1', 'lan'], ['100.127.255.255', 'lan'],
    ['198.18.0.1', 'lan'], ['255.255.255.255', 'lan'], ['fc00::1', 'lan'], ['fd12:3456::1', 'lan'], ['fec0::1', 'lan'], ['::ffff:192.168.0.1', 'lan'], ['router', 'lan'], ['nas.local', 'lan'],
    ['169.254.169.254', 'linkLocal'], ['fe80::1', 'linkLocal'], ['fe80::1%eth0', 'linkLocal'], ['[fe80::1%25eth0]', 'linkLocal'], ['febf::1', 'linkLocal'],
    ['224.0.0.251', 'multicast'], ['239.255.255.250', 'multicast'], ['ff02::1', 'multicast'],
    ['8.8.8.8', 'public'], ['172.32.0.1', 'public'], ['100.63.0.1', 'public'], ['100.128.0.1', 'public'], ['203.0.113.7', 'public'], ['2606:4700::1111', 'public'], ['2002:808:808::', 'public'],
    ['::ffff:8.8.8.8', 'public'], ['tracker.example.org', 'name'], ['127.0.0.1.example.org', 'name'], ['256.0.0.1', 'name'], ['1.2.3.4.5', 'name'],
  ])('%s is %s', (host, kind) => {
    expect(hostKindOf(host)).toBe(kind)
    expect(isLocalAddress(host)).toBe(kind !== 'public' && kind !== 'name')
  })

  it('read an IPv4 number the same in every spelling', () => {
    fc.assert(fc.property(ipv4Number, (address) => {
      const spellings = [dotted(address), String(address), `0x${address.toString(16)}`, `0${address.toString(8)}`, `${String(address >>> 24)}.${String(address & 0xffffff)}`]
      for (const spelling of spellings) expect(parseIPv4(spelling)).toBe(address)
      expect(hostKindOf(`::ffff:${dotted(address)}`)).toBe(hostKindOf(dotted(address)))
    }))
  })

  it('read eight IPv6 groups with and without the short form', () => {
    const group = fc.integer({ min: 0, max: 0xffff })
    fc.assert(fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), fc.nat(7), fc.nat(7), (groups, a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b) + 1]
      const zeroed = groups.map((value, i) => (i >= from && i < to ? 0 : value))
      const hex = zeroed.map((value) => value.toString(16))
      expect(parseIPv6(hex.join(':'))).toEqual(zeroed)
      expect(parseIPv6(`${hex.slice(0, from).join(':')}::${hex.slice(to).join(':')}`)).toEqual(zeroed)
    }))
  })

  it('never throw, whatever the text is', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789abcdefx.:%[]') })), (text) => {
      expect(typeof isLocalAddress(text)).toBe('boolean')
    }), { numRuns: 2000 })
  })

  it.each(['1::2::3', ':::', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', 'g::1', '::1.2.3', '::1.2.3.256', '12345::', '1:2:3:4:5:6:7::8:9'])('do not take %s for IPv6', (text) => {
    expect(parseIPv6(text)).toBe(null)
  })
})
