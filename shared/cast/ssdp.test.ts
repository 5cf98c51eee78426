import { describe, expect, it } from 'vitest'
import { isOwnLocation, parseSsdp, searchMessage } from './ssdp.ts'

const lines = (...all: string[]) => [...all, '', ''].join('\r\n')
const ANSWER = lines('HTTP/1.1 200 OK', 'LOCATION: http://192.168.1.9:49494/d.xml', 'Usn: uuid:1234::urn:schemas-upnp-org:device:MediaRenderer:1', 'ST: urn:schemas-upnp-org:device:MediaRenderer:1', 'Cache-Control: max-age = 100')

it('a search asks for renderers as the standard says', () => {
  expect(searchMessage(2)).toBe('M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nMX: 2\r\nST: urn:schemas-upnp-org:device:MediaRenderer:1\r\n\r\n')
})

describe('a datagram', () => {
  it('that answers a search names a device, its description and its life', () => {
    expect(parseSsdp(ANSWER)).toEqual({ kind: 'alive', usn: 'uuid:1234', location: 'http://192.168.1.9:49494/d.xml', maxAgeSec: 100 })
  })

  it('that announces a newer renderer is understood too', () => {
    const notify = lines('NOTIFY * HTTP/1.1', 'NT: urn:schemas-upnp-org:device:MediaRenderer:3', 'NTS: ssdp:alive', 'USN: uuid:5::urn:x', 'LOCATION: http://10.0.0.1/')
    expect(parseSsdp(notify)).toEqual({ kind: 'alive', usn: 'uuid:5', location: 'http://10.0.0.1/', maxAgeSec: 100 })
  })

  it('that says good-bye takes the device away', () => {
    const bye = lines('NOTIFY * HTTP/1.1', 'NT: urn:schemas-upnp-org:device:MediaRenderer:1', 'NTS: ssdp:byebye', 'USN: uuid:5::urn:schemas-upnp-org:device:MediaRenderer:1')
    expect(parseSsdp(bye)).toEqual({ kind: 'byebye', usn: 'uuid:5' })
  })

  it.each([
    ['a router', ANSWER.replace('MediaRenderer:1\r\nCache', 'InternetGatewayDevice:1\r\nCache')],
    ['a search of somebody else', searchMessage(2)],
    ['without a place', ANSWER.replace(/LOCATION.*\r\n/, '')],
    ['without a name', ANSWER.replace(/Usn.*\r\n/, '')],
    ['an error', ANSWER.replace('200 OK', '404 Not Found')],
    ['endless', ANSWER + 'x'.repeat(5000)],
  ])('of %s says nothing of a renderer', (_what, text) => { expect(parseSsdp(text)).toBeNull() })

  it('lives no shorter and no longer than sense allows', () => {
    expect(parseSsdp(ANSWER.replace('max-age = 100', 'max-age=1'))).toMatchObject({ maxAgeSec: 30 })
    expect(parseSsdp(ANSWER.replace('max-age = 100', 'max-age=999999'))).toMatchObject({ maxAgeSec: 1800 })
  })
})

it.each([
  ['http://192.168.1.9:49494/d.xml', true], ['http://192.168.1.9/d.xml', true], ['http://192.168.1.9', true],
  ['http://127.0.0.1:631/', false], ['http://192.168.1.99/', false], ['https://192.168.1.9/', false], ['http://192.168.1.9@10.0.0.1/', false],
  ['http://192.168.1.9.evil.example/', false], ['file:///etc/passwd', false], ['', false], ['http://192.168.1.9:65535/', true], ['http://192.168.1.9:99999/', false],
])('from 192.168.1.9 the place %s is its own: %s', (location, own) => { expect(isOwnLocation(location, '192.168.1.9')).toBe(own) })
