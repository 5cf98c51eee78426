import { describe, expect, it } from 'vitest'
import WebTorrent from 'webtorrent'
import type { GuardableSearch } from './guard-router.ts'
import { guardRouter, guardSearch, isOwnLocation } from './guard-router.ts'

const answer = (...lines: readonly string[]) => `HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n${lines.join('\r\n')}\r\n\r\n`

describe('an answer to the search for a router', () => {
  it.each([
    ['http://192.168.1.1:5000/rootDesc.xml', '192.168.1.1', true],
    ['http://[fe80::1]:5000/x', 'fe80::1', true],
    ['http://127.0.0.1:9999/', '192.168.1.1', false],
    ['http://192.168.1.2/', '192.168.1.1', false],
    ['http://192.168.1.1@127.0.0.1:9999/', '192.168.1.1', false],
    ['http://router.example.org/', '192.168.1.1', false],
    ['https://192.168.1.1/', '192.168.1.1', false],
    ['file:///etc/passwd', '192.168.1.1', false],
    ['', '192.168.1.1', false],
  ])('that leads to %s, from %s: %s', (location, sender, own) => {
    expect(isOwnLocation(answer(`LOCATION: ${location}`), sender)).toBe(own)
  })

  it('with two locations, none, or an endless header is nothing', () => {
    expect(isOwnLocation(answer('Location: http://10.0.0.1/', 'location: http://127.0.0.1/'), '10.0.0.1')).toBe(false)
    expect(isOwnLocation(answer(), '10.0.0.1')).toBe(false)
    expect(isOwnLocation(answer('Location: http://10.0.0.1/', `X: ${'x'.repeat(10_000)}`), '10.0.0.1')).toBe(false)
  })

  it('reaches the reader only when it names its sender, and what the reader throws is caught', () => {
    const read: string[] = []
    const search: GuardableSearch = { _parseResponse: (text) => { read.push(text); throw new Error('odd') }, search: () => Promise.resolve(undefined) }
    guardSearch(search)
    search._parseResponse(answer('LOCATION: http://127.0.0.1:9999/'), '10.0.0.5', { address: '10.0.0.1' })
    search._parseResponse(answer('LOCATION: http://10.0.0.1:80/'), '10.0.0.5', { address: '10.0.0.1' })
    expect(read).toHaveLength(1)
  })

  it.each([['http://10.0.0.1:80/control', true], ['http://127.0.0.1:9999/control', false], ['http://10.0.0.2/control', false], ['javascript:x', false]])('whose description names %s is used: %s', async (controlURL, used) => {
    const device = { url: 'http://10.0.0.1:80/desc.xml', services: [], _getXml: () => Promise.resolve({}), _getNamespace: () => '', run: () => Promise.resolve({}), _getService: () => Promise.resolve({ service: 'x', controlURL, SCPDURL: 'http://10.0.0.1:80/scpd' }) }
    const search: GuardableSearch = { _parseResponse: () => undefined, search: () => Promise.resolve({ device, address: '10.0.0.5' }) }
    guardSearch(search)
    await search.search('x', 1)
    expect(await device._getService().then(() => true, () => false)).toBe(used)
  })

  it('is looked for by names this version of the engine has', async () => {
    const client = new WebTorrent({ dht: false, tracker: false, lsd: false, natPmp: false, natUpnp: true, utp: false })
    const search: unknown = Reflect.get(Reflect.get(Reflect.get(client, 'natTraversal'), '_upnpClient'), 'ssdp')
    const before: unknown = Reflect.get(Object(search), '_parseResponse')
    guardRouter(client)
    Reflect.set(Object(search), 'search', () => Promise.reject(new Error('nobody is searched for in a test')))
    expect(Reflect.get(Object(search), '_parseResponse')).not.toBe(before)
    await new Promise<void>((resolve) => { client.destroy(() => { resolve() }) })
  })
})
