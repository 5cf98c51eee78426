import { describe, expect, it } from 'vitest'
import { createBanList } from './ban-list.ts'

/** 'a:x b:y' = host a sent x as the first block, host b sent y as the second. */
const blocks = (picture: string) => picture.split(' ').map((each, place) => {
  const [host = '', digest = ''] = each.split(':')
  return { host, digest, offsetBytes: place * 16_384 }
})

describe('the ban list', () => {
  it('bans who sent a whole bad piece alone', () => {
    const bans = createBanList()
    expect(bans.reportBadPiece(0, blocks('a:x a:y'))).toEqual(['a'])
    expect(bans.isBanned('a')).toBe(true)
  })

  it('waits for the truth when several took part, then bans exactly the liar', () => {
    const bans = createBanList()
    expect(bans.reportBadPiece(4, blocks('a:x b:y c:z'))).toEqual([])
    expect([...bans.suspects(4)]).toEqual(['a', 'b', 'c'])
    expect(bans.reportGoodPiece(4, blocks('d:x d:Y d:z'))).toEqual(['b'])
    expect(['a', 'c', 'd'].some((host) => bans.isBanned(host))).toBe(false)
    expect(bans.suspects(4).size).toBe(0)
  })

  it('finds every liar of several attempts', () => {
    const bans = createBanList()
    bans.reportBadPiece(1, blocks('a:x b:y'))
    bans.reportBadPiece(1, blocks('b:X c:y'))
    expect([...bans.reportGoodPiece(1, blocks('d:X d:Y'))].sort()).toEqual(['a', 'b', 'c'])
  })

  it('bans nobody for the pieces that a liar spoils before anybody has been honest', () => {
    const bans = createBanList()
    for (let piece = 0; piece < 8; piece++) expect(bans.reportBadPiece(piece, blocks('good:x bad:y'))).toEqual([])
    expect(bans.reportGoodPiece(0, blocks('good:x good:Y'))).toEqual(['bad'])
    expect(bans.isBanned('good')).toBe(false)
  })

  it('bans on suspicion who has a share in three bad pieces and in no good one', () => {
    const bans = createBanList()
    bans.reportGoodPiece(9, blocks('good:x'))
    expect(bans.reportBadPiece(0, blocks('good:x bad:y'))).toEqual([])
    expect(bans.reportBadPiece(1, blocks('good:x bad:y'))).toEqual([])
    expect(bans.reportBadPiece(2, blocks('good:x bad:y'))).toEqual(['bad'])
    expect(bans.isBanned('good')).toBe(false)
  })

  it('knows a host in every spelling and tells each ban once', () => {
    const bans = createBanList()
    expect(bans.reportBadPiece(0, blocks('1.2.3.4:x'))).toEqual(['1.2.3.4'])
    expect(bans.isBanned('::ffff:1.2.3.4')).toBe(true)
    expect(bans.reportBadPiece(1, blocks('1.2.3.4:x'))).toEqual([])
    expect(bans.banned()).toEqual(['1.2.3.4'])
  })

  it('remembers a bounded number of failed pieces', () => {
    const bans = createBanList()
    for (let piece = 0; piece < 1000; piece++) bans.reportBadPiece(piece, blocks('a:x b:y'))
    expect(bans.suspects(0).size).toBe(0)
    expect(bans.suspects(999).size).toBe(2)
  })
})
