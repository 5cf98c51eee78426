import { expect, it } from 'vitest'
import { formatProxyPlace, parseProxyPlace } from './proxy.ts'

it.each([
  ['127.0.0.1:9050', 'socks5', { host: '127.0.0.1', port: 9050 }],
  [' proxy.example ', 'socks5', { host: 'proxy.example', port: 1080 }],
  ['proxy.example', 'http', { host: 'proxy.example', port: 8080 }],
  ['socks5://proxy.example:1081/', 'socks5', { host: 'proxy.example', port: 1081 }],
  ['[2001:db8::1]:1080', 'socks5', { host: '2001:db8::1', port: 1080 }],
  ['', 'socks5', null], ['proxy.example:0', 'http', null], ['proxy.example:65536', 'http', null], ['proxy.example:1x', 'http', null],
  ['two words', 'http', null], ['2001:db8::1', 'socks5', null], ['[nonsense]:1', 'socks5', null], ['user@proxy.example:1', 'http', null],
] as const)('%j as the place of a %s proxy is %j', (typed, kind, place) => {
  expect(parseProxyPlace(typed, kind)).toEqual(place)
})

it('a place is written so that it can be read again', () => {
  for (const place of [{ host: 'proxy.example', port: 1080 }, { host: '2001:db8::1', port: 3128 }]) expect(parseProxyPlace(formatProxyPlace(place), 'http')).toEqual(place)
})
