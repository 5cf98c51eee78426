/** True when every word of the query is somewhere in the title; case and accents do not count. An empty query fits all. */
export function matchesTitle(title: string, query: string): boolean {
  const plain = foldTitle(title)
  return foldTitle(query).split(/\s+/u).every((word) => plain.includes(word))
}

/** Letters without case and accents (Unicode NFD: a letter, then its marks), signs between words as blanks. */
export function foldTitle(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[._-]+/gu, ' ').toLowerCase().trim()
}
