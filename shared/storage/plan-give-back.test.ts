import { describe, expect, it } from 'vitest'
import type { StoredTorrent } from './plan-give-back.ts'
import { givableBytes, planGiveBack } from './plan-give-back.ts'

/**
 * A torrent a character a chunk, chunks of 10 bytes: `#` stored, `h` stored and held, `M` stored and needed now, `.` not
 * here; `|` stands before the chunk at the playhead.
 */
function torrent(id: string, picture: string, wish: Partial<StoredTorrent<string>> = {}): StoredTorrent<string> {
  const starts = picture.includes('|') ? [picture.indexOf('|')] : []
  const chunks = [...picture.replace('|', '')].map((letter, chunk) => ({ letter, part: { begin: chunk, end: chunk + 1 } }))
  const of = (letters: string) => chunks.filter(({ letter }) => letters.includes(letter)).map(({ part }) => part)
  return { id, chunkBytes: 10, stored: of('#hM').map(({ begin }) => begin), kept: false, idleMs: starts.length > 0 ? 0 : 1000, starts, must: of('M'), hold: of('hM'), ...wish }
}

const given = (torrents: readonly StoredTorrent<string>[], neededBytes: number, forMust = false) => planGiveBack(torrents, neededBytes, forMust)?.map(({ id, chunk }) => `${id}${String(chunk)}`) ?? null

describe('what is given back', () => {
  it.each([
    ['nothing when nothing is needed', '##h|Mh#', 0, []],
    ['the farthest behind the playhead first', '###h|Mhh.#', 20, ['a0', 'a1']],
    ['only as much as is needed, in whole chunks', '###h|Mhh.#', 11, ['a0', 'a1']],
    ['what has passed before what is to come', '#..h|Mhh.##', 30, ['a0', 'a9', 'a8']],
  ])('is %s', (_title, picture, neededBytes, expected) => {
    expect(given([torrent('a', picture)], neededBytes)).toEqual(expected)
  })

  it('is not what is held, unless it is for something needed now', () => {
    const film = torrent('a', '..hh|Mhhh')
    expect(given([film], 10)).toBeNull()
    expect(given([film], 30, true)).toEqual(['a2', 'a3', 'a7'])
  })

  it('is never what is needed now', () => {
    expect(given([torrent('a', 'MM|MM')], 10, true)).toBeNull()
  })

  it('is what nobody watches before anything of a film that plays, the longest unused first', () => {
    const torrents = [torrent('a', '##|M'), torrent('b', '##', { idleMs: 5 }), torrent('c', '##', { idleMs: 500 })]
    expect(given(torrents, 50)).toEqual(['c1', 'c0', 'b1', 'b0', 'a0'])
  })

  it('is what can be spared at most, which can be asked for before', () => {
    const torrents = [torrent('a', '.hM|M#'), torrent('b', '##', { idleMs: 5 }), torrent('c', '##', { kept: true })]
    expect([givableBytes(torrents, false), givableBytes(torrents, true)]).toEqual([30, 40])
  })

  it('is never what is kept', () => {
    expect(given([torrent('a', '####', { kept: true })], 10, true)).toBeNull()
  })

  it('lies behind all playheads of a torrent, or between them only afterwards', () => {
    expect(given([torrent('a', '##..#..#|M', { starts: [2, 8] })], 40)).toEqual(['a0', 'a1', 'a4', 'a7'])
  })
})
