import type { Interval } from '../interval.ts'
import { elementsIn, readElement } from '../window/ebml.ts'
import { ID } from './matroska-ids.ts'
import { bytesIn, viewOf } from './matroska-elements.ts'
import { decodeUtf8 } from '../torrent/utf8.ts'

/** Bounds on the fonts of a film: a styled one brings a dozen of a few megabytes. */
export const FONT_LIMITS = { count: 100, bytes: 16 * 1024 * 1024, allBytes: 64 * 1024 * 1024 } as const

/** What stands at a place of the attachments. */
export interface Attachment {
  /** Where its bytes lie in the file; null when it is no font. */
  readonly font: Interval | null
  /** Where the next one begins. */
  readonly next: number
}

/** Bytes that hold the names of an attachment and where its content begins. */
export const ATTACHMENT_HEADER_BYTES = 4096

/** Reads one attached file from the bytes it begins with, which begin at `at` of the file. Null when they are none. */
export function readAttachment(bytes: Uint8Array, at: number, fileLength: number): Attachment | null {
  const view = viewOf(bytes)
  const file = readElement(view, 0, fileLength - at)
  if (!file) return null
  if (file.id !== ID.attachedFile) return { font: null, next: at + file.next }
  let named = ''
  let content: Interval | null = null
  for (const child of elementsIn(view, file)) {
    if ((child.id === ID.fileName || child.id === ID.fileMediaType) && child.end <= view.byteLength) named += ` ${decodeUtf8(bytesIn(view, { begin: child.begin, end: Math.min(child.end, child.begin + 400) }))}`
    if (child.id === ID.fileData) content = { begin: at + child.begin, end: at + child.end }
  }
  const isFont = content !== null && content.end - content.begin <= FONT_LIMITS.bytes && /font|truetype|opentype|\.(?:ttf|otf|ttc)\b/i.test(named)
  return { font: isFont ? content : null, next: at + file.next }
}
