import type { Interval } from '../interval.ts'
import { elementsIn, readElement, readUint } from './ebml.ts'
import type { Element } from './ebml.ts'
import { BOX_HEADER_BYTES, fourCc, readBox } from './iso-boxes.ts'

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
/** What a player reads first of a file whose index lies elsewhere. */
const HEAD_BYTES = 4096
/** A larger index is none: the film of ten hours has 20 MB. */
export const MAX_INDEX_BYTES = 64 * 1024 * 1024
/** Enough for the header of a box or an element. */
export const INDEX_HEADER_BYTES = BOX_HEADER_BYTES

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

function locateMoov(view: DataView, lengthBytes: number): IndexLocation {
  let at = 0
  let media = false
  while (at < lengthBytes) {
    if (at + BOX_HEADER_BYTES > view.byteLength) return beyondHead(at, media, view.byteLength, lengthBytes)
    const box = readBox(view, at, lengthBytes)
    if (!box) return { kind: 'unknown' }
    if (box.type === fourCc('moov')) return { kind: 'found', ranges: [{ begin: 0, end: box.end }] }
    if (box.type === fourCc('mdat')) media = true
    at = box.next
  }
  return { kind: 'unknown' }
}

/** The next box header was not read yet: behind the media data it must hold the index; else more head is needed. */
function beyondHead(at: number, media: boolean, givenBytes: number, lengthBytes: number): IndexLocation {
  if (media) return { kind: 'found', ranges: [{ begin: 0, end: Math.min(HEAD_BYTES, lengthBytes) }, { begin: at, end: lengthBytes }] }
  return at + BOX_HEADER_BYTES <= MAX_HEAD_BYTES ? moreHead(at + BOX_HEADER_BYTES, givenBytes, lengthBytes) : { kind: 'unknown' }
}

const EBML = { segment: 0x18538067, seekHead: 0x114d9b74, seek: 0x4dbb, seekId: 0x53ab, seekPosition: 0x53ac, info: 0x1549a966, tracks: 0x1654ae6b, cues: 0x1c53bb6b, cluster: 0x1f43b675 }
/** Cues of a two-hour film with an entry every half second stay below this. */
const CUES_BYTES = 512 * 1024

/** Walks up to the first cluster. The head a player reads ends behind Info and Tracks; attachments behind them may be large. */
function locateCues(view: DataView, lengthBytes: number): IndexLocation {
  const header = readElement(view, 0, lengthBytes)
  const segment = header && readElement(view, header.next, lengthBytes)
  if (!segment || segment.id !== EBML.segment) return { kind: 'unknown' }
  let cues: number | null = null
  let headEnd = HEAD_BYTES
  let at = segment.begin
  for (const element of elementsIn(view, { begin: at, end: lengthBytes })) {
    if (element.id === EBML.cues) return { kind: 'found', ranges: [{ begin: 0, end: element.next }] }
    if (element.id === EBML.cluster) return cues === null ? { kind: 'found', ranges: [{ begin: 0, end: at }] } : withCues(cues, headEnd, lengthBytes)
    if (element.id === EBML.seekHead) cues ??= cuesPosition(view, element, segment.begin)
    if (element.id === EBML.info || element.id === EBML.tracks) headEnd = Math.min(MAX_HEAD_BYTES, Math.max(headEnd, element.end))
    at = element.next
  }
  return cues === null ? moreHead(view.byteLength * 4, view.byteLength, lengthBytes) : withCues(cues, headEnd, lengthBytes)
}

function withCues(begin: number, headEnd: number, lengthBytes: number): IndexLocation {
  if (begin >= lengthBytes) return { kind: 'unknown' }
  return { kind: 'found', ranges: [{ begin: 0, end: Math.min(begin, headEnd) }, { begin, end: Math.min(lengthBytes, begin + CUES_BYTES) }] }
}

/**
 * The ranges of `locateIndex` once the first INDEX_HEADER_BYTES of the last one are here: where its end was a guess it
 * is now exact. Unchanged when something else lies there, or when it claims to be longer than any index.
 */
export function settleIndex(ranges: readonly Interval[], firstBytes: Uint8Array, lengthBytes: number): readonly Interval[] {
  const last = ranges.at(-1)
  if (!last || ranges.length === 1) return ranges
  const view = new DataView(firstBytes.buffer, firstBytes.byteOffset, firstBytes.byteLength)
  const [element, box] = [readElement(view, 0, lengthBytes - last.begin), readBox(view, 0, lengthBytes - last.begin)]
  const sizeBytes = element?.id === EBML.cues ? element.end : box?.type === fourCc('moov') ? box.end : Infinity
  return sizeBytes > MAX_INDEX_BYTES ? ranges : [...ranges.slice(0, -1), { begin: last.begin, end: last.begin + sizeBytes }]
}

/** Positions in a SeekHead count from the segment's content (RFC 9559, 5.1.1.1.2). */
function cuesPosition(view: DataView, seekHead: Element, segmentBegin: number): number | null {
  for (const seek of elementsIn(view, seekHead)) {
    if (seek.id !== EBML.seek) continue
    const { id, position } = readSeek(view, seek)
    if (id === EBML.cues && position !== null) return segmentBegin + position
  }
  return null
}

function readSeek(view: DataView, seek: Element): { id: number | null; position: number | null } {
  let id: number | null = null
  let position: number | null = null
  for (const child of elementsIn(view, seek)) {
    if (child.end > view.byteLength) break
    if (child.id === EBML.seekId) id = readUint(view, child)
    if (child.id === EBML.seekPosition) position = readUint(view, child)
  }
  return { id, position }
}
