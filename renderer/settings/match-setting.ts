import { foldTitle } from '../home/match-title.ts'

/** Letters from which a word says enough to be found inside another: German writes several as one ("Downloadordner"), while "port" is also in "report" and "transport". */
const TELLING_LETTERS = 5

/** True when every word of the query begins a word of the text or, having five letters and more, is anywhere in it; case and accents do not count. An empty query fits all. */
export function matchesSetting(text: string, query: string): boolean {
  const plain = foldTitle(text)
  return foldTitle(query).split(/\s+/u).every((word) => (word.length < TELLING_LETTERS ? beginsWord(plain, word) : plain.includes(word)))
}

function beginsWord(text: string, word: string): boolean {
  let at = text.indexOf(word)
  while (at !== -1 && word !== '' && /[\p{L}\p{N}]$/u.test(text.slice(0, at))) at = text.indexOf(word, at + 1)
  return at !== -1
}
