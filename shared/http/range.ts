import type { Interval } from '../interval.ts'

/** What a Range header asks of a representation; `bytes` is half-open. */
export type RangeChoice = { readonly kind: 'full' } | { readonly kind: 'part'; readonly bytes: Interval } | { readonly kind: 'unsatisfiable' }

/**
 * Resolves a Range header against a representation of lengthBytes. Full: no header, another unit, a malformed header,
 * several ranges (a server may always answer with the whole), or a suffix of an empty file. Unsatisfiable: a first-pos at
 * or past the end, and `-0`. A last-pos past the end is clamped; positions beyond 2^53 count as past every end.
 * RFC 9110 14.1.1, 14.1.2, 14.2.
 */
export function resolveRange(header: string | null, lengthBytes: number): RangeChoice {
  const spec = header === null ? null : onlyRangeSpec(header)
  if (spec === null) return FULL
  const [, first = '', last = ''] = spec
  if (first !== '') return resolveIntRange(Number(first), last === '' ? Infinity : Number(last), lengthBytes)
  return last === '' ? FULL : resolveSuffix(Number(last), lengthBytes)
}

const FULL: RangeChoice = { kind: 'full' }
const UNSATISFIABLE: RangeChoice = { kind: 'unsatisfiable' }

/** The one range of a set with a single member, cut into first-pos and last-pos; null for several, none or nonsense. */
function onlyRangeSpec(header: string): RegExpExecArray | null {
  const set = /^bytes=([-\d,][-\d, \t]*)$/i.exec(header)?.[1]
  if (set === undefined) return null
  // An empty list element is allowed and means nothing (RFC 9110 5.6.1.2): "0-1," is a single range.
  const [only, ...others] = set.split(',').map((member) => member.trim()).filter((member) => member !== '')
  return only === undefined || others.length > 0 ? null : /^(\d*)-(\d*)$/.exec(only)
}

/** lastPos is inclusive, as on the wire; a lastPos before firstPos makes the header invalid, so it is ignored. */
function resolveIntRange(firstPos: number, lastPos: number, lengthBytes: number): RangeChoice {
  if (lastPos < firstPos) return FULL
  if (firstPos >= lengthBytes) return UNSATISFIABLE
  return { kind: 'part', bytes: { begin: firstPos, end: Math.min(lastPos + 1, lengthBytes) } }
}

/** A suffix longer than the file is the file; no range can be written for an empty file, so it goes out whole. */
function resolveSuffix(suffixLength: number, lengthBytes: number): RangeChoice {
  if (suffixLength === 0) return UNSATISFIABLE
  if (lengthBytes === 0) return FULL
  return { kind: 'part', bytes: { begin: Math.max(0, lengthBytes - suffixLength), end: lengthBytes } }
}
