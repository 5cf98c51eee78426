/** The languages the program speaks. A new one is one more catalogue beside german.ts and one line here. */
export const LANGUAGES = ['en', 'de'] as const
export type Language = (typeof LANGUAGES)[number]

/** Each language in its own words: nobody finds theirs in another one. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' }

/** Scripts written from right to left, by language (Unicode CLDR, orientation of characters). */
const RIGHT_TO_LEFT: readonly string[] = ['ar', 'fa', 'he', 'ur']

/** Which way a language is written: for the `dir` of the page. A region or script after the language does not count. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(languagePart(tag)) ? 'rtl' : 'ltr'
}

/** The language to speak: the one that was chosen, else the system's if we speak it, else English. `systemTag` as in BCP 47. */
export function chooseLanguage(chosen: Language | 'system', systemTag: string): Language {
  if (chosen !== 'system') return chosen
  return LANGUAGES.find((language) => language === languagePart(systemTag)) ?? 'en'
}

/**
 * The one thing this process remembers outside a closure: the language it speaks. Words are asked for everywhere, and
 * handing a catalogue through every function would say nothing more. Whoever changes it draws everything again.
 */
const spoken: { language: Language } = { language: 'en' }

/** The language of this process; English until another one is set. */
export function languageNow(): Language {
  return spoken.language
}

/** Speaks another language from now on. */
export function speak(language: Language): void {
  spoken.language = language
}

function languagePart(tag: string): string {
  return tag.toLowerCase().split(/[-_]/u)[0] ?? ''
}
