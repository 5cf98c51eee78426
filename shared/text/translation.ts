import type { english } from './english.ts'

/** English words with their places kept and their values open: strings stay strings, sentences keep their arguments. */
type Words<T> = T extends string ? string
  : T extends (...args: infer A) => string ? (...args: A) => string
    : { readonly [K in keyof T]?: Words<T[K]> }

/** A catalogue in another language. Leaving something out is allowed while it is being written; a test lists what is missing. */
export type Translation = Words<typeof english>
