import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInfoHash } from '../ids.ts'
import { asksEarly, castPath, parseRoute, parseTarget, playlistPath, splitToken, streamPath } from './stream-path.ts'

const HASH = '08ada5a7a6183aae1e09d831df6748d566095a10'
const UPPER = HASH.toUpperCase()
const hash = (() => {
  if (!isInfoHash(HASH)) throw new Error('not an info hash')
  return HASH
})()
const file = (torrent: string, verb: string, fileIndex: number, ...rest: string[]) => ({ kind: 'file', torrent, verb, fileIndex, rest, query: '' })
const stream = (torrent: string, fileIndex: number, ...rest: string[]) => file(torrent, 'stream', fileIndex, ...rest)

describe('a request target', () => {
  it.each([
    ['/', { authority: null, path: '/', query: '' }],
    ['//', { authority: null, path: '//', query: '' }],
    ['/a/b?c=d?e', { authority: null, path: '/a/b', query: 'c=d?e' }],
    ['/a?', { authority: null, path: '/a', query: '' }],
    ['/%E0%A4%A', { authority: null, path: '/%E0%A4%A', query: '' }],
    ['http://127.0.0.1:80/a?b', { authority: '127.0.0.1:80', path: '/a', query: 'b' }],
    ['HTTP://[::1]:80/', { authority: '[::1]:80', path: '/', query: '' }],
    ['//evil.example/a', { authority: null, path: '//evil.example/a', query: '' }],
    ['', null],
    ['*', null],
    ['a/b', null],
    ['?a', null],
    ['http://127.0.0.1', null],
    ['https://127.0.0.1/', null],
    ['http:///a', null],
    ['127.0.0.1:443', null],
    ['/a#b', null],
  ])('%j', (target, expected) => {
    expect(parseTarget(target)).toEqual(expected)
  })

  it('gives up its token as the first segment', () => {
    expect(splitToken('/abc/torrents/1')).toEqual({ token: 'abc', path: '/torrents/1' })
    expect(splitToken('/abc')).toEqual({ token: 'abc', path: '' })
    expect(splitToken('/')).toEqual({ token: '', path: '' })
    expect(splitToken('//torrents')).toEqual({ token: '', path: '/torrents' })
  })
})

describe('a path', () => {
  it.each([
    ['/torrents', { kind: 'torrents' }],
    ['/torrents/0', { kind: 'torrent', torrent: '0' }],
    [`/torrents/${UPPER}`, { kind: 'torrent', torrent: UPPER }],
    ['/torrents/1/stream/0', stream('1', 0)],
    ['/torrents/1/stream/0/', stream('1', 0, '')],
    ['/torrents/1/stream/12/film.mp4', stream('1', 12, 'film.mp4')],
    [`/torrents/${HASH}/stream/3/100%25%20real.mkv`, stream(HASH, 3, '100%25%20real.mkv')],
    ['/torrents/1/stream/0/%zz%E0%A4%A', stream('1', 0, '%zz%E0%A4%A')],
    ['/torrents/1/stream/007', stream('1', 7)],
    ['/torrents/playlist', { kind: 'playlist', torrent: null }],
    [`/torrents/${HASH}/playlist`, { kind: 'playlist', torrent: HASH }],
    ['/torrents/1/haves/2', file('1', 'haves', 2)],
    ['/torrents/1/hls/0/audio-1/segment-12.m4s', file('1', 'hls', 0, 'audio-1', 'segment-12.m4s')],
    ['/torrents/1/subtitles/0/file-1.vtt', file('1', 'subtitles', 0, 'file-1.vtt')],
    ['/torrents/1/nobody-knows/0', file('1', 'nobody-knows', 0)],
    [`/stream/proxy/${UPPER}`, { kind: 'proxy', infoHash: HASH, query: '' }],
    ['/events', { kind: 'events' }],
    // nothing there
    ['', null],
    ['/', null],
    ['//', null],
    ['/index.html', null],
    ['/torrents/', null],
    ['/Torrents', null],
    ['/%74orrents', null],
    ['/torrents/-1', null],
    ['/torrents/1.0', null],
    ['/torrents/1/', null],
    ['/torrents/abc', null],
    [`/torrents/${HASH}0`, null],
    ['/torrents/9999999999999999', null],
    ['/torrents/1/stream', null],
    ['/torrents/1/stream/', null],
    ['/torrents/1/stream/-0', null],
    ['/torrents/1/stream/+1', null],
    ['/torrents/1/stream/1e1', null],
    ['/torrents/1/stream/0x1', null],
    ['/torrents/1/stream/%30', null],
    ['/torrents/1/stream/a', null],
    ['/torrents/1/stream/9999999999', null],
    ['/torrents/1/stream/0/../../../../etc/passwd', null],
    ['/torrents/1/hls/0/a/b/c/d/e', null],
    ['/torrents/1/hls', null],
    ['/torrents/1/hls/master.m3u8', null],
    ['/torrents/1/playlist/x', null],
    ['/torrents/playlist/x', null],
    ['/stream/proxy', null],
    ['/stream/proxy/1', null],
    [`/stream/proxy/${HASH}/x`, null],
    [`/stream/${HASH}`, null],
    ['/events/x', null],
  ])('%j', (path, expected) => {
    expect(parseRoute(path, '')).toEqual(expected)
  })

  it.each([
    ['early=1', true],
    ['a=b&early=1', true],
    ['early=1&early=0', true],
    ['early=0', false],
    ['early', false],
    ['early=11', false],
    ['xearly=1', false],
    ['', false],
  ])('with the query %j asks early: %j', (query, early) => {
    expect(asksEarly(query)).toBe(early)
    expect(parseRoute('/torrents/1/stream/0', query)).toEqual({ ...stream('1', 0), query })
  })

  it('with any number of segments is answered without effort', () => {
    expect(parseRoute('/torrents'.repeat(100_000), '')).toBeNull()
  })
})

describe('a stream path', () => {
  it('carries the name for players to show', () => {
    expect(streamPath(hash, 2, 'Café 100% (1).mkv')).toBe(`/torrents/${HASH}/stream/2/Caf%C3%A9%20100%25%20%281%29.mkv`)
    expect(streamPath(hash, 0, 'a?b#c/d.mp4', true)).toBe(`/torrents/${HASH}/stream/0/a%3Fb%23c%2Fd.mp4?early=1`)
    expect(streamPath(hash, 0, '..')).toBe(`/torrents/${HASH}/stream/0`)
    expect(playlistPath(hash)).toBe(`/torrents/${HASH}/playlist`)
  })

  it('leads back to its file whatever the name', () => {
    fc.assert(fc.property(fc.nat(20_000), fc.string({ unit: 'binary' }), fc.boolean(), (fileIndex, name, early) => {
      const target = parseTarget(streamPath(hash, fileIndex, name, early))
      expect(target && parseRoute(target.path, target.query)).toMatchObject({ kind: 'file', torrent: HASH, verb: 'stream', fileIndex, query: early ? 'early=1' : '' })
    }))
  })

  it('is plain ASCII even for half a character', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      expect(streamPath(hash, 0, String.fromCharCode(...units))).toMatch(/^[-/.\w~%]+$/)
    }))
  })
})

describe('a path for a device', () => {
  it.each([
    ['Film.mp4', 'Film.mp4'],
    ['Café 100% (1).mkv', 'Cafe_100_1.mkv'],
    ['Ünïcödé ナウシカ [1080p].MKV', 'Unicode_1080p.MKV'],
    ['ナウシカ.mp4', 'film.mp4'],
    ['...', 'film'],
    ['', 'film'],
    ['.mp4', 'film.mp4'],
    ['Film.2024.The End.mkv', 'Film_2024_The_End.mkv'],
    ['a/../b.mp4', 'a_b.mp4'],
    [`${'n'.repeat(300)}.webm`, `${'n'.repeat(60)}.webm`],
  ])('ends %j as %s', (name, end) => {
    expect(castPath(hash, 3, name)).toBe(`/torrents/${HASH}/stream/3/${end}`)
  })

  it('is short, plain and leads to its file whatever the name', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (name) => {
      const path = castPath(hash, 0, name)
      expect(path).toMatch(/^[-/.\w]{1,150}$/)
      expect(parseRoute(path, '')).toMatchObject({ kind: 'file', verb: 'stream', fileIndex: 0 })
    }))
  })
})
