import { describe, expect, it } from 'vitest'
import { isFromOutside } from './reach.ts'

const OWN = [{ address: '192.168.1.20', prefixBits: 24 }, { address: '81.2.69.10', prefixBits: 29 }, { address: '2a02:8071:1::20', prefixBits: 64 }]

describe('a visitor', () => {
  it.each([
    ['84.60.1.2', 'a computer somewhere else'],
    ['::ffff:84.60.1.2', 'the same, as a socket for both families names it'],
    ['2a02:8071:2::5', 'another network of the same provider'],
    ['81.2.69.16', 'the network beside ours'],
  ])('from %s, %s, came from outside', (host) => { expect(isFromOutside(host, OWN)).toBe(true) })

  it.each([
    ['192.168.1.7', 'our own network'],
    ['10.0.0.3', 'a network behind the same router'],
    ['100.64.0.9', 'the provider’s own network'],
    ['127.0.0.1', 'this computer'],
    ['::1', 'this computer'],
    ['81.2.69.12', 'a public address of our own network'],
    ['2a02:8071:1::77', 'a neighbour with a public address'],
    ['fe80::1%eth0', 'the same cable'],
    ['peer.example', 'a name'],
    ['', 'nobody'],
  ])('from %s, %s, proves nothing', (host) => { expect(isFromOutside(host, OWN)).toBe(false) })
})
