import { expect, test } from 'vitest'
import { DEFAULT_POLICY, planWindow } from '../../shared/window/plan-window.ts'
import type { WindowInput } from '../../shared/window/plan-window.ts'
import { linearTimeMap } from '../../shared/window/time-map.ts'
import { recordPick } from '../../shared/window/pick-record.ts'
import { NOW_MS, partsOf } from '../../shared/window/testing/pick-picture.ts'
import { replayLine } from './replay-trace.ts'

const MIB = 1024 * 1024
const input: WindowInput = {
  lengthBytes: 100 * MIB, pieceLengthBytes: MIB, fileOffsetBytes: 0, playhead: null, timeMap: null, index: null, indexDueMs: 500, policy: DEFAULT_POLICY,
  cursors: [{ offsetBytes: 50 * MIB, endBytes: 100 * MIB, waiting: true, early: true }],
}
const line = (plan: object) => JSON.stringify({ atMs: 1500, fileIndex: 2, input, plan })

test('a trace entry is shown with its time, its file, its window and its reason', () => {
  const shown = replayLine(line(planWindow(input)), 1000, 100)
  expect(shown?.text).toMatch(/^ {4}0\.50 {2}file 2 {2}E.*U+A+ {2}readWaits$/)
  expect(shown?.text.indexOf('U')).toBe('    0.50  file 2  '.length + 50)
})

test('a plan that would be another one today is marked', () => {
  expect(replayLine(line({ ranges: [], why: 'idle' }), null, 100)?.text).toMatch(/ {2}differs$/)
})

test('a plan for a place pointed at, with the rest of the film in hand, is the same one today', () => {
  const pointed: WindowInput = { ...input, cursors: [], playhead: { timeSec: 1, rate: 1, paused: false }, timeMap: linearTimeMap(100, 100 * MIB), warm: { timeSec: 80, cushionSec: Infinity } }
  const entry = JSON.stringify({ atMs: 1500, fileIndex: 2, input: pointed, plan: planWindow(pointed) })
  expect(replayLine(entry, null, 100)?.text).toMatch(/W\.+E {2}playing$/)
})

test('a round of requests is shown with what it asks of whom, and marked when it would ask for something else today', () => {
  const { ranges, work, peers } = partsOf({ blocks: '.... ....', wants: [['urgent', 5, 7, 0], ['fill', 0, 8, Infinity]], peers: { a: { free: 3 } } })
  const { requests, record } = recordPick(ranges, work, peers, NOW_MS)
  const written = (asked: typeof requests) => JSON.stringify({ atMs: 2000, pick: record, requests: asked })
  expect(replayLine(written(requests), 1000, 100)?.text).toBe('    1.00  asks   3  1:1.1 1:1.2 1:0.0')
  expect(replayLine(written(requests.slice(1)), 1000, 100)).toMatchObject({ differs: true, text: expect.stringMatching(/ {2}differs$/) })
})

test('half a line and other JSON are no entries', () => {
  expect(replayLine('{"atMs": 15', null, 100)).toBeNull()
  expect(replayLine('{"atMs": 15, "fileIndex": 0}', null, 100)).toBeNull()
})
