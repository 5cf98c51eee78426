import { describe, expect, it } from 'vitest'
import type { MotionFacts } from './is-waiting.ts'
import { isWaiting } from './is-waiting.ts'

const playing: MotionFacts = { wantsPlay: true, ended: false, started: true, seeking: false, readyState: 4, stillForMs: 100 }

describe('whether the picture waits', () => {
  const table: readonly (readonly [string, Partial<MotionFacts>, boolean])[] = [
    ['a film that moves does not', {}, false],
    ['a film without data does', { readyState: 2, stillForMs: 300 }, true],
    ['a moment without data does not flash the overlay', { readyState: 2, stillForMs: 200 }, false],
    ['a picture that stands still though there is data does', { stillForMs: 800 }, true],
    ['a paused film does not', { wantsPlay: false, readyState: 2, stillForMs: 9000 }, false],
    ['a paused film does while it jumps', { wantsPlay: false, seeking: true, readyState: 1, stillForMs: 300 }, true],
    ['a jump that takes a moment does not', { seeking: true, readyState: 1, stillForMs: 200 }, false],
    ['a film that has not begun does at once', { started: false, readyState: 4, stillForMs: 0 }, true],
    ['a film that is paused before it began does not', { started: false, wantsPlay: false, readyState: 0, stillForMs: 9000 }, false],
    ['the end of the film does not', { ended: true, stillForMs: 9000 }, false],
  ]
  it.each(table)('%s', (_name, change, expected) => {
    expect(isWaiting({ ...playing, ...change })).toBe(expected)
  })
})
