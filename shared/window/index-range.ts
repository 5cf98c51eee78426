import type { Interval } from '../interval.ts'
import { readElement, readUint } from './ebml.ts'
import type { Element } from './ebml.ts'

/**
 * Where a container keeps its index, found from the first bytes of the file: the `moov` box of ISO BMFF (ISO/IEC
 * 14496-12) or the Cues of Matroska (RFC 9559). Fetching exactly this instead of a guess lets a film whose index lies at
 * the end start as quickly as one whose index lies in front.
 */
export type IndexLocation =
  /** The byte ranges a player reads before it can start, in order. */
  | { readonly kind: 'found'; readonly ranges: readonly Interval[] }
  /** More of the head is needed: this many bytes. */
  | { readonly kind: 'needsMore'; readonly headBytes: number }
  /** Not a container known here: a guess has to do. */
  | { readonly kind: 'unknown' }

/** Never look further than this into a file for its first boxes. */
const MAX_HEAD_BYTES = 1024 * 1024

/** Reads `head`, the first bytes of a file of lengthBytes. */
export function locateIndex(head: Uint8Array, lengthBytes: number): IndexLocation {
  if (head.length < 16) return moreHead(4096, head.length, lengthBytes)
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  if (view.getUint32(0) === 0x1a45dfa3) return locateCues(view, lengthBytes)
  if (isBoxType(view.getUint32(4))) return locateMoov(view, lengthBytes)
  return { kind: 'unknown' }
}

/** Asks for more of the head where there is more and a player would still look. */
function moreHead(wantedBytes: number, givenBytes: number, lengthBytes: number): IndexLocation {
  const headBytes = Math.min(lengthBytes, MAX_HEAD_BYTES, wantedBytes)
  return headBytes > givenBytes ? { kind: 'needsMore', headBytes } : { kind: 'unknown' }
}

function isBoxType(type: number): boolean {
  return ['ftyp', 'moov', 'free', 'skip', 'wide', 'mdat', 'styp', 'pnot'].some((name) => fourCc(name) === type)
}

function fourCc(name: string): number {
  return [...name].reduce((code, letter) => code * 256 + letter.charCodeAt(0), 0)
}

function locateMoov(view: DataView, lengthBytes: number): IndexLocation {
  let at = 0
  let media = false
  while (at < lengthBytes) {
    if (at + 16 > view.byteLength) return beyondHead(at, media, view.byteLength, lengthBytes)
    const size = boxSize(view, at, lengthBytes)
    if (size < 8) return { kind: 'unknown' }
    const type = view.getUint32(at + 4)
    if (type === fourCc('moov')) return { kind: 'found', ranges: [{ begin: 0, end: Math.min(lengthBytes, at + size) }] }
    if (type === fourCc('mdat')) media = true
    at += size
  }
  return { kind: 'unknown' }
}

/** The next box header was not read yet: behind the media data it must hold the index; else more head is needed. */
function beyondHead(at: number, media: boolean, givenBytes: number, lengthBytes: number): IndexLocation {
  if (media) return { kind: 'found', ranges: [{ begin: 0, end: Math.min(4096, lengthBytes) }, { begin: at, end: lengthBytes }] }
  return at + 16 <= MAX_HEAD_BYTES ? moreHead(at + 16, givenBytes, lengthBytes) : { kind: 'unknown' }
}

/** Size 1 = 64-bit size follows; size 0 = to the end of the file (14496-12, 4.2). */
function boxSize(view: DataView, at: number, lengthBytes: number): number {
  const size = view.getUint32(at)
  if (size === 0) return lengthBytes - at
  return size === 1 ? view.getUint32(at + 8) * 2 ** 32 + view.getUint32(at + 12) : size
}

const EBML = { segment: 0x18538067, seekHead: 0x114d9b74, seek: 0x4dbb, seekId: 0x53ab, seekPosition: 0x53ac, cues: 0x1c53bb6b, cluster: 0x1f43b675, tracks: 0x1654ae6b }
/** Cues of a two-hour film with an entry every half second stay below this. */
const CUES_BYTES = 512 * 1024

function locateCues(view: DataView, lengthBytes: number): IndexLocation {
  const header = readElement(view, 0, lengthBytes)
  const segment = header && readElement(view, header.next, lengthBytes)
  if (!segment || segment.id !== EBML.segment) return { kind: 'unknown' }
  let cluster = -1
  for (let at = segment.begin; at < view.byteLength;) {
    const element = readElement(view, at, lengthBytes)
    if (!element) break
    if (element.id === EBML.cluster) { cluster = at; break }
    if (element.id === EBML.cues) return { kind: 'found', ranges: [{ begin: 0, end: element.next }] }
    if (element.id === EBML.seekHead) {
      const cues = cuesPosition(view, element)
      if (cues !== null) return withCues(segment.begin + cues, lengthBytes)
    }
    at = element.next
  }
  return cluster >= 0 ? { kind: 'found', ranges: [{ begin: 0, end: cluster }] } : moreHead(view.byteLength * 4, view.byteLength, lengthBytes)
}

function withCues(begin: number, lengthBytes: number): IndexLocation {
  if (begin >= lengthBytes) return { kind: 'unknown' }
  return { kind: 'found', ranges: [{ begin: 0, end: Math.min(begin, 4096) }, { begin, end: Math.min(lengthBytes, begin + CUES_BYTES) }] }
}

function cuesPosition(view: DataView, seekHead: Element): number | null {
  for (let at = seekHead.begin; at < Math.min(seekHead.end, view.byteLength);) {
    const seek = readElement(view, at, seekHead.end)
    if (!seek) return null
    if (seek.id === EBML.seek) {
      const { id, position } = readSeek(view, seek)
      if (id === EBML.cues && position !== null) return position
    }
    at = seek.next
  }
  return null
}

function readSeek(view: DataView, seek: Element): { id: number | null; position: number | null } {
  let id: number | null = null
  let position: number | null = null
  for (let at = seek.begin; at < Math.min(seek.end, view.byteLength);) {
    const child = readElement(view, at, seek.end)
    if (!child || child.end > view.byteLength) break
    if (child.id === EBML.seekId) id = readUint(view, child)
    if (child.id === EBML.seekPosition) position = readUint(view, child)
    at = child.next
  }
  return { id, position }
}
