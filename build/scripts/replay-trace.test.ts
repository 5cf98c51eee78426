import { expect, test } from 'vitest'
import { DEFAULT_POLICY, planWindow } from '../../shared/window/plan-window.ts'
import type { WindowInput } from '../../shared/window/plan-window.ts'
import { linearTimeMap } from '../../shared/window/time-map.ts'
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

test('half a line and other JSON are no entries', () => {
  expect(replayLine('{"atMs": 15', null, 100)).toBeNull()
  expect(replayLine('{"atMs": 15, "fileIndex": 0}', null, 100)).toBeNull()
})
