import { describe, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES, applyPatch, formatPreferences, parsePreferences } from './settings.ts'

describe('preferences', () => {
  it('are read as they were written', () => {
    const preferences = { theme: 'dark', volume: 0.5, muted: true, warmSeek: false } as const
    expect(parsePreferences(JSON.parse(JSON.stringify(formatPreferences(preferences))))).toEqual({ ok: true, value: preferences })
  })

  it('of the first version are taken over', () => {
    expect(parsePreferences({ version: 1, theme: 'dark', volume: 0.5, muted: true })).toEqual({ ok: true, value: { theme: 'dark', volume: 0.5, muted: true, warmSeek: true } })
  })

  it.each([
    ['of a later version', { ...formatPreferences(DEFAULT_PREFERENCES), version: 3 }],
    ['with a field out of range', { ...formatPreferences(DEFAULT_PREFERENCES), volume: 7 }],
    ['with a field missing', { version: 1, theme: 'dark' }],
    ['that are no object', 'dark'],
  ])('%s are refused', (_title, content) => {
    expect(parsePreferences(content)).toMatchObject({ ok: false, error: { code: 'invalidMessage' } })
  })

  it('keep what a change does not name', () => {
    expect(applyPatch({ theme: 'dark', volume: 0.5, muted: true, warmSeek: false }, { volume: 0.25 })).toEqual({ theme: 'dark', volume: 0.25, muted: true, warmSeek: false })
  })
})
