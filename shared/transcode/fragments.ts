import { BOX_HEADER_BYTES, boxesIn, findBox, fourCc, readBox } from '../window/iso-boxes.ts'
import type { Interval } from '../interval.ts'

/** A fragment of an ISO base media stream (ISO/IEC 14496-12, 8.8): its `moof` and `mdat`, and when its leading track is seen. */
export interface Fragment {
  readonly bytes: Uint8Array
  /** Presentation time of its first picture; of its first sound in a film without pictures. */
  readonly startSec: number
  readonly endSec: number
  /** Begins with a key frame; one that does not goes on where the one before ends. */
  readonly isKey: boolean
}

export type FragmentPart = { readonly kind: 'init'; readonly bytes: Uint8Array } | ({ readonly kind: 'fragment' } & Fragment)

/** Cuts a growing stream into its init segment and its fragments. */
export interface FragmentSplitter {
  /** What became complete with these bytes. Throws RangeError for what is no such stream, or a box beyond the bound. */
  push(bytes: Uint8Array): FragmentPart[]
}

/** A fragment holds the pictures between two key frames: 20 s of 4K at 80 Mb/s. */
const MAX_BOX_BYTES = 200_000_000

/** The track by which fragments are told in time. */
export interface Leading {
  readonly id: number
  readonly timescale: number
  /** Ticks that the edit list cuts off the front: the pictures' reordering. */
  readonly cutTicks: number
  readonly defaultDuration: number
  /** Flags of its samples where a fragment says nothing of them. */
  readonly defaultFlags: number
}

export function createFragmentSplitter(): FragmentSplitter {
  let parts: Uint8Array[] = []
  let have = 0
  let head: Uint8Array[] = []
  let moof: Uint8Array | null = null
  let leading: Leading | null = null
  /** By how much the latest key frame is shown after it is decoded: pictures in between are reordered within this. */
  let delayTicks = 0
  let untilSec: number | null = null

  const takeBox = (): Uint8Array | null => {
    const size = boxSize(parts, have)
    if (size === null || have < size) return null
    const all = join(parts, have)
    parts = all.length > size ? [all.subarray(size)] : []
    have -= size
    return all.subarray(0, size)
  }

  const handle = (box: Uint8Array): FragmentPart[] => {
    const type = viewOf(box).getUint32(4)
    if (type === fourCc('ftyp')) head = [box]
    else if (type === fourCc('moov')) {
      head.push(box)
      leading = leadingTrack(box)
      return [{ kind: 'init', bytes: join(head, head.reduce((sum, { length }) => sum + length, 0)) }]
    } else if (type === fourCc('moof')) moof = box.slice()
    else if (type === fourCc('mdat') && moof) {
      const fragment = finish(moof, box)
      moof = null
      return fragment
    }
    return []
  }

  const finish = (head: Uint8Array, body: Uint8Array): FragmentPart[] => {
    const facts = leading && readFacts(head, leading)
    const bytes = join([head, body], head.length + body.length)
    // The sound may fill a fragment of its own, which belongs to the pictures before it.
    if (!leading || !facts) return untilSec === null ? [] : [{ kind: 'fragment', bytes, startSec: untilSec, endSec: untilSec, isKey: false }]
    if (facts.isKey || untilSec === null) delayTicks = facts.firstOffset
    const start = facts.decodeTicks + delayTicks - leading.cutTicks
    untilSec = (start + facts.ticks) / leading.timescale
    return [{ kind: 'fragment', bytes, startSec: start / leading.timescale, endSec: untilSec, isKey: facts.isKey }]
  }

  return {
    push: (bytes) => {
      if (bytes.length > 0) parts.push(bytes)
      have += bytes.length
      const found: FragmentPart[] = []
      for (let box = takeBox(); box; box = takeBox()) found.push(...handle(box))
      return found
    },
  }
}

/** Of the box that begins the bytes; null while its header is not here. */
function boxSize(parts: Uint8Array[], have: number): number | null {
  if (have < 8) return null
  const header = firstBytes(parts, Math.min(have, BOX_HEADER_BYTES))
  const box = readBox(viewOf(header), 0, MAX_BOX_BYTES + 1)
  if (!box && have < BOX_HEADER_BYTES) return null
  if (!box || box.next > MAX_BOX_BYTES || viewOf(header).getUint32(0) === 0) throw new RangeError('the converter wrote something that is no fragmented MP4')
  return box.next
}

/** The picture's track, or the first one, of a whole `moov`; null when there is none. */
export function leadingTrack(moovBox: Uint8Array): Leading | null {
  const view = viewOf(moovBox)
  const moov = { begin: 8, end: moovBox.length }
  const tracks = [...boxesIn(view, moov)].filter(({ type }) => type === fourCc('trak'))
  const picture = tracks.find((trak) => {
    const hdlr = findBox(view, trak, 'mdia', 'hdlr')
    return hdlr !== null && hdlr.end - hdlr.begin >= 12 && view.getUint32(hdlr.begin + 8) === fourCc('vide')
  }) ?? tracks[0]
  const tkhd = picture && findBox(view, picture, 'tkhd')
  const mdhd = picture && findBox(view, picture, 'mdia', 'mdhd')
  if (!picture || !tkhd || !mdhd) return null
  const id = view.getUint32(tkhd.begin + (view.getUint8(tkhd.begin) === 1 ? 20 : 12))
  const timescale = view.getUint32(mdhd.begin + (view.getUint8(mdhd.begin) === 1 ? 20 : 12))
  return timescale === 0 ? null : { id, timescale, cutTicks: cutOf(view, picture), ...trexDefaults(view, moov, id) }
}

/** Media time of the first edit that is not empty (ISO/IEC 14496-12, 8.6.6). */
function cutOf(view: DataView, trak: Interval): number {
  const elst = findBox(view, trak, 'edts', 'elst')
  if (!elst) return 0
  const wide = view.getUint8(elst.begin) === 1
  const count = view.getUint32(elst.begin + 4)
  for (let i = 0, at = elst.begin + 8; i < count && at + (wide ? 20 : 12) <= elst.end; i++, at += wide ? 20 : 12) {
    const time = wide ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4)
    if (time >= 0) return time
  }
  return 0
}

function trexDefaults(view: DataView, moov: Interval, id: number): { defaultDuration: number; defaultFlags: number } {
  const mvex = findBox(view, moov, 'mvex')
  const trex = mvex && [...boxesIn(view, mvex)].find(({ type, begin }) => type === fourCc('trex') && view.getUint32(begin + 4) === id)
  return { defaultDuration: trex ? view.getUint32(trex.begin + 12) : 0, defaultFlags: trex ? view.getUint32(trex.begin + 20) : 0 }
}

export interface LeadingFacts {
  readonly decodeTicks: number
  readonly ticks: number
  /** By how much the first picture is shown after it is decoded. */
  readonly firstOffset: number
  readonly isKey: boolean
}

/**
 * What a `moof` holds of the leading track; null when nothing. Sound that begins before 0 (the encoder's priming) is written by
 * ffmpeg as a number near 2^64, which players take for a time in the far future: such a start is set to 0 in place.
 */
export function readFacts(moofBox: Uint8Array, leading: Leading): LeadingFacts | null {
  const view = viewOf(moofBox)
  let facts: LeadingFacts | null = null
  for (const traf of boxesIn(view, { begin: 8, end: moofBox.length })) {
    if (traf.type !== fourCc('traf')) continue
    const decodeTicks = mendDecodeTime(view, findBox(view, traf, 'tfdt'))
    const tfhd = findBox(view, traf, 'tfhd')
    if (decodeTicks === null || !tfhd || view.getUint32(tfhd.begin + 4) !== leading.id) continue
    facts = { decodeTicks, ...runLength(view, traf, tfhd, leading), isKey: (firstFlags(view, traf, tfhd, leading) & NOT_KEY) === 0 }
  }
  return facts
}

/** `sample_is_non_sync_sample` (ISO/IEC 14496-12, 8.8.3.1). */
const NOT_KEY = 0x10000

/** Flags of the first sample: its own, those of its run, of its fragment, of its track (ISO/IEC 14496-12, 8.8.7 and 8.8.8). */
function firstFlags(view: DataView, traf: Interval, tfhd: Interval, { defaultFlags }: Leading): number {
  const trun = findBox(view, traf, 'trun')
  const flags = trun ? view.getUint32(trun.begin) & 0xffffff : 0
  const at = trun ? trun.begin + 8 + ((flags & 1) !== 0 ? 4 : 0) : 0
  if (trun && (flags & 4) !== 0 && at + 4 <= trun.end) return view.getUint32(at)
  const own = at + ((flags & 0x100) !== 0 ? 4 : 0) + ((flags & 0x200) !== 0 ? 4 : 0)
  if (trun && (flags & 0x400) !== 0 && own + 4 <= trun.end) return view.getUint32(own)
  return tfhdField(view, tfhd, 0x20) ?? defaultFlags
}

const WRAPPED = 2n ** 63n

function mendDecodeTime(view: DataView, tfdt: Interval | null): number | null {
  if (!tfdt) return null
  if (view.getUint8(tfdt.begin) === 0) return view.getUint32(tfdt.begin + 4)
  const time = view.getBigUint64(tfdt.begin + 4)
  if (time < WRAPPED) return Number(time)
  view.setBigUint64(tfdt.begin + 4, 0n)
  return 0
}

/** Sum of the durations in the track runs and the first composition offset (ISO/IEC 14496-12, 8.8.7 and 8.8.8). */
function runLength(view: DataView, traf: Interval, tfhd: Interval, { defaultDuration }: Leading): { ticks: number; firstOffset: number } {
  const perSample = tfhdField(view, tfhd, 8) ?? defaultDuration
  let ticks = 0
  let firstOffset: number | null = null
  for (const trun of boxesIn(view, traf)) {
    if (trun.type !== fourCc('trun')) continue
    const flags = view.getUint32(trun.begin) & 0xffffff
    const count = view.getUint32(trun.begin + 4)
    const fields = [0x100, 0x200, 0x400, 0x800].map((flag) => (flags & flag) !== 0)
    const [hasDuration = false, hasSize = false, hasFlags = false, hasOffset = false] = fields
    const width = fields.filter(Boolean).length * 4
    let at = trun.begin + 8 + ((flags & 1) !== 0 ? 4 : 0) + ((flags & 4) !== 0 ? 4 : 0)
    const offsetAt = (Number(hasDuration) + Number(hasSize) + Number(hasFlags)) * 4
    if (firstOffset === null) firstOffset = hasOffset && at + width <= trun.end ? view.getInt32(at + offsetAt) : 0
    if (!hasDuration) ticks += perSample * count
    else for (let i = 0; i < count && at + width <= trun.end; i++, at += width) ticks += view.getUint32(at)
  }
  return { ticks, firstOffset: firstOffset ?? 0 }
}

/** One of the optional fields of a fragment's header by its flag: 8 = duration, 0x20 = flags; null when it is not there. */
function tfhdField(view: DataView, tfhd: Interval, wanted: 8 | 0x20): number | null {
  const flags = view.getUint32(tfhd.begin) & 0xffffff
  if ((flags & wanted) === 0) return null
  const before = ([[1, 8], [2, 4], [8, 4], [0x10, 4]] as const).reduce((sum, [flag, bytes]) => sum + (flag < wanted && (flags & flag) !== 0 ? bytes : 0), 0)
  const at = tfhd.begin + 8 + before
  return at + 4 <= tfhd.end ? view.getUint32(at) : null
}

function firstBytes(parts: Uint8Array[], count: number): Uint8Array {
  const [first] = parts
  if (first && first.length >= count) return first.subarray(0, count)
  return join(parts, parts.reduce((sum, { length }) => sum + length, 0)).subarray(0, count)
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = parts
  if (parts.length === 1 && first?.length === length) return first
  const all = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
