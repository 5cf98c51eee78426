import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encodeBencode } from '../../../../shared/torrent/bencode.ts'
import { parseMagnet } from '../../../../shared/torrent/magnet.ts'
import { parseMetainfo } from '../../../../shared/torrent/metainfo.ts'
import { toParsedMagnet, toParsedTorrent } from './parsed-torrent.ts'

const sha1Hex = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex')

describe('a parsed torrent', () => {
  it('has the safe paths, the hashes and the length of the last piece', () => {
    const files = [new Map(Object.entries({ length: 70_000, path: ['..', 'a.mkv'] })), new Map(Object.entries({ length: 30_000, path: ['b.srt'] }))]
    const info = new Map(Object.entries({ name: 'Show', files, 'piece length': 65_536, pieces: new Uint8Array(40).fill(171), private: 1 }))
    const parsed = parseMetainfo(encodeBencode(new Map(Object.entries({ info, announce: 'udp://t.example.org:80' }))), sha1Hex, { allowLocal: false })
    if (!parsed.ok) throw new Error(parsed.error.message)
    expect(toParsedTorrent(parsed.value)).toMatchObject({
      infoHash: sha1Hex(encodeBencode(info)), name: 'Show', announce: ['udp://t.example.org:80'], urlList: [], private: true, length: 100_000, pieceLength: 65_536, lastPieceLength: 34_464, pieces: ['ab'.repeat(20), 'ab'.repeat(20)],
      files: [{ path: 'Show/_/a.mkv', name: 'a.mkv', length: 70_000, offset: 0 }, { path: 'Show/b.srt', name: 'b.srt', length: 30_000, offset: 70_000 }],
    })
  })

  it('of a magnet link has its hash and addresses', () => {
    const magnet = parseMagnet(`magnet:?xt=urn:btih:${'a'.repeat(40)}&dn=Film&tr=udp://t.example.org:80&so=0-9&x.pe=8.8.8.8:1`, { allowLocal: false })
    if (!magnet.ok) throw new Error(magnet.error.message)
    expect(toParsedMagnet(magnet.value)).toEqual({ infoHash: 'a'.repeat(40), name: 'Film', announce: ['udp://t.example.org:80'], urlList: [] })
  })
})
