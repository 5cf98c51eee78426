import { describe, expect, it } from 'vitest'
import { check } from '../ipc/schema.ts'
import { ACTION_IDS, ACTIONS } from './actions.ts'
import type { ActionId } from './actions.ts'
import { actionOfPress, createKeyMap, keyConflicts } from './key-map.ts'
import { acceleratorOf, keyName } from './key-name.ts'
import type { KeyPress } from './key-name.ts'
import { addKey, DEFAULT_KEYS, keySettingsSchema, keysSet, MAX_KEYS, removeKey, resetKeys } from './key-settings.ts'
import { PRESET_IDS } from './presets.ts'

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({ key, code: '', shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...change })

describe('the name of a key', () => {
  it.each<[string, KeyPress, string | null]>([
    ['a letter', press('k'), 'K'],
    ['a letter under caps lock', press('K'), 'K'],
    ['a letter with shift', press('S', { shiftKey: true }), 'Shift+S'],
    ['a sign that needs shift', press('?', { shiftKey: true }), '?'],
    ['an arrow with shift', press('ArrowLeft', { shiftKey: true }), 'Shift+ArrowLeft'],
    ['the space bar', press(' '), 'Space'],
    ['the plus sign', press('+', { shiftKey: true }), 'Plus'],
    ['a digit', press('7'), '7'],
    ['Ctrl and a letter', press('o', { ctrlKey: true }), 'Ctrl+O'],
    ['Cmd on a Mac', press('o', { metaKey: true }), 'Ctrl+O'],
    ['all modifiers', press('ArrowUp', { ctrlKey: true, altKey: true, shiftKey: true }), 'Ctrl+Alt+Shift+ArrowUp'],
    ['a sign made with AltGr, which comes as Ctrl and Alt', press('[', { ctrlKey: true, altKey: true }), '['],
    ['a Cyrillic letter: the Latin one of that key', press('л', { code: 'KeyK' }), 'K'],
    ['a sign on a letter key of another layout', press(';', { code: 'KeyZ' }), ';'],
    ['shift alone is no key yet', press('Shift', { shiftKey: true }), null],
    ['a dead key is no key yet', press('Dead'), null],
  ])('%s', (_name, input, expected) => {
    expect(keyName(input)).toBe(expected)
  })

  it.each([['Ctrl+O', 'CmdOrCtrl+O'], ['Shift+ArrowLeft', 'Shift+Left'], ['Plus', 'Plus'], ['Escape', 'Esc'], ['Digits', null]])('%s is %s in a menu', (key, expected) => {
    expect(acceleratorOf(key)).toBe(expected)
  })
})

describe('what a key does', () => {
  const map = createKeyMap(DEFAULT_KEYS)
  it.each<[KeyPress, ActionId | null, unknown]>([
    [press(' '), 'togglePlay', { kind: 'togglePlay' }],
    [press('ArrowRight'), 'forward5', { kind: 'seekBy', sec: 5 }],
    [press('ArrowLeft', { shiftKey: true }), 'back1', { kind: 'seekBy', sec: -1 }],
    [press('7'), 'tenths', { kind: 'seekToShare', share: 0.7 }],
    [press('0'), 'tenths', { kind: 'seekToShare', share: 0 }],
    [press('?', { shiftKey: true }), 'help', null],
    [press('o', { ctrlKey: true }), 'openFile', null],
    [press('f', { ctrlKey: true }), null, undefined],
    [press('q'), null, undefined],
    [press('constructor'), null, undefined],
  ])('%o', (input, id, action) => {
    const found = actionOfPress(map, input)
    expect(found?.id ?? null).toBe(id)
    expect(found?.action).toEqual(action)
  })
})

describe.each(PRESET_IDS)('the preset %s', (preset) => {
  const settings = { preset, own: [] }
  it('has no key with two meanings', () => {
    expect(keyConflicts(settings)).toEqual([])
  })

  it('has a way to play, to leave, to open and to see the keys', () => {
    for (const id of ['togglePlay', 'leave', 'openFile', 'help', 'settings', 'fullScreen'] as const) expect(createKeyMap(settings).keysOf(id)).not.toEqual([])
  })
})

describe('keys of one’s own', () => {
  it('go before those of the preset, and the conflict is told', () => {
    const own = addKey(DEFAULT_KEYS, 'loop', 'N')
    const map = createKeyMap(own)
    expect(map.find('N')).toBe('loop')
    expect(map.keysOf('loop')).toEqual(['B', 'N'])
    expect(map.keysOf('nextFile')).toEqual([])
    expect(keyConflicts(own)).toEqual([{ key: 'N', wins: 'loop', loses: ['nextFile'] }])
  })

  it('belong to the action that got them last', () => {
    const own = addKey(addKey(DEFAULT_KEYS, 'loop', 'X'), 'mute', 'X')
    expect(createKeyMap(own).find('X')).toBe('mute')
    expect(keyConflicts(own)).toEqual([])
  })

  it('may take a digit from the tenths', () => {
    const map = createKeyMap(addKey(DEFAULT_KEYS, 'mute', '0'))
    expect([map.find('0'), map.find('1')]).toEqual(['mute', 'tenths'])
  })

  it('can be taken away and set back, one by one', () => {
    const none = removeKey(DEFAULT_KEYS, 'mute', 'M')
    expect(createKeyMap(none).find('M')).toBeNull()
    expect(resetKeys(none, 'mute')).toEqual(DEFAULT_KEYS)
  })

  it('stay when another preset is chosen', () => {
    expect(createKeyMap({ ...addKey(DEFAULT_KEYS, 'mute', 'X'), preset: 'mpv' }).find('X')).toBe('mute')
  })

  it('are a few for each action, and never the system’s', () => {
    const many = ['1', '2', '3', '4', '5', '6', '7', '8'].reduce((settings, key) => addKey(settings, 'mute', key), DEFAULT_KEYS)
    expect(keysSet(many, 'mute')).toHaveLength(MAX_KEYS)
    expect(check(keySettingsSchema, many).ok).toBe(true)
    expect(addKey(DEFAULT_KEYS, 'paste', 'X')).toEqual(DEFAULT_KEYS)
  })
})

describe('the table of actions', () => {
  it('is listed whole and once', () => {
    expect([...ACTION_IDS]).toEqual(Object.keys(ACTIONS))
  })
})
