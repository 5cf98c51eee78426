import { english } from './english.ts'
import { german } from './german.ts'
import type { Language } from './language.ts'
import { languageNow } from './language.ts'
import { liveWords } from './live-words.ts'
import type { Translation } from './translation.ts'

/** The translations beside English, whose words stand for what they lack. */
export const TRANSLATIONS: Readonly<Record<Exclude<Language, 'en'>, Translation>> = { de: german }

/** Every word of the program in the language it speaks: what windows, menus and dialogs say is taken from here. */
export const catalogue = liveWords(english, () => {
  const language = languageNow()
  return language === 'en' ? english : TRANSLATIONS[language]
})
