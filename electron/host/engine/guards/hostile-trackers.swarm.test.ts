import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { createServer } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import WebTorrent from 'webtorrent'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Encodable } from '../../../../shared/torrent/bencode.ts'
import { encodeBencode } from '../../../../shared/torrent/bencode.ts'
import { encodeUtf8 } from '../../../../shared/torrent/utf8.ts'
import { requestBounded } from './bounded-request.ts'
import { sha1 } from './engine-client.fixture.ts'
import { installEngineGuards } from './install-guards.ts'
import type { Resolve } from './outside-lookup.ts'
import { resolveBySystem } from './outside-lookup.ts'
import { openSocketServer } from './socket-server.fixture.ts'
import type { SocketServer } from './socket-server.fixture.ts'

/** A stranger's name that leads to this computer; every other name is looked up as always. */
const REBOUND = 'tracker.example.org'
const resolve: Resolve = (hostname, done) => {
  if (hostname === REBOUND) setImmediate(() => { done(null, [{ address: '127.0.0.1', family: 4 }]) })
  else resolveBySystem(hostname, done)
}
installEngineGuards(() => undefined, { resolve })

const map = (fields: Record<string, Encodable>) => new Map(Object.entries(fields))
let client: WebTorrent
let server: Server
let respond: (response: ServerResponse, url: string) => void = () => undefined
let asked: string[] = []
const addressOf = (path: string) => `http://127.0.0.1:${String(portOf(server.address()))}${path}`
const portOf = (address: string | AddressInfo | null) => (typeof address === 'object' && address !== null ? address.port : 0)

beforeAll(async () => {
  client = new WebTorrent({ dht: false, lsd: false, natUpnp: false, natPmp: false, utp: false, tracker: true })
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    respond(response, request.url ?? '')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => { asked = [] })
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await new Promise<void>((resolve) => { client.destroy(() => { resolve() }) })
})

/** Announces a new torrent; resolves with the warning or with the first peer. */
function announce(name: string, tracker = addressOf('/announce')): Promise<string> {
  const source = { infoHash: sha1(encodeUtf8(name)), announce: [tracker], urlList: [] }
  const torrent = client.add(source)
  return new Promise((resolve) => {
    torrent.on('warning', (warning: unknown) => { resolve(`warning: ${warning instanceof Error ? warning.message : String(warning)}`) })
    torrent.addPeer = (peer: unknown) => {
      resolve(`peer: ${String(peer)}`)
      return true
    }
  })
}

describe('an HTTP tracker', () => {
  it('is asked as BEP 3 says and gives peers, compact or not', async () => {
    respond = (response) => response.end(encodeBencode(map({ interval: 1800, peers: Uint8Array.of(203, 0, 113, 7, 0, 80) })))
    expect(await announce('compact')).toBe('peer: 203.0.113.7:80')
    expect(asked[0]).toContain(`info_hash=${(sha1(encodeUtf8('compact')).match(/../g) ?? []).map((pair) => (/^(2d|2e|5f|7e|3\d|4[1-9a-f]|5[\da]|6[1-9a-f]|7[\da])$/.test(pair) ? String.fromCharCode(parseInt(pair, 16)) : `%${pair}`)).join('')}`)
    respond = (response) => response.end(encodeBencode(map({ interval: 1800, peers: [map({ ip: '203.0.113.8', port: 81 })] })))
    expect(await announce('not compact')).toBe('peer: 203.0.113.8:81')
  })

  const odd: Encodable[] = [5, [], map({ toString: 5 }), 'x']
  it.each<readonly [string, Uint8Array]>([
    ['that never ends', encodeUtf8('l-3:e')],
    ['of a number', encodeUtf8('i1e')],
    ['of a web page', encodeUtf8('<html>')],
    ...odd.map((value): [string, Uint8Array] => ['that fails with something else than a sentence', encodeBencode(map({ 'failure reason': value }))]),
  ])('that gives an answer %s is warned of', async (what, bytes) => {
    respond = (response) => response.end(bytes)
    expect(await announce(`${what}${String(bytes.length)}${String(bytes.at(-2))}`)).toMatch(/^warning: /)
  })

  it('whose fields have other types harms nothing', async () => {
    for (const value of odd) {
      respond = (response) => response.end(encodeBencode(map({ interval: value, 'min interval': value, 'tracker id': value, 'warning message': value, info_hash: value, complete: value, peers6: [map({ ip: value, port: value })], peers: Uint8Array.of(203, 0, 113, 7, 0, 80) })))
      expect(await announce(`fields${JSON.stringify(value)}${value instanceof Map ? 'map' : ''}`)).toBe('peer: 203.0.113.7:80')
    }
  })

  it('that never stops talking is cut off', async () => {
    respond = (response) => {
      const talk = () => { while (response.write(Buffer.alloc(65_536))); }
      response.on('drain', talk)
      talk()
    }
    expect(await announce('endless')).toBe('warning: the answer has more than 1048576 bytes')
  })

  it('that redirects for ever is left', async () => {
    respond = (response, url) => response.writeHead(302, { location: `${url}x` }).end()
    expect(await announce('redirects')).toBe('warning: more than 3 redirects')
    expect(asked.length).toBe(4)
  })

  it('may not ask for an announce every millisecond', async () => {
    respond = (response) => response.end(encodeBencode(map({ interval: 9_999_999_999, peers: Uint8Array.of(203, 0, 113, 7, 0, 80) })))
    await announce('interval')
    respond = (response) => response.end(encodeBencode(map({ peers: Uint8Array.of(203, 0, 113, 7, 0, 80) })))
    await announce('another')
    expect(asked.filter((url) => url.startsWith('/announce')).length).toBe(2)
  })
})

describe('a UDP tracker', () => {
  let tracker: Socket
  let received = 0
  beforeAll(async () => {
    tracker = createSocket('udp4').bind(0, '127.0.0.1')
    tracker.on('message', (message, { port }) => {
      received += 1
      const isConnect = message.length === 16
      // BEP 15: action, transaction; then a connection id, or interval, leechers, seeders and one peer.
      const transaction = message.subarray(12, 16)
      tracker.send(Buffer.concat([Buffer.from([0, 0, 0, isConnect ? 0 : 1]), transaction, isConnect ? Buffer.alloc(8) : Buffer.from([0, 0, 7, 8, 0, 0, 0, 0, 0, 0, 0, 1, 203, 0, 113, 9, 0, 80])]), port, '127.0.0.1')
    })
    await once(tracker, 'listening')
  })
  afterAll(() => tracker.close())

  it('by the name of this computer, which only a permitted torrent holds, is asked at the address of the name', async () => {
    expect(await announce('udp by name', `udp://localhost:${String(tracker.address().port)}`)).toBe('peer: 203.0.113.9:80')
  })

  it('whose name leads to this computer is not asked', async () => {
    received = 0
    expect(await announce('udp rebound', `udp://${REBOUND}:${String(tracker.address().port)}`)).toBe(`warning: ${REBOUND} leads to this computer or the local network`)
    expect(received).toBe(0)
  })
})

describe('a WebSocket tracker', () => {
  let tracker: SocketServer
  beforeAll(async () => { tracker = await openSocketServer(createServer()) })
  afterAll(() => { tracker.close() })

  /** The library keeps one connection for each address. */
  const placeOf = (name: string) => `${tracker.address}/${encodeURIComponent(name)}`
  const announceOf = (name: string, fields: object) => JSON.stringify({ action: 'announce', info_hash: Buffer.from(sha1(encodeUtf8(name)), 'hex').toString('latin1'), ...fields })

  it('is heard when it makes sense', async () => {
    tracker.messages = [announceOf('ws sense', { 'failure reason': 'not\r\nregistered' })]
    expect(await announce('ws sense', placeOf('sense'))).toBe('warning: not registered')
  })

  it.each<readonly [string, string]>([
    ['that is no JSON', '<html>'],
    ['nested fifty thousand deep', '['.repeat(50_000)],
    ['that is a list', '[1]'],
    ['of an unknown kind', '{"action":{"toString":5}}'],
    ['of statistics nobody asked for', '{"action":"scrape","files":{"x":null}}'],
    ['longer than any offer', announceOf('ws longer than any offer', { 'failure reason': 'x'.repeat(100_000) })],
  ])('that sends a message %s is warned of', async (what, message) => {
    tracker.messages = [message]
    expect(await announce(`ws ${what}`, placeOf(what))).toMatch(/^warning: the tracker sent a message (that makes no sense|of \d+ bytes)$/)
  })

  it.each<readonly [string, object]>([
    ['of other types', { interval: {}, peer_id: [], offer: 'x', answer: 5, offer_id: {}, complete: 'many', 'tracker id': { toString: 5 } }],
    ['with an offer that is none', { peer_id: 'p'.repeat(20), offer_id: 'o'.repeat(20), offer: { type: 'offer', sdp: 'v=0\u0000' } }],
    ['with an answer to nothing', { peer_id: 'p'.repeat(20), offer_id: 'o'.repeat(20), answer: { type: 'answer', sdp: 'v=0' } }],
  ])('that sends fields %s harms nothing', async (what, fields) => {
    tracker.messages = [announceOf(`ws ${what}`, fields), announceOf(`ws ${what}`, { 'failure reason': 'the end' })]
    expect(await announce(`ws ${what}`, placeOf(what))).toBe('warning: the end')
  })

  it('that never stops sending is heard a little', async () => {
    const warnings: string[] = []
    tracker.messages = [...Array.from({ length: 5000 }, () => 'x'), '{}']
    const source = { infoHash: sha1(encodeUtf8('ws flood')), announce: [placeOf('flood')], urlList: [] }
    const torrent = client.add(source)
    torrent.on('warning', (warning: unknown) => warnings.push(String(warning)))
    await expect.poll(() => warnings.length, { timeout: 10_000 }).toBeGreaterThan(0)
    await announce('after the flood')
    expect(warnings.length).toBeLessThan(100)
  })

  it('whose name leads to this computer is not asked', async () => {
    const before = tracker.connections()
    expect(await announce('ws rebound', tracker.address.replace('127.0.0.1', REBOUND))).toMatch(/^warning: Error connecting to ws:/)
    expect(tracker.connections()).toBe(before)
  })
})

describe('a request to an address somebody named', () => {
  const request = { headers: {}, maxBytes: 1000, timeoutMs: 5000, signal: new AbortController().signal }

  it('goes to the local network only when the address says so itself', async () => {
    respond = (response) => response.end('ok')
    expect((await requestBounded(addressOf('/'), request)).status).toBe(200)
    const resolve: Resolve = (_hostname, done) => { done(null, [{ address: '127.0.0.1', family: 4 }]) }
    const rebound = `http://rebound.example.org:${String(portOf(server.address()))}/`
    await expect(requestBounded(rebound, { ...request, resolve })).rejects.toThrow('leads to this computer or the local network')
  })

  it.each(['ftp://203.0.113.1/', 'file:///etc/passwd'])('is never %s', async (address) => {
    await expect(requestBounded(address, request)).rejects.toThrow('neither http nor https')
  })

  it('ends with its signal and with its time', async () => {
    respond = () => undefined
    await expect(requestBounded(addressOf('/'), { ...request, signal: AbortSignal.abort() })).rejects.toThrow()
    await expect(requestBounded(addressOf('/'), { ...request, timeoutMs: 50 })).rejects.toThrow()
  })
})
