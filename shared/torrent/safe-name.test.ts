import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberedName, toSafeName } from './safe-name.ts'
import { utf8Length } from './utf8.ts'

const nameOf = (raw: string) => toSafeName(raw).name
const awkward = fc.string({ unit: fc.constantFrom('a', '.', ' ', '/', '\\', ':', '\u0000', '\u202e', '\u200d', 'é', 'e\u0301', '😀', 'CON', 'nul', '\ud800', '\u0301'), maxLength: 400 })

describe('safe names', () => {
  it.each([
    ['Film.mkv', 'Film.mkv'], ['', '_'], ['.', '_'], ['..', '_'], ['...', '_'], ['   ', '_'], ['/', '_'], ['???', '___'], ['../../etc/passwd', '.._.._etc_passwd'], ['C:\\Windows', 'C__Windows'],
    ['/etc/cron.d/x', '_etc_cron.d_x'], ['film.mkv.', 'film.mkv'], ['film.mkv . .', 'film.mkv'], [' film', 'film'], ['film:stream', 'film_stream'], ['CON', '_CON'], ['con.txt', '_con.txt'], ['Aux .x', '_Aux .x'],
    ['COM1', '_COM1'], ['LPT¹.txt', '_LPT¹.txt'], ['console.mkv', 'console.mkv'], ['.hidden', '.hidden'], ['-i evil.mp4', '-i evil.mp4'],
    ['exe.\u202e4pm', 'exe.4pm'], ['a\r\nb', 'ab'], ['a\u0000b', 'ab'], ['a\u200bb\ufeff', 'ab'], ['e\u0301t\u00e9', 'été'], ['\ud800a', 'a'], ['<img src=x onerror=alert(1)>', '_img src=x onerror=alert(1)_'],
  ])('%j becomes %j', (raw, name) => {
    expect(nameOf(raw)).toBe(name)
  })

  it('say whether something was changed; composing accents is nothing', () => {
    expect(toSafeName('e\u0301.mkv')).toEqual({ name: 'é.mkv', changed: false })
    expect(toSafeName('a/b').changed).toBe(true)
  })

  it('are cut between characters and keep their extension', () => {
    expect(nameOf(`${'😀'.repeat(100)}.mkv`)).toBe(`${'😀'.repeat(59)}.mkv`)
    expect(utf8Length(nameOf('x'.repeat(10_000)))).toBe(240)
    expect(nameOf(`a.${'x'.repeat(500)}`)).toBe(`a.${'x'.repeat(238)}`)
  })

  it('are never empty, never climb, never too long and already safe themselves', () => {
    fc.assert(fc.property(fc.oneof(awkward, fc.string({ unit: 'binary' })), (raw) => {
      const name = nameOf(raw)
      expect(name).not.toMatch(/^\.{0,2}$|[/\\:\u0000-\u001f\u202a-\u202e]|[. ]$/)
      expect(utf8Length(name)).toBeLessThanOrEqual(240)
      expect(toSafeName(name)).toEqual({ name, changed: false })
    }), { numRuns: 2000 })
  })

  it('are numbered before their extension, within the same length', () => {
    expect(numberedName('film.mkv', 2)).toBe('film (2).mkv')
    expect(numberedName('.hidden', 3)).toBe('.hidden (3)')
    fc.assert(fc.property(awkward, fc.integer({ min: 2, max: 20_000 }), (raw, number) => {
      const numbered = numberedName(nameOf(raw), number)
      expect(toSafeName(numbered)).toEqual({ name: numbered, changed: false })
      expect(numbered).toContain(`(${String(number)})`)
    }), { numRuns: 1000 })
  })
})
