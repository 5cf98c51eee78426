import { describe, expect, it } from 'vitest'
import { isInfoHash } from '../ids.ts'
import { mergeGiven, tellsMore, toGiven } from './given.ts'
import { SOURCE_LIMITS } from './limits.ts'
import type { Magnet } from './magnet.ts'
import type { Metainfo } from './metainfo.ts'

const HASH = '0123456789abcdef0123456789abcdef01234567'
function infoHash() {
  if (!isInfoHash(HASH)) throw new Error(HASH)
  return HASH
}
const magnet = (more: Partial<Magnet> = {}): Magnet => ({ infoHash: infoHash(), displayName: null, trackers: [], webSeeds: [], peers: [], selectedFiles: null, notes: [], ...more })
const metainfo = (trackers: readonly string[]): Metainfo => ({
  infoHash: infoHash(), name: 'film', infoBytes: new Uint8Array(), pieceLengthBytes: 16_384, pieceCount: 1, pieceHashes: new Uint8Array(20), lengthBytes: 1, files: [], trackers, webSeeds: [], isPrivate: false, notes: [],
})
const link = (more: Partial<Magnet> = {}) => toGiven({ kind: 'magnet', magnet: magnet(more) })
const file = (trackers: readonly string[]) => toGiven({ kind: 'metainfo', metainfo: metainfo(trackers), selectedFiles: null })

describe('a torrent that is given again', () => {
  it('is looked for at the places of both, those said first first', () => {
    const both = mergeGiven(link({ trackers: ['a', 'b'], webSeeds: ['w'], peers: [{ host: 'p', port: 1 }] }), link({ trackers: ['b', 'c'], webSeeds: ['w'], peers: [{ host: 'p', port: 1 }, { host: 'p', port: 2 }] }))
    expect([both.trackers, both.webSeeds, both.peers]).toEqual([['a', 'b', 'c'], ['w'], [{ host: 'p', port: 1 }, { host: 'p', port: 2 }]])
    expect(both.magnet?.trackers).toEqual(['a', 'b', 'c'])
  })

  it('keeps its first name and selection, and takes those it had not', () => {
    const selectedFiles = [{ begin: 0, end: 1 }]
    expect(mergeGiven(link({ displayName: 'one' }), link({ displayName: 'two', selectedFiles }))).toMatchObject({ displayName: 'one', selectedFiles })
  })

  it('has its details when they are given, with the places of the link', () => {
    const both = mergeGiven(link({ trackers: ['a'] }), file(['b']))
    expect(both.metainfo?.trackers).toEqual(['a', 'b'])
    expect(tellsMore(both, link({ trackers: ['a'] }))).toBe(true)
  })

  it('tells nothing more when it brings no place and no details', () => {
    const known = link({ trackers: ['a'] })
    expect(tellsMore(mergeGiven(known, link({ trackers: ['a'], displayName: 'name' })), known)).toBe(false)
    expect(tellsMore(mergeGiven(known, link({ peers: [{ host: 'p', port: 1 }] })), known)).toBe(true)
  })

  it('has no more places than are looked at', () => {
    const many = (name: string) => Array.from({ length: SOURCE_LIMITS.trackers }, (_, index) => `${name}${String(index)}`)
    const both = mergeGiven(link({ trackers: many('a') }), link({ trackers: many('b') }))
    expect(both.trackers).toEqual(many('a'))
  })
})
