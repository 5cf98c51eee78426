import type { Interval } from '../../interval.ts'
import { mergeAll } from '../../interval.ts'
import { viewOf } from '../../subtitles/matroska-elements.ts'
import { decodedSec, FLV_CODECS, FLV_SIGN, FLV_TAG, isTagType, PICTURE_BYTES, shownLaterSec, SIZE_BEHIND_BYTES, TAG_BYTES } from '../scan/flv-tags.ts'
import type { EntryLook, OpenedEntry } from './entry-look.ts'
import { NO_LOOK } from './entry-look.ts'

/** What a decoder must be told comes before the pictures and sounds, or among the first of them. */
const ORDINARY_TAGS = 8
const AAC = 10

/** How a Flash video is entered (Adobe Flash Video File Format 10.1, annex E): behind its header, its script and what its decoders must be told. */
export function openFlvEntry(head: Uint8Array, lengthBytes: number): OpenedEntry {
  if (head.length < 9) return 'needsMore'
  const view = viewOf(head)
  if (view.getUint32(0) >>> 8 !== FLV_SIGN) return null
  let at = view.getUint32(5) + SIZE_BEHIND_BYTES
  const parts: Interval[] = [{ begin: 0, end: at }]
  let mediaBegin: number | null = null
  for (let ordinary = 0; ordinary < ORDINARY_TAGS && at < lengthBytes;) {
    if (at + TAG_BYTES + 2 > head.length) return 'needsMore'
    const end = at + TAG_BYTES + (view.getUint32(at) & 0xffffff) + SIZE_BEHIND_BYTES
    if (!isTag(view, at)) return null
    if (isOrdinary(view, at)) {
      mediaBegin ??= at
      ordinary += 1
    } else parts.push({ begin: at, end })
    at = end
  }
  return { head: mergeAll(parts), mediaBegin: mediaBegin ?? at, look }
}

function isTag(view: DataView, at: number): boolean {
  return isTagType(view.getUint8(at)) && (view.getUint32(at + 7) & 0xffffff) === 0
}

/** A picture or a sound, not what decoders are told of them. */
function isOrdinary(view: DataView, at: number): boolean {
  const [type, first, second] = [view.getUint8(at), view.getUint8(at + TAG_BYTES), view.getUint8(at + TAG_BYTES + 1)]
  if (type === FLV_TAG.sound) return first >> 4 !== AAC || second !== 0
  return type === FLV_TAG.picture && !(FLV_CODECS.includes(first & 0x0f) && second === 0)
}

/** Tags are found by the size that stands behind each of them once more. */
function look(bytes: Uint8Array, begin: number): EntryLook {
  const view = viewOf(bytes)
  const found = findTag(view)
  if (found === null) return NO_LOOK
  const firstSec = decodedSec(view, found)
  let lastSec = firstSec
  for (let at = found; at + TAG_BYTES + PICTURE_BYTES <= bytes.length && isTag(view, at); at += TAG_BYTES + (view.getUint32(at) & 0xffffff) + SIZE_BEHIND_BYTES) {
    lastSec = decodedSec(view, at)
    if (isKey(view, at)) return { firstSec, lastSec, key: { at: begin + at, sec: lastSec + laterSec(view, at) } }
  }
  return { firstSec, lastSec, key: null }
}

function findTag(view: DataView): number | null {
  for (let at = 0; at + TAG_BYTES + SIZE_BEHIND_BYTES <= view.byteLength; at++) {
    if (!isTag(view, at)) continue
    const size = TAG_BYTES + (view.getUint32(at) & 0xffffff)
    if (size > TAG_BYTES && at + size + SIZE_BEHIND_BYTES <= view.byteLength && view.getUint32(at + size) === size) return at
  }
  return null
}

function isKey(view: DataView, at: number): boolean {
  return view.getUint8(at) === FLV_TAG.picture && view.getUint8(at + TAG_BYTES) >> 4 === 1 && isOrdinary(view, at)
}

function laterSec(view: DataView, at: number): number {
  return FLV_CODECS.includes(view.getUint8(at + TAG_BYTES) & 0x0f) ? shownLaterSec(view, at) : 0
}
