import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseInfoHash } from '../ids.ts'
import type { InfoHash } from '../ids.ts'
import { chooseRoom, planClearing, planIdleRemoval } from './cleanup-plan.ts'
import type { CleanupTorrent } from './cleanup-plan.ts'

const NOW_MS = 100_000
const IDLE_MS = 30_000

const hash = (name: string): InfoHash => {
  const parsed = parseInfoHash(name.charCodeAt(0).toString(16).padStart(40, '0'))
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}
const nameOf = (infoHash: InfoHash) => String.fromCharCode(Number.parseInt(infoHash, 16))
const names = (list: readonly InfoHash[]) => list.map(nameOf).join('')

/** `a:70 b:10k c:0p`: name, seconds since the last use, then k = kept, p = playing, c = casting. */
function torrents(picture: string): CleanupTorrent[] {
  return picture.split(' ').filter((word) => word !== '').map((word) => {
    const [name = '', rest = ''] = word.split(':')
    return { infoHash: hash(name), lastUsedMs: NOW_MS - Number.parseInt(rest, 10) * 1000, kept: rest.includes('k'), playing: rest.includes('p'), casting: rest.includes('c') }
  })
}

describe('clean-up after inactivity', () => {
  it.each([
    ['a:29 b:30 c:31', 'bc', 'what was not used for as long or longer goes'],
    ['a:90k b:90p c:90c d:90', 'd', 'what is kept, playing or on a device stays'],
    ['a:90kp b:90kc', '', 'and so does what is two of them'],
    ['', '', 'nothing to do'],
  ])('%s -> %j: %s', (before, gone) => {
    expect(names(planIdleRemoval(torrents(before), NOW_MS, IDLE_MS))).toBe(gone)
  })

  it('never happens when the interval is 0', () => {
    expect(planIdleRemoval(torrents('a:90 b:99999'), NOW_MS, 0)).toEqual([])
  })
})

describe('clearing by button', () => {
  it('takes what is neither in use nor kept, however fresh', () => {
    expect(names(planClearing(torrents('a:0 b:0k c:0p d:0c e:500')))).toBe('ae')
  })
})

describe('room for one more torrent', () => {
  it.each([
    ['a:5 b:9 c:7', 'b', 'the one not used for longest goes'],
    ['a:5 b:90p c:80c', 'a', 'not one that is in use'],
    ['a:5 b:90k', 'a', 'one that is kept only when there is no other'],
    ['a:5p b:90k c:95k', 'c', 'then the one not used for longest'],
    ['a:5p b:9c', '', 'none when all are in use'],
  ])('%s -> %j: %s', (open, gone) => {
    const chosen = chooseRoom(torrents(open))
    expect(chosen === null ? '' : nameOf(chosen)).toBe(gone)
  })
})

const anyTorrents = fc.uniqueArray(fc.record({ name: fc.constantFrom(...'abcdefgh'), sec: fc.nat(100), flags: fc.constantFrom('', 'k', 'p', 'c', 'kp') }), { selector: ({ name }) => name })
  .map((list) => torrents(list.map(({ name, sec, flags }) => `${name}:${String(sec)}${flags}`).join(' ')))

describe('whatever the torrents are', () => {
  it('nothing that plays, is cast or is kept is ever removed', () => {
    fc.assert(fc.property(anyTorrents, fc.nat(100_000), (list, idleMs) => {
      const gone = new Set([...planIdleRemoval(list, NOW_MS, idleMs), ...planClearing(list)])
      expect(list.filter(({ infoHash, kept, playing, casting }) => gone.has(infoHash) && (kept || playing || casting))).toEqual([])
    }))
  })

  it('what inactivity removes, the button would have removed too', () => {
    fc.assert(fc.property(anyTorrents, fc.nat(100_000), (list, idleMs) => {
      const byButton = new Set(planClearing(list))
      expect(planIdleRemoval(list, NOW_MS, idleMs).every((infoHash) => byButton.has(infoHash))).toBe(true)
    }))
  })
})
