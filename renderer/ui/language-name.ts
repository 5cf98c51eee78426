import { languageNow } from '../../shared/text/language.ts'

/** A language in the words of `locale`, the window's own by default; a tag of a shape that is none is shown as it is written. */
export function languageName(tag: string, locale: string = languageNow()): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
