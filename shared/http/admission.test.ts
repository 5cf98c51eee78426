import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AdmissionFacts, ListenerRules } from './admission.ts'
import { admit, allowedMethods, corsHeaders, loopbackHosts } from './admission.ts'

const WINDOW = 'app://bundle'
const player: ListenerRules = { kind: 'player', hosts: loopbackHosts(4000), origins: [WINDOW], hasToken: true }
const bare: ListenerRules = { ...player, hasToken: false }
const cast: ListenerRules = { kind: 'cast', hosts: ['192.168.1.2:5000'], deviceAddress: '192.168.1.9' }

const curl: AdmissionFacts = {
  method: 'GET', tokenMatches: true, authorities: ['127.0.0.1:4000'], isHttp10: false, origin: null, secFetchSite: null, secFetchDest: null,
  targetChars: 40, hasContent: false, peerAddress: '127.0.0.1',
}
const tv: AdmissionFacts = { ...curl, authorities: ['192.168.1.2:5000'], peerAddress: '192.168.1.9' }
const statusOf = (rules: ListenerRules, facts: AdmissionFacts) => {
  const admission = admit(rules, facts)
  return admission.admitted ? 200 : admission.status
}

type Row = readonly [title: string, status: number, facts: Partial<AdmissionFacts>]

describe('the player listener', () => {
  it.each<Row>([
    ['lets a plain client in', 200, {}],
    ['answers HEAD', 200, { method: 'HEAD' }],
    ['knows the name localhost', 200, { authorities: ['localhost:4000'] }],
    ['knows names in any letter case', 200, { authorities: ['LocalHost:4000'] }],
    ['knows the IPv6 loopback', 200, { authorities: ['[::1]:4000'] }],
    ['lets its own window in, which counts as cross-site', 200, { origin: WINDOW, secFetchSite: 'cross-site', secFetchDest: 'video' }],
    ['lets a video element without Origin in, because the token is right', 200, { secFetchSite: 'cross-site', secFetchDest: 'video' }],
    ['lets an old client without Host in', 200, { isHttp10: true, authorities: [] }],
    ['shows the film to a person who typed the address', 200, { secFetchSite: 'none', secFetchDest: 'document' }],
    ['hides behind a wrong token', 404, { tokenMatches: false }],
    ['hides before it looks at anything else', 404, { tokenMatches: false, method: 'POST', origin: 'https://evil.example', authorities: ['evil.example'] }],
    ['does not answer under a rebound name', 421, { authorities: ['evil.example:4000'] }],
    ['does not answer under a name that only begins like ours', 421, { authorities: ['127.0.0.1:4000.evil.example'] }],
    ['does not answer for another port', 421, { authorities: ['127.0.0.1:4001'] }],
    ['does not answer without a port', 421, { authorities: ['127.0.0.1'] }],
    ['does not answer an empty Host', 421, { authorities: [''] }],
    ['does not answer without Host', 421, { authorities: [] }],
    ['does not answer when only one of two names is ours', 421, { authorities: ['127.0.0.1:4000', 'evil.example'] }],
    ['refuses another origin', 403, { origin: 'https://evil.example' }],
    ['refuses an opaque origin', 403, { origin: 'null' }],
    ['refuses an empty origin', 403, { origin: '' }],
    ['refuses an origin that begins like ours', 403, { origin: `${WINDOW}.evil.example` }],
    ['refuses a page on its own port, for there is none', 403, { origin: 'http://127.0.0.1:4000' }],
    ['refuses to be a page', 403, { secFetchSite: 'cross-site', secFetchDest: 'document' }],
    ['refuses to be a frame', 403, { secFetchSite: 'cross-site', secFetchDest: 'iframe' }],
    ['refuses to be a script', 403, { secFetchSite: 'cross-site', secFetchDest: 'script' }],
    ['refuses to be a style', 403, { secFetchSite: 'same-site', secFetchDest: 'style' }],
    ['refuses to be a worker', 403, { secFetchDest: 'worker' }],
    ['takes no POST', 405, { method: 'POST' }],
    ['takes no OPTIONS', 405, { method: 'OPTIONS' }],
    ['takes no method in lower case', 405, { method: 'get' }],
    ['takes no endless address', 414, { targetChars: 8193 }],
    ['takes a long one', 200, { targetChars: 8192 }],
    ['takes no content', 413, { hasContent: true }],
  ])('%s', (_title, status, facts) => {
    expect(statusOf(player, { ...curl, ...facts })).toBe(status)
  })

  it.each<Row>([
    ['lets a plain client in', 200, {}],
    ['lets a typed address in', 200, { secFetchSite: 'none', secFetchDest: 'document' }],
    ['lets its own window in', 200, { origin: WINDOW, secFetchSite: 'cross-site', secFetchDest: 'video' }],
    ['lets a request of its own origin in', 200, { secFetchSite: 'same-origin', secFetchDest: 'video' }],
    ['refuses what a browser sends for another site', 403, { secFetchSite: 'cross-site', secFetchDest: 'video' }],
    ['refuses what a browser sends for a sibling site', 403, { secFetchSite: 'same-site', secFetchDest: 'image' }],
    ['refuses a value it does not know', 403, { secFetchSite: 'Cross-Site' }],
  ])('without a token %s', (_title, status, facts) => {
    expect(statusOf(bare, { ...curl, ...facts })).toBe(status)
  })

  it('never trusts an opaque origin, even when told to', () => {
    const careless: ListenerRules = { ...player, origins: ['null'] }
    expect(statusOf(careless, { ...curl, origin: 'null' })).toBe(403)
    expect(corsHeaders(careless, 'null')).toEqual({})
  })

  it('admits only requests that hold the token and name this server', () => {
    const anyFacts = fc.record({
      method: fc.constantFrom('GET', 'HEAD', 'POST'), tokenMatches: fc.boolean(), authorities: fc.array(fc.constantFrom('127.0.0.1:4000', 'evil.example')),
      isHttp10: fc.boolean(), origin: fc.constantFrom(null, WINDOW, 'https://evil.example'), secFetchSite: fc.constantFrom(null, 'none', 'cross-site'),
      secFetchDest: fc.constantFrom(null, 'video', 'document'), targetChars: fc.nat(10_000), hasContent: fc.boolean(), peerAddress: fc.constant('127.0.0.1'),
    })
    fc.assert(fc.property(anyFacts, (facts) => {
      if (!admit(player, facts).admitted) return
      expect(facts.tokenMatches).toBe(true)
      expect(facts.authorities).not.toContain('evil.example')
      expect(facts.origin).not.toBe('https://evil.example')
      expect(facts.method).not.toBe('POST')
    }))
  })

  it('knows names without a port on the port that needs none', () => {
    expect(loopbackHosts(80)).toContain('localhost')
    expect(loopbackHosts(8080)).not.toContain('localhost')
  })
})

describe('the cast listener', () => {
  it.each<Row>([
    ['lets the device in', 200, {}],
    ['lets the device in from any origin', 200, { origin: 'https://www.gstatic.com', secFetchSite: 'cross-site' }],
    ['answers a preflight', 200, { method: 'OPTIONS' }],
    ['hides from every other computer', 404, { peerAddress: '192.168.1.10' }],
    ['hides from a device with an old token', 404, { tokenMatches: false }],
    ['does not answer under a name', 421, { authorities: ['evil.example:5000'] }],
    ['does not answer under the loopback names', 421, { authorities: ['127.0.0.1:5000'] }],
    ['takes no POST', 405, { method: 'POST' }],
  ])('%s', (_title, status, facts) => {
    expect(statusOf(cast, { ...tv, ...facts })).toBe(status)
  })
})

describe('CORS headers', () => {
  it('go to our own window by name', () => {
    expect(corsHeaders(player, WINDOW)).toMatchObject({ 'Access-Control-Allow-Origin': WINDOW, Vary: 'Origin' })
    expect(corsHeaders(player, WINDOW)['Access-Control-Expose-Headers']).toContain('Content-Range')
  })

  it('go to nobody else', () => {
    expect(corsHeaders(player, null)).toEqual({})
    expect(corsHeaders(player, 'https://evil.example')).toEqual({})
    expect(corsHeaders(bare, 'http://127.0.0.1:4000')).toEqual({})
  })

  it('go to everybody on the cast listener, which also allows OPTIONS', () => {
    expect(corsHeaders(cast, 'https://www.gstatic.com')['Access-Control-Allow-Origin']).toBe('*')
    expect(allowedMethods('cast')).toBe('GET, HEAD, OPTIONS')
    expect(allowedMethods('player')).toBe('GET, HEAD')
  })
})
