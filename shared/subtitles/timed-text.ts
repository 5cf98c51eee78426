import type { Interval } from '../interval.ts'
import { decodeUtf8 } from '../torrent/utf8.ts'
import { boxesIn, findBox, fourCc, readBox } from '../window/iso-boxes.ts'
import { createSampleClock, createSamplePlaces, sampleSizes } from '../window/sample-tables.ts'
import { bytesIn, viewOf } from './matroska-elements.ts'
import type { Cue, CueRun } from './cue.ts'
import { FOOT, PLAIN, SUBTITLE_LIMITS, makeCue } from './cue.ts'

/** A text sample of a movie file: when it is shown and where its bytes lie in the file. */
export interface TextSample extends Interval {
  readonly startMs: number
  readonly endMs: number
}

/** A subtitle track of a movie file (ISO/IEC 14496-12; timed text after 3GPP TS 26.245). */
export interface TextTrack {
  readonly number: number
  /** ISO 639-2. */
  readonly language: string
  readonly title: string
  /** The name of its coding, `tx3g` for the one read here. */
  readonly format: string
  readonly isDefault: boolean
  readonly forced: boolean
  readonly samples: readonly TextSample[]
}

const MAX_TRACKS = 128
/** Longer texts are none. */
const MAX_SAMPLE_BYTES = 65_536

/** The subtitle tracks of a movie box; `bytes` begin with a top-level box and hold all of `moov`. Null when they do not. */
export function parseTextTracks(bytes: Uint8Array): TextTrack[] | null {
  const view = viewOf(bytes)
  const moov = findBox(view, { begin: 0, end: bytes.length }, 'moov')
  if (!moov || moov.end > bytes.length) return null
  const tracks = [...boxesIn(view, moov)].filter(({ type }) => type === fourCc('trak'))
  return tracks.slice(0, MAX_TRACKS).flatMap((trak) => readTrack(view, trak) ?? [])
}

const HANDLERS: readonly number[] = ['sbtl', 'text', 'subt', 'subp', 'clcp'].map(fourCc)

function readTrack(view: DataView, trak: Interval): TextTrack | null {
  const [tkhd, hdlr, mdhd, stbl] = [findBox(view, trak, 'tkhd'), findBox(view, trak, 'mdia', 'hdlr'), findBox(view, trak, 'mdia', 'mdhd'), findBox(view, trak, 'mdia', 'minf', 'stbl')]
  const stsd = stbl && findBox(view, stbl, 'stsd')
  if (!tkhd || !hdlr || !mdhd || !stbl || !stsd || tkhd.end - tkhd.begin < 24 || hdlr.end - hdlr.begin < 12 || mdhd.end - mdhd.begin < 24) return null
  if (!HANDLERS.includes(view.getUint32(hdlr.begin + 8))) return null
  const entry = readBox(view, stsd.begin + 8, stsd.end)
  const timescale = view.getUint32(mdhd.begin + (isWide(view, mdhd) ? 20 : 12))
  if (!entry || timescale === 0 || isChapterTrack(view, trak, tkhd)) return null
  return {
    number: view.getUint32(tkhd.begin + (isWide(view, tkhd) ? 20 : 12)),
    language: languageOf(view, mdhd),
    title: titleOf(view, trak),
    format: nameOf(entry.type),
    isDefault: (view.getUint8(tkhd.begin + 3) & 1) === 1,
    forced: entry.type === fourCc('tx3g') && entry.end - entry.begin >= 12 && (view.getUint32(entry.begin + 8) & FORCED) !== 0,
    samples: readSamples(view, stbl, timescale),
  }
}

/** Every sample is to be shown whatever the person chose (3GPP TS 26.245, and Apple's use of its display flags). */
const FORCED = 0x80000000

function isWide(view: DataView, box: Interval): boolean {
  return view.getUint8(box.begin) === 1
}

/** The text track that names chapters is disabled and is no subtitle; muxers give it the handler "text". */
function isChapterTrack(view: DataView, trak: Interval, tkhd: Interval): boolean {
  const hdlr = findBox(view, trak, 'mdia', 'hdlr')
  return hdlr !== null && view.getUint32(hdlr.begin + 8) === fourCc('text') && (view.getUint8(tkhd.begin + 3) & 1) === 0
}

/** Three letters of five bits each. */
function languageOf(view: DataView, mdhd: Interval): string {
  const packed = view.getUint16(mdhd.begin + (isWide(view, mdhd) && mdhd.end - mdhd.begin >= 34 ? 32 : 20))
  return String.fromCharCode(...[10, 5, 0].map((shift) => ((packed >> shift) & 31) + 0x60))
}

function titleOf(view: DataView, trak: Interval): string {
  const name = findBox(view, trak, 'udta', 'name')
  return name ? decodeUtf8(bytesIn(view, { begin: name.begin, end: Math.min(name.end, name.begin + 400) })).replace(/\0/g, '') : ''
}

function nameOf(type: number): string {
  return [24, 16, 8, 0].map((shift) => String.fromCharCode((type >> shift) & 127)).join('').replace(/[^a-z0-9]/gi, '').slice(0, 16)
}

function readSamples(view: DataView, stbl: Interval, timescale: number): TextSample[] {
  const sizes = sampleSizes(view, stbl)
  const places = createSamplePlaces(view, stbl)
  const clock = createSampleClock(view, stbl)
  const samples: TextSample[] = []
  let endTicks = clock(0) ?? 0
  for (let i = 0; sizes && i < Math.min(sizes.count, SUBTITLE_LIMITS.cues); i++) {
    const begin = places(i)
    const size = sizes.of(i)
    const startTicks = endTicks
    const next = clock(i + 1)
    if (begin === null) break
    endTicks = next ?? startTicks + timescale * LAST_SEC
    if (size > 2 && size <= MAX_SAMPLE_BYTES) samples.push({ begin, end: begin + size, startMs: Math.round((startTicks / timescale) * 1000), endMs: Math.round((endTicks / timescale) * 1000) })
  }
  return samples
}

/** The last sample ends with the film; a line is read by then. */
const LAST_SEC = 5

/** The text of a `tx3g` sample: a length, the text, and boxes of which only the styles are read. */
export function readTextSample(sample: Uint8Array, { startMs, endMs }: TextSample): Cue | null {
  const view = viewOf(sample)
  if (sample.length < 3) return null
  const end = Math.min(sample.length, 2 + view.getUint16(0))
  const marked = sample[2] === 0xfe && sample[3] === 0xff
  const text = marked ? utf16(view, 4, end) : decodeUtf8(sample.subarray(2, end))
  return makeCue(startMs, endMs, styledRuns(text.replace(/\r\n?/g, '\n'), stylesIn(view, end)), FOOT)
}

function utf16(view: DataView, begin: number, end: number): string {
  let text = ''
  for (let at = begin; at + 1 < end; at += 2) text += String.fromCharCode(view.getUint16(at))
  return text
}

interface StyleRecord {
  readonly begin: number
  readonly end: number
  readonly flags: number
}

const MAX_STYLES = 200

function stylesIn(view: DataView, from: number): StyleRecord[] {
  const box = [...boxesIn(view, { begin: from, end: view.byteLength })].find(({ type }) => type === fourCc('styl'))
  const count = box && box.end - box.begin >= 2 ? Math.min(view.getUint16(box.begin), Math.floor((box.end - box.begin - 2) / 12), MAX_STYLES) : 0
  return Array.from({ length: count }, (_, i) => {
    const at = (box?.begin ?? 0) + 2 + i * 12
    return { begin: view.getUint16(at), end: view.getUint16(at + 2), flags: view.getUint8(at + 6) }
  })
}

/** Records count characters and come in order; what lies between them is plain. */
function styledRuns(text: string, styles: readonly StyleRecord[]): CueRun[] {
  const characters = [...text]
  const runs: CueRun[] = []
  let at = 0
  const take = (end: number, flags: number) => {
    if (end > at) runs.push({ ...PLAIN, bold: (flags & 1) !== 0, italic: (flags & 2) !== 0, underline: (flags & 4) !== 0, text: characters.slice(at, end).join('') })
    at = Math.max(at, end)
  }
  for (const { begin, end, flags } of styles) {
    take(begin, 0)
    take(end, flags)
  }
  take(characters.length, 0)
  return runs
}
