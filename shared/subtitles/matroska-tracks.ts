import type { Interval } from '../interval.ts'
import { readElement } from '../window/ebml.ts'
import { DEFAULT_SCALE_NS, ID } from './matroska-ids.ts'
import { bytesIn, childOf, childrenOf, textOf, uintOf, viewOf } from './matroska-elements.ts'

/** How the bytes of a track's blocks are packed (RFC 9559, 5.1.4.1.31). */
export type Packing =
  | { readonly kind: 'plain' }
  | { readonly kind: 'zlib' }
  /** These bytes were taken off the front of every block. */
  | { readonly kind: 'prefix'; readonly bytes: Uint8Array }
  | { readonly kind: 'unknown' }

/** A subtitle track as the file describes it. */
export interface MatroskaTrack {
  readonly number: number
  readonly codec: string
  /** As written: BCP 47, or ISO 639-2 in older files. */
  readonly language: string
  readonly name: string
  readonly isDefault: boolean
  readonly forced: boolean
  readonly hearingImpaired: boolean
  readonly codecPrivate: Uint8Array
  readonly packing: Packing
}

/** Where the parts of a Matroska file lie that do not hold pictures or sound; places in bytes of the file. */
export interface MatroskaHead {
  readonly scaleNs: number
  readonly tracks: readonly MatroskaTrack[]
  /** Where the first cluster begins, or where bytes are needed to find it. */
  readonly mediaBegin: number
  readonly chaptersAt: number | null
  readonly cuesAt: number | null
  /** Places in Cues and SeekHead count from here. */
  readonly segmentBegin: number
  readonly attachmentsAt: number | null
  /** The tracks are behind the bytes given: from this place on. */
  readonly tracksAt: number | null
}

/** A film has dozens of subtitle tracks at the very most. */
const MAX_TRACKS = 128
const MAX_NAME_BYTES = 400

/**
 * Reads the front of a Matroska file. Null when it is not one, or too short to say (then `needsMore`). The caller gives
 * more bytes while the tracks are not here whole.
 */
export function parseMatroskaHead(head: Uint8Array, fileLength: number): MatroskaHead | 'needsMore' | null {
  const view = viewOf(head)
  const header = readElement(view, 0, fileLength)
  if (header?.id !== EBML) return head.length >= MIN_HEAD || fileLength <= head.length ? null : 'needsMore'
  const segment = readElement(view, header.next, fileLength)
  if (!segment) return 'needsMore'
  if (segment.id !== ID.segment) return null
  return readSegment(view, segment, fileLength)
}

const EBML = 0x1a45dfa3
const MIN_HEAD = 64

function readSegment(view: DataView, segment: Interval, fileLength: number): MatroskaHead | 'needsMore' {
  const sought = new Map<number, number>()
  let scaleNs = DEFAULT_SCALE_NS
  let tracks: MatroskaTrack[] | null = null
  let at = segment.begin
  for (;;) {
    const element = readElement(view, at, fileLength)
    if (!element || element.id === ID.cluster) break
    const whole = element.end <= view.byteLength
    if (!sought.has(element.id)) sought.set(element.id, at)
    if (element.id === ID.seekHead && whole) for (const [id, place] of seekEntries(view, element, segment.begin)) if (!sought.has(id)) sought.set(id, place)
    if (element.id === ID.info && whole) scaleNs = uintOf(view, element, ID.timestampScale, DEFAULT_SCALE_NS) || DEFAULT_SCALE_NS
    if (element.id === ID.tracks && whole) tracks = parseMatroskaTracks(view, element)
    at = element.next
  }
  const tracksAt = sought.get(ID.tracks) ?? null
  if (!tracks && (tracksAt === null || tracksAt < view.byteLength)) return 'needsMore'
  return { scaleNs, tracks: tracks ?? [], tracksAt: tracks ? null : tracksAt, mediaBegin: at, chaptersAt: sought.get(ID.chapters) ?? null, cuesAt: sought.get(ID.cues) ?? null, segmentBegin: segment.begin, attachmentsAt: sought.get(ID.attachments) ?? null }
}

function seekEntries(view: DataView, seekHead: Interval, segmentBegin: number): [number, number][] {
  return childrenOf(view, seekHead, ID.seek, 100).flatMap((seek): [number, number][] => {
    const place = uintOf(view, seek, ID.seekPosition, -1)
    return place < 0 ? [] : [[uintOf(view, seek, ID.seekId, 0), segmentBegin + place]]
  })
}

/** The subtitle tracks of a Tracks element. */
export function parseMatroskaTracks(view: DataView, tracks: Interval): MatroskaTrack[] {
  return childrenOf(view, tracks, ID.trackEntry, MAX_TRACKS * 4).filter((entry) => uintOf(view, entry, ID.trackType, 0) === SUBTITLE).slice(0, MAX_TRACKS).map((entry) => readTrack(view, entry))
}

/** RFC 9559, 5.1.4.1.3. */
const SUBTITLE = 0x11

function readTrack(view: DataView, entry: Interval): MatroskaTrack {
  const codecPrivate = childOf(view, entry, ID.codecPrivate)
  return {
    number: uintOf(view, entry, ID.trackNumber, 0),
    codec: textOf(view, entry, ID.codecId, 64) ?? '',
    language: textOf(view, entry, ID.languageTag, 64) ?? textOf(view, entry, ID.language, 64) ?? 'eng',
    name: textOf(view, entry, ID.name, MAX_NAME_BYTES) ?? '',
    isDefault: uintOf(view, entry, ID.flagDefault, 1) === 1,
    forced: uintOf(view, entry, ID.flagForced, 0) === 1,
    hearingImpaired: uintOf(view, entry, ID.flagHearingImpaired, 0) === 1,
    codecPrivate: codecPrivate ? bytesIn(view, codecPrivate).slice() : new Uint8Array(0),
    packing: packingOf(view, entry),
  }
}

function packingOf(view: DataView, entry: Interval): Packing {
  const encodings = childOf(view, entry, ID.encodings)
  const all = encodings ? childrenOf(view, encodings, ID.encoding, 4).filter((each) => (uintOf(view, each, ID.encodingScope, 1) & 1) === 1) : []
  const [only] = all
  if (!only) return { kind: 'plain' }
  const compression = childOf(view, only, ID.compression)
  if (all.length > 1 || !compression || childOf(view, only, ID.encryption)) return { kind: 'unknown' }
  const algo = uintOf(view, compression, ID.compressionAlgo, 0)
  const settings = childOf(view, compression, ID.compressionSettings)
  if (algo === 0) return { kind: 'zlib' }
  return algo === 3 && settings ? { kind: 'prefix', bytes: bytesIn(view, settings).slice() } : { kind: 'unknown' }
}
