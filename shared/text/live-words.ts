import { isolate } from './isolate.ts'

/**
 * Words that follow the language: looks like the English ones and has their type, but each member is read from the
 * translation at the moment it is asked for. What the translation lacks is said in English. Branches may be kept in a
 * constant: they follow too. What a sentence is given as text keeps its own direction of writing inside it.
 */
export function liveWords<T extends object>(english: T, translation: () => unknown): T {
  const branches = new Map<PropertyKey, object>()
  const sentences = new Map<unknown, unknown>()
  return new Proxy(english, {
    get: (target, key) => {
      const own: unknown = Reflect.get(target, key)
      const other = () => memberOf(translation(), key)
      if (!isBranch(own)) return asSentence(other() ?? own, sentences)
      const branch = branches.get(key) ?? liveWords(own, other)
      branches.set(key, branch)
      return branch
    },
  })
}

/** A group of words; a list of sentences is one entry. */
export function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A sentence with arguments takes each text as it is; `known`: those that were asked for before. */
function asSentence(entry: unknown, known: Map<unknown, unknown>): unknown {
  if (typeof entry !== 'function') return entry
  const present = known.get(entry)
  if (present !== undefined) return present
  const sentence = (...args: readonly unknown[]): unknown => Reflect.apply(entry, undefined, args.map((arg) => (typeof arg === 'string' ? isolate(arg) : arg)))
  known.set(entry, sentence)
  return sentence
}

function memberOf(group: unknown, key: PropertyKey): unknown {
  return isBranch(group) ? Reflect.get(group, key) : undefined
}
