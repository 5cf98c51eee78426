/**
 * Compares names or paths as people sort them: numbers by value (E2 before E10), letters without case and accents, folder by folder.
 * A total order: 0 only for equal texts. The same everywhere, whatever the system's language.
 */
export function compareNatural(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')]
  const shared = Math.min(left.length, right.length)
  for (let place = 0; place < shared; place++) {
    const order = comparePart(left[place] ?? '', right[place] ?? '')
    if (order !== 0) return order
  }
  return left.length - right.length || compareUnits(a, b)
}

function comparePart(a: string, b: string): number {
  const [left, right] = [tokens(a), tokens(b)]
  const shared = Math.min(left.length, right.length)
  for (let place = 0; place < shared; place++) {
    const order = compareToken(left[place] ?? '', right[place] ?? '')
    if (order !== 0) return order
  }
  return left.length - right.length
}

/** Runs of digits and runs of everything else. */
function tokens(text: string): readonly string[] {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().match(/[0-9]+|[^0-9]+/g) ?? []
}

function compareToken(a: string, b: string): number {
  if (!/^[0-9]/.test(a) || !/^[0-9]/.test(b)) return compareUnits(a, b)
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')]
  return left.length - right.length || compareUnits(left, right)
}

function compareUnits(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
