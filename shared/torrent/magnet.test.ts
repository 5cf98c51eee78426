import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInfoHash } from '../ids.ts'
import type { Magnet } from './magnet.ts'
import { formatMagnet, parseMagnet } from './magnet.ts'

const HEX = '0123456789abcdef0123456789abcdef01234567'
const BASE32 = 'AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH'
const XT = `xt=urn:btih:${HEX}`
const parse = (query: string, allowLocal = false) => parseMagnet(`magnet:?${query}`, { allowLocal })
function magnetOf(query: string, allowLocal = false): Magnet {
  const parsed = parse(query, allowLocal)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}
const codeOf = (text: string) => {
  const parsed = parseMagnet(text, { allowLocal: false })
  return parsed.ok ? 'ok' : parsed.error.code
}

describe('a magnet link', () => {
  it('gives hash, name and trackers', () => {
    expect(magnetOf(`${XT}&dn=A+film%20%281080p%29&tr=udp%3A%2F%2Ft.example.org%3A80&tr.1=https://u.example.org/a&ws=https://s.example.org/`)).toEqual({
      infoHash: HEX, displayName: 'A film (1080p)', trackers: ['udp://t.example.org:80', 'https://u.example.org/a'], webSeeds: ['https://s.example.org/'], peers: [], selectedFiles: null, notes: [],
    })
  })

  it.each([
    ['upper-case scheme', `MAGNET:?${XT}`], ['upper-case hash', `magnet:?xt=urn:btih:${HEX.toUpperCase()}`], ['upper-case urn', `magnet:?XT=URN:BTIH:${HEX}`],
    ['base32', `magnet:?xt=urn:btih:${BASE32}`], ['base32 in lower case', `magnet:?xt=urn:btih:${BASE32.toLowerCase()}`], ['percent-encoded colons', `magnet:?xt=urn%3Abtih%3A${HEX}`],
    ['numbered topics of a hybrid', `magnet:?xt.1=urn:btmh:1220${'ab'.repeat(32)}&xt.2=urn:btih:${HEX}`], ['a broken topic before a good one', `magnet:?xt=urn:btih:zz&xt=urn:btih:${HEX}`],
    ['HTML escapes', `magnet:?dn=x&amp;${XT}`], ['slashes', `magnet://?${XT}`],
  ])('with %s has its hash', (_what, text) => {
    const parsed = parseMagnet(text, { allowLocal: false })
    expect(parsed.ok && parsed.value.infoHash).toBe(HEX)
  })

  it.each([
    ['magnet:', 'magnetMalformed'], ['magnet:?', 'magnetMalformed'], ['magnet:?dn=x', 'magnetMalformed'], [`magnet:?xt=urn:btih:${'g'.repeat(40)}`, 'magnetMalformed'], [`magnet:?xt=urn:btih:${'1'.repeat(32)}`, 'magnetMalformed'],
    [`magnet:?xt=urn:btih:${HEX}" --gpu-launcher="x`, 'magnetMalformed'], [`magnet:?xt=urn:btih:${HEX}0`, 'magnetMalformed'], [`magnet:?xt=urn:sha1:${BASE32}`, 'magnetMalformed'],
    [`magnet:?xt=urn:btmh:1220${'ab'.repeat(32)}`, 'torrentV2Only'], [`magnet:?dn=${'x'.repeat(10_000_000)}`, 'sourceTooLarge'], ['http://x', 'magnetMalformed'],
  ])('%.60s is refused with %s', (text, code) => {
    expect(codeOf(text)).toBe(code)
  })

  it('contacts nobody on this computer or the local network unless that is allowed', () => {
    const query = `${XT}&tr=http://127.0.0.1:9/a&ws=http://192.168.0.1/&x.pe=127.0.0.1:6881&x.pe=[::1]:1&x.pe=8.8.8.8:6881&x.pe=host:0&xs=http://127.0.0.1/x&as=http://127.0.0.1/y`
    expect(magnetOf(query)).toMatchObject({ trackers: [], webSeeds: [], peers: [{ host: '8.8.8.8', port: 6881 }], notes: ['5 unsafe addresses were left out.'] })
    expect(magnetOf(query, true).peers).toEqual([{ host: '127.0.0.1', port: 6881 }, { host: '::1', port: 1 }, { host: '8.8.8.8', port: 6881 }])
  })

  it('selects files, with both ends of a range', () => {
    expect(magnetOf(`${XT}&so=0,2,4-7,6-9`).selectedFiles).toEqual([{ begin: 0, end: 1 }, { begin: 2, end: 3 }, { begin: 4, end: 10 }])
    expect(magnetOf(`${XT}&so=x,9-3`)).toMatchObject({ selectedFiles: [], notes: ['Parts of the file selection in the link name no file and were left out.'] })
  })

  it('with thousands of parameters keeps the first ones up to the limits', () => {
    expect(magnetOf(`${XT}${'&tr=http://a.example/'.repeat(3000)}`).trackers.length).toBe(1)
    expect(magnetOf(`${XT}${Array.from({ length: 3000 }, (_, i) => `&tr=udp://${String(i)}.ab:1`).join('')}`).trackers.length).toBe(50)
    expect(magnetOf(`${XT}${'&x.pe=1.1.1.1:1'.repeat(4000)}`).peers.length).toBe(1)
    expect(magnetOf(`${XT}&so=0-4294967295,${'1,'.repeat(20_000)}`).selectedFiles).toEqual([{ begin: 0, end: 20_000 }])
    expect(magnetOf(`${XT}${'&'.repeat(60_000)}`).infoHash).toBe(HEX)
  })

  it('shows no markup, no control characters and no direction marks in its name', () => {
    expect(magnetOf(`${XT}&dn=%3Cimg src=x%3E%0d%0a%E2%80%AEgpj.exe`).displayName).toBe('_img src=x_gpj.exe')
  })

  it('written by us is read back', () => {
    const urls = fc.array(fc.webUrl(), { maxLength: 2 })
    fc.assert(fc.property(fc.string({ unit: 'binary' }), urls, urls, (name, trackers, webSeeds) => {
      if (!isInfoHash(HEX)) return
      const magnet = magnetOf(formatMagnet({ infoHash: HEX, name, trackers, webSeeds }).slice('magnet:?'.length), true)
      expect(magnet.infoHash).toBe(HEX)
      for (const tracker of magnet.trackers) expect(trackers).toContain(tracker)
      for (const seed of magnet.webSeeds) expect(webSeeds).toContain(seed)
    }))
  })

  it('written by us names the trackers and the web seeds, without which a torrent that has no other source would not come', () => {
    const trackers = ['udp://tracker.example:1']
    const webSeeds = ['https://files.example/films/']
    if (!isInfoHash(HEX)) return
    expect(parseMagnet(formatMagnet({ infoHash: HEX, name: 'Film', trackers, webSeeds }), { allowLocal: false })).toMatchObject({ ok: true, value: { trackers, webSeeds } })
  })

  it('written by us is short enough to be read back, whatever the trackers are', () => {
    const trackers = Array.from({ length: 50 }, (_, i) => `http://${String(i)}.example/${'é'.repeat(1000)}`)
    if (!isInfoHash(HEX)) return
    const link = formatMagnet({ infoHash: HEX, name: 'Film', trackers: [...trackers, 'udp://last.example:1'], webSeeds: [] })
    expect(link.length).toBeLessThanOrEqual(65_536)
    expect(parseMagnet(link, { allowLocal: false })).toMatchObject({ ok: true, value: { infoHash: HEX, trackers: [...trackers.slice(0, 10), 'udp://last.example:1'] } })
  })

  it('never throws, whatever the text is', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('x', 't', '=', '&', '%', '4', 'urn:btih:', HEX, 'so', '-', ',', '.', 'pe', '\ud800', 'é') }), (query) => {
      expect(typeof parse(query).ok).toBe('boolean')
    }), { numRuns: 2000 })
  })
})
