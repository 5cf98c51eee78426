/** A name with the key that does the same; '' = there is none. */
export function tooltip(label: string, shortcut: string): string {
  return shortcut === '' ? label : `${label} (${shortcut})`
}
