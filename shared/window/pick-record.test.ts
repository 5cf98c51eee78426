import { expect, test } from 'vitest'
import { recordPick, replayPick } from './pick-record.ts'
import type { PickRecord } from './pick-record.ts'
import { NOW_MS, partsOf } from './testing/pick-picture.ts'
import type { Round } from './testing/pick-picture.ts'

const round: Round = {
  blocks: '##.. a.B. .... #... ....',
  wants: [['urgent', 1, 9, 0], ['edges', 16, 20, 500], ['ahead', 4, 20, 3000], ['fill', 0, 20, Infinity]],
  peers: { a: { free: 3, has: '####-' }, b: { free: 3, etaMs: 250, allows: [0, 1, 3] }, c: { free: 9, slow: true, etaMs: 900, span: 2 } },
}

test('a round that went through a trace asks for the same', () => {
  const { ranges, work, peers } = partsOf(round)
  const { requests, record } = recordPick(ranges, work, peers, NOW_MS)
  expect(requests.length).toBeGreaterThan(5)
  const read: PickRecord = JSON.parse(JSON.stringify(record))
  expect(replayPick(read)).toEqual(requests)
})

test('the record of a round holds only what was looked at', () => {
  const { ranges, work, peers } = partsOf({ ...round, peers: { a: { free: 1 } } })
  const { record } = recordPick(ranges, work, peers, NOW_MS)
  expect(record.ranges).toHaveLength(1)
  expect(record.partials.map(([piece]) => piece)).toEqual([0])
  expect(record.fillOrder).toEqual([])
})
