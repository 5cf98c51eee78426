import { afterEach, describe, expect, it } from 'vitest'
import { ERROR_CODES } from '../errors.ts'
import { catalogue, TRANSLATIONS } from './catalogue.ts'
import { english } from './english.ts'
import { ERROR_TRANSLATIONS, errorWords } from './error-words.ts'
import { chooseLanguage, directionOf, speak } from './language.ts'
import { isBranch, liveWords } from './live-words.ts'
import { dayFormat, formatBytes, formatShare, plurals, speakClock } from './numbers.ts'

afterEach(() => { speak('en') })

/** Every entry by its way through the groups, with what a translation must match: sentence, words, or a list so long. */
function entries(group: object, way = ''): readonly string[] {
  return Object.entries(group).flatMap(([key, value]: [string, unknown]) => {
    if (isBranch(value)) return entries(value, `${way}${key}.`)
    return [`${way}${key}: ${Array.isArray(value) ? `${String(value.length)} sentences` : typeof value}`]
  })
}

describe.each(Object.entries(TRANSLATIONS))('the catalogue in %s', (_language, translation) => {
  it('has every entry of the English one and no other', () => {
    expect(entries(translation).toSorted()).toEqual(entries(english).toSorted())
  })
})

describe('the words', () => {
  it.each(Object.entries(ERROR_TRANSLATIONS))('have sentences for every error in %s too', (_language, { errors }) => {
    expect(ERROR_CODES.filter((code) => errors[code] === undefined)).toEqual([])
  })

  it('for an error are in the language, too', () => {
    speak('de')
    expect(errorWords({ code: 'portInUse', message: '', details: { port: 80 } }).what).toBe('Port 80 wird von einem anderen Programm benutzt.')
  })

  it('follow the language, also where a group was kept', () => {
    const { common } = catalogue
    speak('de')
    expect(common.cancel).toBe('Abbrechen')
    expect(catalogue.home.filmNote(2010, 15)).toBe('2010 · 15 min')
    speak('en')
    expect(common.cancel).toBe('Cancel')
  })

  it('are English where a translation lacks them', () => {
    const words = liveWords({ a: 'one', deep: { b: 'two', c: (count: number) => `${String(count)} three` } }, () => ({ deep: { b: 'zwei' } }))
    expect([words.a, words.deep.b, words.deep.c(3)]).toEqual(['one', 'zwei', '3 three'])
    expect({ ...words.deep }).toMatchObject({ b: 'zwei' })
  })

  it.each([['de-AT', 'de'], ['en-US', 'en'], ['tlh', 'en'], ['', 'en']] as const)('a system that speaks %s is answered in %s', (tag, language) => {
    expect(chooseLanguage('system', tag)).toBe(language)
    expect(chooseLanguage('de', tag)).toBe('de')
  })

  it.each([['ar-EG', 'rtl'], ['he', 'rtl'], ['de', 'ltr'], ['en-GB', 'ltr']] as const)('%s is written %s', (tag, direction) => {
    expect(directionOf(tag)).toBe(direction)
  })
})

describe('numbers in German', () => {
  it('have a comma, their own words and their own dates', () => {
    speak('de')
    expect([formatBytes(3_140_000), formatShare(3_100_000, 4_000_000), speakClock(3730), dayFormat('UTC')(0), plurals(1, { one: 'Peer', other: 'Peers' }), plurals(12_345, { other: 'Peers' })])
      .toEqual(['3,1 MB', '3,1 von 4,0 MB', '1 Stunde 2 Minuten 10 Sekunden', '01.01.1970', '1 Peer', '12.345 Peers'])
  })
})
