import type { Interval } from '../interval.ts'

/** An EBML element (RFC 8794): its body is [begin, end) in the bytes given, `next` is where its sibling begins. */
export interface Element extends Interval {
  readonly id: number
  readonly next: number
}

/** The element at a place; null when its header is not here. An unknown size reaches to the end of its parent. */
export function readElement(view: DataView, at: number, parentEnd: number): Element | null {
  const idLength = at < view.byteLength ? vintLength(view.getUint8(at)) : 0
  if (idLength === 0 || idLength > 4 || at + idLength >= view.byteLength) return null
  const sizeAt = at + idLength
  const sizeLength = vintLength(view.getUint8(sizeAt))
  if (sizeLength === 0 || sizeAt + sizeLength > view.byteLength) return null
  const id = readUint(view, { begin: at, end: sizeAt })
  const begin = sizeAt + sizeLength
  let size = view.getUint8(sizeAt) & (0xff >> sizeLength)
  let unknown = size === 0xff >> sizeLength
  for (let i = 1; i < sizeLength; i++) {
    const byte = view.getUint8(sizeAt + i)
    unknown &&= byte === 0xff
    size = size * 256 + byte
  }
  const end = unknown ? parentEnd : Math.min(parentEnd, begin + size)
  return { id, begin, end, next: Math.max(end, begin) }
}

function vintLength(first: number): number {
  return first === 0 ? 0 : Math.clz32(first) - 23
}

/** The elements of a body one after the other, as far as the bytes reach; the last one may reach past them. */
export function* elementsIn(view: DataView, { begin, end }: Interval): Generator<Element, void, undefined> {
  for (let at = begin; at < Math.min(end, view.byteLength);) {
    const element = readElement(view, at, end)
    if (!element) return
    yield element
    at = element.next
  }
}

/** An unsigned integer of up to eight bytes; larger than 2^53 it is rounded. Bytes that are not here are left out. */
export function readUint(view: DataView, { begin, end }: Interval): number {
  let value = 0
  for (let at = begin; at < Math.min(end, begin + 8, view.byteLength); at++) value = value * 256 + view.getUint8(at)
  return value
}

/** A float of four or eight bytes; any other length is 0 (RFC 8794, 7.3). */
export function readFloat(view: DataView, { begin, end }: Interval): number {
  if (end > view.byteLength) return 0
  if (end - begin === 4) return view.getFloat32(begin)
  return end - begin === 8 ? view.getFloat64(begin) : 0
}
