/** A part of something that does not show it to us, by the names on the way; undefined when one of them is not there (any more). */
export function privatePart(owner: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined), owner)
}
