import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from '../errors.ts'
import { TRANSLATIONS } from './catalogue.ts'
import { english } from './english.ts'
import { ERROR_TRANSLATIONS, errorWords } from './error-words.ts'
import { isolate } from './isolate.ts'
import { isBranch, liveWords } from './live-words.ts'

const NAME = 'فيلم البحر (2024) S01E02'
const ALONE = `\u2068${NAME}\u2069`

describe('a name inside a sentence', () => {
  it.each([['Sintel', 'Sintel'], ['', ''], [NAME, ALONE], ['שלום', '\u2068שלום\u2069'], ['The ship البحر 2', '\u2068The ship البحر 2\u2069']])('%s is set apart where it needs it', (name, expected) => {
    expect(isolate(name)).toBe(expected)
  })

  it.each(Object.entries({ en: english, ...TRANSLATIONS }))('keeps its own direction in every sentence of the %s catalogue', (_name, catalogue) => {
    const sentences = sentencesWith(liveWords(catalogue, () => undefined))
    expect(sentences.length).toBeGreaterThan(20)
    expect(sentences.filter((sentence) => !onlyAlone(sentence))).toEqual([])
  })

  it('keeps it in every error', () => {
    const details = { name: NAME, folder: `/home/${NAME}`, reason: 'ENOENT' }
    const sentences = ERROR_CODES.flatMap((code) => [errorWords({ code, message: '', details }), ...Object.values(ERROR_TRANSLATIONS).map(({ errors }) => errors[code]?.(details))]).map((words) => words?.what ?? '').filter((what) => what.includes(NAME))
    expect(sentences.length).toBeGreaterThan(10)
    expect(sentences.filter((sentence) => !/\u2068[^\u2069]*S01E02\u2069/u.test(sentence))).toEqual([])
  })
})

/** Everything a catalogue says when each of its arguments is the name. */
function sentencesWith(group: object): readonly string[] {
  return Object.values(group).flatMap((value: unknown) => {
    if (isBranch(value)) return sentencesWith(value)
    if (typeof value !== 'function') return []
    const sentence = String(Reflect.apply(value, undefined, [NAME, NAME, NAME, NAME]))
    return sentence.includes(NAME) ? [sentence] : []
  })
}

/** True when the name never stands there without its isolate. */
function onlyAlone(sentence: string): boolean {
  return !sentence.replaceAll(ALONE, '').includes(NAME)
}
