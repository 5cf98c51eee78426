import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildM3u8, playlistDisposition } from './m3u8.ts'

describe('a playlist', () => {
  it('has one EXTINF and one address for each entry', () => {
    const entries = [{ title: 'One.mkv', url: 'http://127.0.0.1:1/a', durationSec: null }, { title: 'Two, part 2.mkv', url: 'http://127.0.0.1:1/b', durationSec: 61.4 }]
    expect(buildM3u8(entries)).toBe('#EXTM3U\n#EXTINF:-1,One.mkv\nhttp://127.0.0.1:1/a\n#EXTINF:61,Two, part 2.mkv\nhttp://127.0.0.1:1/b\n')
  })

  it('without entries is still one', () => {
    expect(buildM3u8([])).toBe('#EXTM3U\n')
  })

  it('gets no extra lines from a title', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (title) => {
      expect(buildM3u8([{ title, url: 'u', durationSec: null }]).split(/\r\n|[\r\n\u2028\u2029\v\f\u0085]/)).toHaveLength(4)
    }))
    expect(buildM3u8([{ title: 'a\r\nhttp://evil.example/', url: 'u', durationSec: null }])).toBe('#EXTM3U\n#EXTINF:-1,a http://evil.example/\nu\n')
  })
})

describe('the name of a playlist', () => {
  it.each([
    ['Sintel', 'attachment; filename="Sintel.m3u8"'],
    ['Café', 'attachment; filename="Caf_.m3u8"; filename*=UTF-8\'\'Caf%C3%A9.m3u8'],
    ['a"b', 'attachment; filename="a_b.m3u8"; filename*=UTF-8\'\'a%22b.m3u8'],
    ['../x', 'attachment; filename=".._x.m3u8"'],
    ['a\r\nSet-Cookie: b', 'attachment; filename="a Set-Cookie: b.m3u8"'],
    ['', 'attachment; filename="playlist.m3u8"'],
  ])('%j', (name, disposition) => {
    expect(playlistDisposition(name)).toBe(disposition)
  })

  it('is a header value whatever the torrent is called', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      expect(playlistDisposition(String.fromCharCode(...units))).toMatch(/^attachment; filename="[ -!#-$&-~]+"(; filename\*=UTF-8''[-.\w~%]+)?$/)
    }))
  })
})
