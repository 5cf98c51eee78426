import { describe, expect, it } from 'vitest'
import type { KeyAction, KeyPress } from './keys.ts'
import { keyAction, nextSpeed } from './keys.ts'

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...change })

describe('the keys of the player', () => {
  const table: readonly (readonly [string, KeyPress, KeyAction | null])[] = [
    ['space plays or pauses', press(' '), { kind: 'togglePlay' }],
    ['a letter works with caps lock too', press('K'), { kind: 'togglePlay' }],
    ['an arrow jumps 5 seconds', press('ArrowRight'), { kind: 'seekBy', sec: 5 }],
    ['with shift it jumps 1 second', press('ArrowLeft', { shiftKey: true }), { kind: 'seekBy', sec: -1 }],
    ['J goes back 10 seconds', press('j'), { kind: 'seekBy', sec: -10 }],
    ['a digit jumps to a tenth', press('7'), { kind: 'seekToShare', share: 0.7 }],
    ['a question mark shows the keys', press('?', { shiftKey: true }), { kind: 'toggleHelp' }],
    ['Ctrl+F is not ours', press('f', { ctrlKey: true }), null],
    ['a key without a meaning is not ours', press('q'), null],
    ['names of objects are no keys', press('constructor'), null],
  ]
  it.each(table)('%s', (_name, input, expected) => {
    expect(keyAction(input)).toEqual(expected)
  })
})

describe('the speed', () => {
  it.each([[1, 1, 1.25], [1, -1, 0.75], [3, 1, 3], [0.25, -1, 0.25], [1.1, 1, 1.25]] as const)('from %d in direction %d is %d', (rate, direction, expected) => {
    expect(nextSpeed(rate, direction)).toBe(expected)
  })
})
