import { describe, expect, it } from 'vitest'
import { DEFAULT_KEYS } from '../keys/key-settings.ts'
import { DEFAULT_LOOK } from '../subtitles/look.ts'
import { rescuePreferences, UNREADABLE_INTERFACE } from './rescue.ts'
import { DEFAULT_PREFERENCES, formatPreferences } from './settings.ts'

const OWN = { ...DEFAULT_PREFERENCES, theme: 'dark', volume: 0.5, mpvPath: '/opt/mpv', subtitles: { ...DEFAULT_LOOK, size: 2 }, keys: { preset: 'vlc', own: [{ action: 'mute', keys: ['X'] }] } }
const rescue = (content: object) => rescuePreferences(content, JSON.stringify(content))
const stored = (change: object) => ({ ...OWN, version: 5, ...change })

describe('settings that are damaged', () => {
  it.each([
    ['a value out of range', { volume: 7 }, { volume: DEFAULT_PREFERENCES.volume }, 'volume'],
    ['values of another kind', { theme: 3, resume: 'yes' }, { theme: DEFAULT_PREFERENCES.theme }, 'theme, resume'],
    ['a field nobody knows', { colour: 'red' }, {}, 'colour'],
    ['one bad part of the subtitles', { subtitles: { ...OWN.subtitles, colour: 'pink' } }, {}, 'subtitles'],
    ['subtitles that are no object', { subtitles: 1 }, { subtitles: DEFAULT_LOOK }, 'subtitles'],
    ['a key of an action nobody knows', { keys: { ...OWN.keys, own: [{ action: 'fly', keys: ['F'] }, ...OWN.keys.own] } }, {}, 'keys'],
    ['keys that are no list', { keys: { preset: 'vlc', own: 3 } }, { keys: { ...DEFAULT_KEYS, preset: 'vlc' } }, 'keys'],
    ['a later version', { version: 99, fromTheFuture: true }, {}, 'fromTheFuture'],
    ['no version', { version: undefined }, {}, ''],
  ])('by %s keep all others', (_title, damage, others, lost) => {
    const { preferences, problem } = rescue(stored(damage))
    expect(preferences).toEqual({ ...OWN, ...others })
    expect(problem).toMatchObject({ code: 'settingsMended', details: { isWhole: false, closesWay: false, lost } })
  })

  it('of an earlier version mean what they meant then', () => {
    expect(rescue({ version: 4, volume: 7, subtitles: { ...DEFAULT_LOOK, language: 'de' } }).preferences).toEqual({ ...DEFAULT_PREFERENCES, subtitlesShown: true, subtitles: { ...DEFAULT_LOOK, language: 'de' } })
  })

  it('altogether are as at first', () => {
    const text = JSON.stringify(formatPreferences({ ...DEFAULT_PREFERENCES, volume: 0.5 })).slice(0, -1)
    expect(rescuePreferences(undefined, text)).toMatchObject({ preferences: DEFAULT_PREFERENCES, problem: { details: { isWhole: true, closesWay: false } } })
  })

  it.each([
    ['an interface', { networkInterface: 7 }],
    ['a proxy', { proxy: { kind: 'socks5', host: 'proxy.example' } }],
    ['a proxy beside an interface that can', { proxy: 'socks5://proxy.example', networkInterface: 'tun0' }],
  ])('let nothing out when %s cannot be read', (_title, damage) => {
    const { preferences, problem } = rescue(stored(damage))
    expect(preferences).toMatchObject({ networkInterface: UNREADABLE_INTERFACE, theme: 'dark' })
    expect(problem.details).toMatchObject({ closesWay: true })
  })

  it.each([['networkInterface', 'tun0'], ['proxy', { kind: 'socks5', host: 'proxy.example', port: 1080, user: '', password: '' }]])('let nothing out when a broken file named a way: %s', (name, value) => {
    const text = JSON.stringify(formatPreferences({ ...DEFAULT_PREFERENCES, [name]: value }), null, 2)
    for (let end = 0; end < text.length; end++) expect(rescuePreferences(undefined, text.slice(0, end)).preferences.networkInterface).toBe(UNREADABLE_INTERFACE)
  })

  it.each([null, '', '[]', '{"volume": 0.5,'])('let nothing out when nobody knows what the file said: %j', (text) => {
    expect(rescuePreferences(undefined, text)).toMatchObject({ preferences: { ...DEFAULT_PREFERENCES, networkInterface: UNREADABLE_INTERFACE }, problem: { details: { isWhole: true, closesWay: true } } })
  })

  it('let everything out when a broken file named none', () => {
    const text = JSON.stringify(formatPreferences(DEFAULT_PREFERENCES), null, 2).slice(0, 80)
    expect(rescuePreferences(undefined, text).preferences).toEqual(DEFAULT_PREFERENCES)
  })
})
