import type { Interval } from '../interval.ts'
import { decodeUtf8 } from '../torrent/utf8.ts'
import type { Element } from '../window/ebml.ts'
import { elementsIn, readUint } from '../window/ebml.ts'

/** Bytes as the readers of elements want them. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The first child of that kind which is here whole. */
export function childOf(view: DataView, parent: Interval, id: number): Element | null {
  for (const element of elementsIn(view, parent)) if (element.id === id && element.end <= view.byteLength) return element
  return null
}

/** The children of that kind which are here whole, at most `most`. */
export function childrenOf(view: DataView, parent: Interval, id: number, most: number): Element[] {
  const found: Element[] = []
  for (const element of elementsIn(view, parent)) {
    if (found.length >= most) break
    if (element.id === id && element.end <= view.byteLength) found.push(element)
  }
  return found
}

/** A number's value, or what it is when the file does not say. */
export function uintOf(view: DataView, parent: Interval, id: number, otherwise: number): number {
  const child = childOf(view, parent, id)
  return child ? readUint(view, child) : otherwise
}

/** A text's value, or what it is when the file does not say; at most `most` bytes of it, up to a zero. */
export function textOf(view: DataView, parent: Interval, id: number, most: number): string | null {
  const child = childOf(view, parent, id)
  return child && decodeUtf8(bytesIn(view, { begin: child.begin, end: Math.min(child.end, child.begin + most) })).replace(/\0.*$/s, '')
}

/** The bytes of an interval; they are not copied. */
export function bytesIn(view: DataView, { begin, end }: Interval): Uint8Array {
  const last = Math.min(end, view.byteLength)
  return new Uint8Array(view.buffer, view.byteOffset + Math.min(begin, last), Math.max(0, last - begin))
}
