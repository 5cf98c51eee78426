/**
 * The language a word of a file's name stands for, as a BCP 47 tag in its shortest spelling ("eng", "English" and "en"
 * are "en"); null for a word that is no language. Codes of three letters in either spelling (ISO 639-2 B and T) count.
 */
export function parseLanguage(word: string): string | null {
  const lower = word.toLowerCase()
  const named = NAMES.get(lower)
  if (named !== undefined) return named
  if (!/^[a-z]{2,3}(?:[-_][a-z]{2,4})?(?:[-_][a-z]{2})?$/.test(lower)) return null
  const tag = canonical(lower.replace(/_/g, '-'))
  const base = tag?.split('-')[0] ?? ''
  return KNOWN.has(base) ? tag : null
}

function canonical(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null
  } catch {
    return null // not the shape of a tag, such as "a-b"
  }
}

/** Languages films are subtitled in: a list, because most words of two or three letters are some language's code. */
export const SUBTITLE_LANGUAGES: readonly string[] = ('af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja jv ka kk km kn ko ku ky la lb lo lt lv mk ml mn mr ms my nb ne nl nn no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi yue zh zu').split(' ')
const KNOWN: ReadonlySet<string> = new Set(SUBTITLE_LANGUAGES)

/** Names in English and in the language itself, and codes that are in use without being any standard's. */
const NAMES: ReadonlyMap<string, string> = new Map(Object.entries({
  english: 'en', german: 'de', deutsch: 'de', french: 'fr', francais: 'fr', 'français': 'fr', spanish: 'es', espanol: 'es', 'español': 'es', castellano: 'es', latino: 'es-419', italian: 'it', italiano: 'it',
  portuguese: 'pt', portugues: 'pt', 'português': 'pt', brazilian: 'pt-BR', pob: 'pt-BR', 'pt-br': 'pt-BR', dutch: 'nl', nederlands: 'nl', flemish: 'nl-BE', polish: 'pl', polski: 'pl', czech: 'cs', cesky: 'cs', slovak: 'sk', hungarian: 'hu', magyar: 'hu',
  romanian: 'ro', romana: 'ro', bulgarian: 'bg', greek: 'el', turkish: 'tr', turkce: 'tr', russian: 'ru', ukrainian: 'uk', serbian: 'sr', scc: 'sr', croatian: 'hr', scr: 'hr', bosnian: 'bs', slovenian: 'sl', macedonian: 'mk', albanian: 'sq',
  swedish: 'sv', svenska: 'sv', danish: 'da', dansk: 'da', norwegian: 'no', norsk: 'no', finnish: 'fi', suomi: 'fi', icelandic: 'is', estonian: 'et', latvian: 'lv', lithuanian: 'lt', hebrew: 'he', arabic: 'ar', persian: 'fa', farsi: 'fa',
  hindi: 'hi', bengali: 'bn', tamil: 'ta', telugu: 'te', malayalam: 'ml', thai: 'th', vietnamese: 'vi', indonesian: 'id', malay: 'ms', filipino: 'fil', korean: 'ko', japanese: 'ja', jp: 'ja', chinese: 'zh', mandarin: 'zh', cantonese: 'yue',
  chs: 'zh-Hans', sc: 'zh-Hans', 'zh-cn': 'zh-Hans', simplified: 'zh-Hans', cht: 'zh-Hant', tc: 'zh-Hant', 'zh-tw': 'zh-Hant', traditional: 'zh-Hant', catalan: 'ca', basque: 'eu', galician: 'gl', latin: 'la',
}))
