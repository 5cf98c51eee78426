import type { Interval } from '../interval.ts'

/** A box of ISO BMFF (ISO/IEC 14496-12, 4.2): its body is [begin, end) in the bytes given, `next` is where its sibling begins. */
export interface Box extends Interval {
  readonly type: number
  readonly next: number
}

/** A header with its 64-bit size; what is needed to read any box header. */
export const BOX_HEADER_BYTES = 16
/** Children looked at in one box: films have dozens, and a walk through millions of empty ones would take seconds. */
const MAX_CHILDREN = 4096

/** The box at a place; null when its header is not here whole or not one. It never reaches past its parent. */
export function readBox(view: DataView, at: number, parentEnd: number): Box | null {
  if (at + 8 > Math.min(view.byteLength, parentEnd)) return null
  const short = view.getUint32(at)
  if (short === 1 && at + BOX_HEADER_BYTES > view.byteLength) return null
  const header = short === 1 ? BOX_HEADER_BYTES : 8
  const size = short === 1 ? readUint64(view, at + 8) : short
  if (size !== 0 && size < header) return null
  const end = size === 0 ? parentEnd : Math.min(parentEnd, at + size)
  return { type: view.getUint32(at + 4), begin: Math.min(end, at + header), end, next: end }
}

/** The boxes of a body one after the other, as far as the bytes reach. */
export function* boxesIn(view: DataView, { begin, end }: Interval): Generator<Box, void, undefined> {
  for (let at = begin, seen = 0; at < end && seen < MAX_CHILDREN; seen++) {
    const box = readBox(view, at, end)
    if (!box) return
    yield box
    at = box.next
  }
}

/** The first box at the end of a path of names; null when one is missing. */
export function findBox(view: DataView, parent: Interval, ...path: readonly string[]): Interval | null {
  let found: Interval | null = parent
  for (const name of path) {
    if (!found) return null
    found = firstOf(view, found, fourCc(name))
  }
  return found
}

function firstOf(view: DataView, parent: Interval, type: number): Interval | null {
  for (const box of boxesIn(view, parent)) if (box.type === type) return box
  return null
}

/** Four letters as the number they are in the file. */
export function fourCc(name: string): number {
  return [...name].reduce((code, letter) => code * 256 + letter.charCodeAt(0), 0)
}

/** Eight bytes as a number; larger than 2^53 it is rounded. */
export function readUint64(view: DataView, at: number): number {
  return view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4)
}
