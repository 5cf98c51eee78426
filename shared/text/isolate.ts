import { directionOf, languageNow } from './language.ts'

/** First strong isolate and its end (Unicode Bidirectional Algorithm, X5c and X6a). */
const [BEGIN, END] = ['\u2068', '\u2069'] as const

/** Scripts written from right to left: Hebrew, Arabic, their forms, and those beside them (Unicode blocks of Bidi_Class R and AL). */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/**
 * A name, a path or a part of a sentence that keeps its own direction inside another one: without it "S01E02 (2024)" behind
 * an Arabic name changes places with what surrounds it. Left as it is where both run from left to right.
 */
export function isolate(text: string): string {
  const isNeeded = RIGHT_TO_LEFT.test(text) || (text !== '' && directionOf(languageNow()) === 'rtl')
  return isNeeded ? `${BEGIN}${text}${END}` : text
}
