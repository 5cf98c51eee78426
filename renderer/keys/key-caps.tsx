import { keyWords } from '../../shared/text/key-words.ts'

/** A key as it looks on the keyboard; several where they are pressed together. */
export function KeyCaps({ name }: { readonly name: string }) {
  return <span className="key-caps" dir="ltr">{keyWords(name).map((word) => <kbd key={word}>{word}</kbd>)}</span>
}
