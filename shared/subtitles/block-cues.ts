import { decodeUtf8 } from '../torrent/utf8.ts'
import type { Cue } from './cue.ts'
import { FOOT, makeCue } from './cue.ts'
import { parseMarkup } from './markup.ts'
import { createAssBlockReader } from './parse-ass.ts'

/** How the words of a track inside a film are written; `kind` is what can be made of them here. */
export interface TrackWriting {
  readonly kind: 'text' | 'pictures' | 'unsupported'
  readonly format: string
}

/** Judges a track by its Matroska codec ID (RFC 9559 codec mappings). */
export function writingOf(codec: string): TrackWriting {
  return CODECS.get(codec) ?? { kind: 'unsupported', format: codec.replace(/^S_(?:TEXT\/)?/, '').toLowerCase().slice(0, 16) }
}

const CODECS: ReadonlyMap<string, TrackWriting> = new Map([
  ['S_TEXT/UTF8', { kind: 'text', format: 'srt' }], ['S_TEXT/ASCII', { kind: 'text', format: 'srt' }],
  ['S_TEXT/ASS', { kind: 'text', format: 'ass' }], ['S_TEXT/SSA', { kind: 'text', format: 'ass' }], ['S_ASS', { kind: 'text', format: 'ass' }], ['S_SSA', { kind: 'text', format: 'ass' }],
  ['S_TEXT/WEBVTT', { kind: 'text', format: 'vtt' }], ['D_WEBVTT/SUBTITLES', { kind: 'text', format: 'vtt' }],
  ['S_HDMV/PGS', { kind: 'pictures', format: 'pgs' }], ['S_VOBSUB', { kind: 'pictures', format: 'vobsub' }],
])

/** Makes a cue of one block of a text track; null when it holds nothing to read. */
export type BlockCueReader = (block: Uint8Array, startMs: number, durationMs: number | null) => Cue | null

/** A reader for the blocks of one track; `codecPrivate` holds the styles of ASS. */
export function createBlockCueReader(format: string, codecPrivate: Uint8Array): BlockCueReader {
  if (format === 'ass') {
    const reader = createAssBlockReader(decodeUtf8(codecPrivate))
    return (block, startMs, durationMs) => reader.cue(wordsOf(block), startMs, startMs + (durationMs ?? UNENDED_MS))
  }
  return (block, startMs, durationMs) => {
    const { runs, corner } = parseMarkup(wordsOf(block).replace(/\r\n?/g, '\n'))
    return makeCue(startMs, startMs + (durationMs ?? UNENDED_MS), runs, corner === null ? FOOT : { corner, at: null })
  }
}

/** A block that does not say how long it is shown. */
const UNENDED_MS = 4000

function wordsOf(block: Uint8Array): string {
  return decodeUtf8(block).replace(/\0+$/, '')
}
