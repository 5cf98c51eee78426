import { describe, expect, it } from 'vitest'
import { DEFAULT_LOOK } from '../subtitles/look.ts'
import { DEFAULT_PREFERENCES, applyPatch, formatPreferences, parsePreferences } from './settings.ts'

const PREFERENCES = { ...DEFAULT_PREFERENCES, theme: 'dark', volume: 0.5, muted: true, warmSeek: false, subtitles: { ...DEFAULT_LOOK, size: 2, language: 'de' } } as const

describe('preferences', () => {
  it('are read as they were written', () => {
    expect(parsePreferences(JSON.parse(JSON.stringify(formatPreferences(PREFERENCES))))).toEqual({ ok: true, value: PREFERENCES })
  })

  it.each([
    ['first', { version: 1, theme: 'dark', volume: 0.5, muted: true }],
    ['second', { version: 2, theme: 'dark', volume: 0.5, muted: true, warmSeek: true }],
  ])('of the %s version are taken over', (_which, content) => {
    expect(parsePreferences(content)).toEqual({ ok: true, value: { ...DEFAULT_PREFERENCES, theme: 'dark', volume: 0.5, muted: true, warmSeek: true, subtitles: DEFAULT_LOOK } })
  })

  it.each([
    ['of a later version', { ...formatPreferences(DEFAULT_PREFERENCES), version: 6 }],
    ['with a field out of range', { ...formatPreferences(DEFAULT_PREFERENCES), volume: 7 }],
    ['with a field nobody knows', { version: 4, colour: 'red' }],
    ['without a version', { theme: 'dark' }],
    ['that are no object', 'dark'],
  ])('%s are refused', (_title, content) => {
    expect(parsePreferences(content)).toMatchObject({ ok: false, error: { code: 'invalidMessage' } })
  })

  it.each([['de', true], [null, false]] as const)('of the fourth version with the language %s show subtitles by themselves: %s', (language, shown) => {
    const parsed = parsePreferences({ version: 4, subtitles: { ...DEFAULT_LOOK, language } })
    expect(parsed.ok && parsed.value.subtitlesShown).toBe(shown)
  })

  it('keep what a change does not name', () => {
    expect(applyPatch(PREFERENCES, { volume: 0.25 })).toEqual({ ...PREFERENCES, volume: 0.25 })
  })
})
