import { describe, expect, it } from 'vitest'
import { toOpenSource } from './to-open-source.ts'

const HASH = '08ada5a7a6183aae1e09d831df6748d566095a10'

describe('a word on the command line', () => {
  it.each([`magnet:?xt=urn:btih:${HASH}`, 'MAGNET:?xt=x', HASH, HASH.toUpperCase(), 'bcw2lj5gday24hqj3ay566dujdkwmcya'.slice(0, 32), 'https://example.org/a.torrent', 'file:///a.torrent', `urn:btih:${HASH}`])('%s is a text', (word) => {
    expect(toOpenSource(word, '/films')).toEqual({ kind: 'text', text: word })
  })

  it.each([['a.torrent', '/films/a.torrent'], ['../b.torrent', '/b.torrent'], ['/c.torrent', '/c.torrent'], ['magnet', '/films/magnet'], [`${HASH}.torrent`, `/films/${HASH}.torrent`]])('%s is the path %s', (word, path) => {
    expect(toOpenSource(word, '/films')).toEqual({ kind: 'path', path })
  })
})
