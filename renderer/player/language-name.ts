/** A language in the window's own language; a tag of a shape that is none is shown as it is written. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([navigator.language], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
