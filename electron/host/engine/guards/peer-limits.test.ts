import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBencode, encodeBencode } from '../../../../shared/torrent/bencode.ts'
import { createBlockedAddresses } from './blocked-addresses.ts'
import { createMessageBudget } from './message-budget.ts'
import { limitPexMessage } from './pex-limit.ts'

const strict = createBlockedAddresses({ allowLocal: false, named: ['192.168.1.5', '::1', 'LOCALHOST'], isBanned: (host) => host === '8.8.4.4' })

describe('blocked addresses', () => {
  it.each(['127.0.0.1', '::ffff:127.0.0.1', '10.0.0.1', '169.254.1.1', 'fe80::1', '224.0.0.1', '0.0.0.0', '::', 'fd00::1', '192.168.1.6', '8.8.4.4', '255.255.255.255'])('hold %s', (host) => {
    expect(strict.contains(host)).toBe(true)
  })

  it.each(['8.8.8.8', '2606:4700::1111', '192.168.1.5', '::ffff:192.168.1.5', '::1', '0:0:0:0:0:0:0:1', 'localhost'])('do not hold %s', (host) => {
    expect(strict.contains(host)).toBe(false)
  })

  it('let a computer of the local network in once it has announced itself there, but no other address by that way', () => {
    const blocked = createBlockedAddresses({ allowLocal: false, named: [], isBanned: (host) => host === '10.0.0.9' })
    for (const host of ['192.168.1.6', 'fe80::1', '127.0.0.1', '::1', '224.0.0.1', '0.0.0.0', 'printer.local', 'localhost', '10.0.0.9']) blocked.noteNeighbour(host)
    expect(['192.168.1.6', '::ffff:192.168.1.6', 'fe80::1'].some((host) => blocked.contains(host))).toBe(false)
    expect(['192.168.1.7', '127.0.0.1', '::1', '224.0.0.1', '0.0.0.0', 'localhost', '10.0.0.9'].every((host) => blocked.contains(host))).toBe(true)
  })

  it('let this computer and the local network in when that is allowed, but never everybody at once', () => {
    const open = createBlockedAddresses({ allowLocal: true, named: [], isBanned: () => false })
    expect(['127.0.0.1', '192.168.1.6', 'fe80::1'].some((host) => open.contains(host))).toBe(false)
    expect(['224.0.0.1', 'ff02::1', '0.0.0.0'].every((host) => open.contains(host))).toBe(true)
  })
})

describe('a budget of messages', () => {
  it('allows a burst, refuses the rest and refills with time', () => {
    const budget = createMessageBudget()
    const spent = Array.from({ length: 20 }, () => budget.spend('handshake', 0))
    expect(spent.filter((allowed) => allowed).length).toBe(16)
    expect(budget.spend('handshake', 5 * 10_000)).toBe(true)
    expect(budget.spend('message', 0)).toBe(true)
  })

  it('does not refill when the clock jumps back', () => {
    const budget = createMessageBudget()
    for (let n = 0; n < 16; n++) budget.spend('handshake', 1e9)
    expect(budget.spend('handshake', 0)).toBe(false)
  })
})

describe('a peer exchange message', () => {
  it('is cut to fifty peers of each kind, in whole entries', () => {
    const limited = limitPexMessage(encodeBencode(new Map([['added', new Uint8Array(6 * 51)], ['added.f', new Uint8Array(80)], ['dropped6', new Uint8Array(19)]])))
    const decoded = decodeBencode(limited ?? new Uint8Array())
    expect(decoded.ok && decoded.value.value).toEqual(new Map([['added', new Uint8Array(300)], ['added.f', new Uint8Array(50)], ['dropped6', new Uint8Array(18)]]))
  })

  it('is nothing when it is no dictionary', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => {
      if (bytes[0] !== 0x64) expect(limitPexMessage(bytes)).toBe(null)
    }))
  })
})
