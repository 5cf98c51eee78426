import { expect, it } from 'vitest'
import { addressesOf, trackersFor, withoutLeaks } from './containment.ts'
import { DEFAULT_NETWORK } from './network-wish.ts'
import type { Proxy } from './proxy.ts'
import { farReaching } from './way-facts.ts'

const PROXY: Proxy = { kind: 'socks5', host: '127.0.0.1', port: 1080, user: '', password: '' }
const byProxy = { proxy: PROXY, networkInterface: null }
const byInterface = { proxy: null, networkInterface: 'tun0' }

it('without a wish everything stays as the person has it', () => {
  expect(withoutLeaks(DEFAULT_NETWORK)).toEqual(DEFAULT_NETWORK)
})

it('through a proxy go neither datagrams nor those who come in', () => {
  expect(withoutLeaks({ ...DEFAULT_NETWORK, proxy: PROXY })).toMatchObject({ dht: false, utp: false, lsd: false, portMapping: false, pex: true })
})

it('by one interface the directory is asked, but neither the router nor the neighbours', () => {
  expect(withoutLeaks({ ...DEFAULT_NETWORK, networkInterface: 'tun0' })).toMatchObject({ dht: true, utp: true, lsd: false, portMapping: false })
})

it.each([
  ['any way', { proxy: null, networkInterface: null }, ['udp', 'http', 'https', 'wss']],
  ['one interface', byInterface, ['udp', 'http', 'https']],
  ['a proxy', byProxy, ['http', 'https']],
] as const)('by %s these trackers are asked: %#', (_name, containment, kinds) => {
  expect(trackersFor(['udp', 'http', 'https', 'wss'].map((kind) => `${kind}://t.example/a`), containment)).toEqual(kinds.map((kind) => `${kind}://t.example/a`))
})

const at = (...addresses: string[]) => addresses.map((address) => ({ address, prefixBits: 24 }))

it.each([
  [at('10.8.0.2', 'fe80::1', '2001:db8::2'), { ipv4: '10.8.0.2', ipv6: '2001:db8::2' }],
  [at('10.8.0.2', 'fe80::1'), { ipv4: '10.8.0.2', ipv6: null }],
  [at('fe80::1'), null],
  [[], null],
])('what to send from is an address of each family that leads somewhere: %#', (addresses, expected) => {
  expect(addressesOf('tun0', [{ name: 'eth0', addresses: at('192.0.2.1') }, { name: 'tun0', addresses }])).toEqual(expected)
})

it('an interface that is not listed is not there', () => {
  expect(addressesOf('tun0', [{ name: 'eth0', addresses: at('192.0.2.1') }])).toBeNull()
})

it('interfaces of this computer alone are no choice', () => {
  expect(farReaching([{ name: 'lo', addresses: at('127.0.0.1', '::1') }, { name: 'docker0', addresses: at('fe80::1') }, { name: 'eth0', addresses: at('192.0.2.1', 'fe80::2') }])).toEqual([{ name: 'eth0', addresses: ['192.0.2.1'] }])
})
