import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InfoHash } from '../ids.ts'
import { isInfoHash } from '../ids.ts'
import type { Encodable } from './bencode.ts'
import { concatBytes } from '../concat-bytes.ts'
import { encodeBencode } from './bencode.ts'
import type { Metainfo } from './metainfo.ts'
import { formatMetainfo, parseInfo, parseMetainfo } from './metainfo.ts'
import { encodeUtf8 } from './utf8.ts'

const sha1Hex = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex')
const parse = (bytes: Uint8Array, allowLocal = false) => parseMetainfo(bytes, sha1Hex, { allowLocal })
const dictionary = (record: Record<string, Encodable>) => new Map(Object.entries(record))
const hashes = (count: number) => new Uint8Array(20 * count)
const single = { name: 'film.mp4', length: 100_000, 'piece length': 65_536, pieces: hashes(2) }
const file = (lengthBytes: number, ...path: string[]) => dictionary({ length: lengthBytes, path })
const torrent = (info: Record<string, Encodable>, outer: Record<string, Encodable> = {}) => encodeBencode(dictionary({ ...outer, info: dictionary(info) }))
const several = (files: Encodable, outer: Record<string, Encodable> = {}) => torrent({ name: 'Show', files, 'piece length': 65_536, pieces: hashes(1) }, outer)

function metainfoOf(bytes: Uint8Array, allowLocal = false): Metainfo {
  const parsed = parse(bytes, allowLocal)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}
const codeOf = (bytes: Uint8Array) => {
  const parsed = parse(bytes)
  return parsed.ok ? 'ok' : parsed.error.code
}
function infoHash(hex: string): InfoHash {
  if (!isInfoHash(hex)) throw new Error(hex)
  return hex
}

describe('a metainfo file', () => {
  it('of one file gives its name, pieces and hash', () => {
    const metainfo = metainfoOf(torrent(single, { announce: 'http://t.example.org/announce' }))
    expect(metainfo).toMatchObject({ name: 'film.mp4', pieceLengthBytes: 65_536, pieceCount: 2, lengthBytes: 100_000, isPrivate: false, notes: [], trackers: ['http://t.example.org/announce'] })
    expect(metainfo.files).toEqual([{ index: 0, path: 'film.mp4', name: 'film.mp4', lengthBytes: 100_000, offsetBytes: 0, padding: false, available: true }])
    expect(metainfo.infoHash).toBe(sha1Hex(encodeBencode(dictionary(single))))
  })

  it('of several files puts them below the name of the torrent, with offsets over padding', () => {
    const padding = dictionary({ attr: 'p', length: 36, path: ['.pad', '36'] })
    const link = dictionary({ attr: 'l', path: ['link'], 'symlink path': ['..', 'x'] })
    const { files } = metainfoOf(several([file(100, 'a.mkv'), padding, file(50, 'sub', 'b.mkv'), link]))
    expect(files.map(({ path, offsetBytes, padding: filler, available }) => [path, offsetBytes, filler, available])).toEqual([
      ['Show/a.mkv', 0, false, true], ['Show/.pad/36', 100, true, true], ['Show/sub/b.mkv', 136, false, true], ['Show/link', 186, false, false],
    ])
  })

  it('is hashed as it came: unsorted keys and leading zeros keep their hash', () => {
    const info = `d6:pieces20:${'x'.repeat(20)}12:piece lengthi0065536e6:lengthi1e4:name1:ae`
    const metainfo = metainfoOf(encodeUtf8(`d4:info${info}e`))
    expect(metainfo.infoHash).toBe(sha1Hex(encodeUtf8(info)))
    expect(new TextDecoder().decode(metainfo.infoBytes)).toBe(info)
  })

  it('names made safe are told', () => {
    const { name, files, notes } = metainfoOf(torrent({ name: '..', files: [file(1, '..', '..', 'etc', 'passwd'), file(1, 'ok')], 'piece length': 65_536, pieces: hashes(1) }))
    expect(name).toBe('_')
    expect(files.map(({ path }) => path)).toEqual(['_/_/_/etc/passwd', '_/ok'])
    expect(notes).toEqual(['2 names were made safe.'])
  })

  it('prefers names in UTF-8 and keeps different broken names apart', () => {
    const old = dictionary({ length: 1, path: [Uint8Array.of(0xb5, 0xe7)], 'path.utf-8': ['电.mkv'] })
    const broken = [0xe9, 0xe8].map((byte) => dictionary({ length: 1, path: [Uint8Array.of(byte)] }))
    expect(metainfoOf(several([old, ...broken])).files.map(({ name }) => name)).toEqual(['电.mkv', 'é', 'è'])
  })

  it('contacts nobody on this computer or the local network unless that is allowed', () => {
    const local = ['http://127.0.0.1:1/announce', 'udp://192.168.1.1:6969']
    const bytes = torrent(single, { announce: 'udp://t.example.org:80', 'announce-list': [local, ['wss://w.example.org'], 'not a list'], 'url-list': ['http://[::1]/', 'https://seed.example.org/', 'ftp://x.example.org/'] })
    const metainfo = metainfoOf(bytes)
    expect(metainfo.trackers).toEqual(['udp://t.example.org:80', 'wss://w.example.org'])
    expect(metainfo.webSeeds).toEqual(['https://seed.example.org/'])
    expect(metainfo.notes).toEqual(['5 unsafe addresses were left out.'])
    expect(metainfoOf(bytes, true).trackers).toEqual(['udp://t.example.org:80', ...local, 'wss://w.example.org'])
  })

  it('of BEP 27 is private, a hybrid of BEP 52 plays as v1', () => {
    expect(metainfoOf(torrent({ ...single, private: 1 })).isPrivate).toBe(true)
    expect(codeOf(torrent({ ...single, 'meta version': 2, 'file tree': new Map() }))).toBe('ok')
  })

  const without = (field: string) => Object.fromEntries(Object.entries(single).filter(([name]) => name !== field))
  it.each([
    ['empty', new Uint8Array(), 'bencodeMalformed'],
    ['a list', encodeBencode([1]), 'bencodeMalformed'],
    ['cut in half', torrent(single).slice(0, 80), 'bencodeMalformed'],
    ['without info', encodeBencode(dictionary({ announce: 'x' })), 'metainfoDamaged'],
    ['with info that is no dictionary', encodeBencode(dictionary({ info: 1 })), 'metainfoDamaged'],
    ['v2 only', torrent({ ...without('pieces'), 'meta version': 2, 'file tree': new Map() }), 'torrentV2Only'],
    ['without pieces', torrent(without('pieces')), 'metainfoDamaged'],
    ['without a name', torrent(without('name')), 'metainfoDamaged'],
    ['with a number as name', torrent({ ...single, name: 1 }), 'metainfoDamaged'],
    ['with piece length 0', torrent({ ...single, 'piece length': 0 }), 'metainfoDamaged'],
    ['with negative piece length', torrent({ ...single, 'piece length': -65_536 }), 'metainfoDamaged'],
    ['with a huge piece length', torrent({ ...single, 'piece length': 2 ** 31 }), 'metainfoTooLarge'],
    ['with piece length 2^64', torrent({ ...single, 'piece length': 2n ** 64n }), 'metainfoTooLarge'],
    ['with half a hash', torrent({ ...single, pieces: new Uint8Array(30) }), 'metainfoDamaged'],
    ['with too few hashes', torrent({ ...single, pieces: hashes(1) }), 'metainfoDamaged'],
    ['with too many hashes', torrent({ ...single, pieces: hashes(3) }), 'metainfoDamaged'],
    ['with no hashes', torrent({ ...single, pieces: hashes(0) }), 'metainfoDamaged'],
    ['with negative length', torrent({ ...single, length: -1 }), 'metainfoDamaged'],
    ['with a length beyond 2^53', torrent({ ...single, length: 2n ** 53n + 1n }), 'metainfoTooLarge'],
    ['with lengths whose sum is beyond 2^53', several([file(Number.MAX_SAFE_INTEGER, 'a'), file(2, 'b')]), 'metainfoTooLarge'],
    ['with no bytes at all', torrent({ ...single, length: 0, pieces: hashes(0) }), 'metainfoDamaged'],
    ['with an empty list of files', several([]), 'metainfoDamaged'],
    ['with an empty path', several([dictionary({ length: 1, path: [] })]), 'metainfoDamaged'],
    ['with a number in a path', several([dictionary({ length: 1, path: ['a', 1] })]), 'metainfoDamaged'],
    ['with a text as file', several(['a']), 'metainfoDamaged'],
    ['with more files than the limit', several(Array.from({ length: 20_001 }, () => file(1, 'a'))), 'metainfoTooLarge'],
    ['of 17 MB', new Uint8Array(17_000_000), 'sourceTooLarge'],
  ])('%s is refused', (_what, bytes, code) => {
    expect(codeOf(bytes)).toBe(code)
  })

  it('refusals are sentences with the value', () => {
    const refused = parse(torrent({ ...single, pieces: hashes(1) }))
    expect(refused).toMatchObject({ error: { message: 'the torrent is damaged: "pieces" has 1 hashes; 100000 bytes in pieces of 65536 need 2', details: { field: 'pieces' } } })
  })

  it('written again holds the same torrent', () => {
    const metainfo = metainfoOf(torrent(single, { announce: 'udp://t.example.org:80', 'url-list': 'https://seed.example.org/' }))
    expect(metainfoOf(formatMetainfo(metainfo))).toEqual(metainfo)
  })

  it('may be followed by other bytes', () => {
    expect(codeOf(concatBytes([torrent(single), encodeUtf8('\n\n')]))).toBe('ok')
  })

  it('damaged at any byte gives a result, never an exception', () => {
    const good = several([file(1, 'a.mkv'), file(2, 'b', 'c.srt')], { announce: 'udp://t.example.org:80', 'url-list': ['https://s.example.org/'] })
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
      const bytes = good.slice()
      for (const [at, byte] of changes) bytes[at] = byte
      const parsed = parse(bytes)
      if (parsed.ok) expect(parsed.value.files.every(({ path }) => path !== '' && !path.split('/').includes('..'))).toBe(true)
    }), { numRuns: 3000 })
  })
})

describe('an info dictionary from peers', () => {
  const info = encodeBencode(dictionary(single))
  const given = { infoHash: infoHash(sha1Hex(info)), trackers: ['udp://t.example.org:80'], webSeeds: [] }

  it('is the same torrent as the one in a file', () => {
    expect(parseInfo(info, given, { allowLocal: false })).toEqual(parse(torrent(single, { announce: 'udp://t.example.org:80' })))
  })

  it.each([['followed by something', concatBytes([info, encodeUtf8('x')])], ['that is no dictionary', encodeUtf8('l-3:e')], ['of one integer', encodeUtf8('i1e')]])('%s is refused', (_what, bytes) => {
    expect(parseInfo(bytes, given, { allowLocal: false })).toMatchObject({ error: { code: 'bencodeMalformed' } })
  })
})
