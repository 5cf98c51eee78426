/**
 * Words that follow the language: looks like the English ones and has their type, but each member is read from the
 * translation at the moment it is asked for. What the translation lacks is said in English. Branches may be kept in a
 * constant: they follow too.
 */
export function liveWords<T extends object>(english: T, translation: () => unknown): T {
  const branches = new Map<PropertyKey, object>()
  return new Proxy(english, {
    get: (target, key) => {
      const own: unknown = Reflect.get(target, key)
      const other = () => memberOf(translation(), key)
      if (!isBranch(own)) return other() ?? own
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

function memberOf(group: unknown, key: PropertyKey): unknown {
  return isBranch(group) ? Reflect.get(group, key) : undefined
}
