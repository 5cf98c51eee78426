import { expect, it } from 'vitest'
import type { InfoHash } from '../ids.ts'
import { isInfoHash } from '../ids.ts'
import { createKeptSet } from './kept-set.ts'

const one = hash('1')
const two = hash('2')

function hash(digit: string): InfoHash {
  const text = digit.repeat(40)
  if (!isInfoHash(text)) throw new Error(text)
  return text
}

it('a torrent is kept from the moment it is named until it is let go', () => {
  const kept = createKeptSet()
  kept.setWish({ kept: [one], afterWatching: 'idle' })
  kept.keep(two)
  expect([kept.has(one), kept.has(two)]).toEqual([true, true])
  kept.letGo(one)
  expect([kept.has(one), kept.has(two)]).toEqual([false, true])
})

it('where the setting keeps all, one that was let go is not, until it is opened the next time', () => {
  const kept = createKeptSet()
  kept.setWish({ kept: [], afterWatching: 'keep' })
  kept.letGo(one)
  expect([kept.has(one), kept.has(two)]).toEqual([false, true])
  kept.forget(one)
  expect(kept.has(one)).toBe(true)
})

it('what an earlier run kept is kept, unless it was let go in this one', () => {
  const kept = createKeptSet()
  kept.noteFound(one)
  expect(kept.has(one)).toBe(true)
  kept.letGo(one)
  kept.noteFound(one)
  expect(kept.has(one)).toBe(false)
})
