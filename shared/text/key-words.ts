import { keyParts } from '../keys/key-name.ts'
import { catalogue } from './catalogue.ts'

/** A key as people find it on their keyboard, part by part: `Shift+ArrowLeft` is Shift and ←. */
export function keyWords(name: string): readonly string[] {
  const names: Readonly<Record<string, string>> = { ...catalogue.keys.names }
  return keyParts(name).map((part) => names[part] ?? part)
}

/** The same in one word, for tooltips. */
export function keyWord(name: string): string {
  return keyWords(name).join('+')
}
