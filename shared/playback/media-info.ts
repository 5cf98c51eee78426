import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'

/** What is inside a film, as far as playing it is concerned. Names of formats and codecs are ffprobe's own. */
export interface MediaInfo {
  /** Names of the container, e.g. `mov`, `mp4`, `matroska`, `webm`, `avi`, `mpegts`. */
  readonly containers: readonly string[]
  /** Null when it is not told (a broken or growing file). */
  readonly durationSec: number | null
  /** Of the first stamp in the file; most begin at 0, MPEG-TS anywhere. */
  readonly startSec: number
  readonly bitsPerSec: number | null
  readonly video: VideoTrack | null
  readonly audio: readonly AudioTrack[]
  readonly subtitles: readonly TextTrack[]
  readonly chapters: readonly MediaChapter[]
}

export interface VideoTrack {
  /** Index of the stream in the file, as ffmpeg counts. */
  readonly streamIndex: number
  readonly codec: string
  /** As ffprobe writes it (`High`, `Main 10`); '' when unknown. */
  readonly profile: string
  /** As ffprobe writes it: 41 = H.264 4.1, 120 = HEVC 4.0; null when unknown. */
  readonly level: number | null
  readonly width: number
  readonly height: number
  readonly bitDepth: number
  readonly pixelFormat: string
  readonly framesPerSec: number | null
  readonly interlaced: boolean
  /** PQ or HLG: needs tone mapping for ordinary screens. */
  readonly hdr: boolean
  /** Degrees clockwise: 0, 90, 180, 270. */
  readonly rotation: number
  /** True when frames are shown in another order than they are stored. */
  readonly reordered: boolean
}

export interface AudioTrack {
  readonly streamIndex: number
  /** 0 for the first sound of the file. */
  readonly audioIndex: number
  readonly codec: string
  readonly profile: string
  readonly channels: number
  readonly sampleRate: number | null
  /** ISO 639 as the file has it; '' when it does not say. */
  readonly language: string
  readonly title: string
  readonly isDefault: boolean
  readonly isForced: boolean
  readonly isCommentary: boolean
}

export interface TextTrack {
  readonly streamIndex: number
  readonly subtitleIndex: number
  readonly codec: string
  readonly language: string
  readonly title: string
  readonly isDefault: boolean
  readonly isForced: boolean
}

export interface MediaChapter {
  readonly startSec: number
  readonly endSec: number
  readonly title: string
}

/** Streams looked at; a film has one picture, some languages and their subtitles. */
const MAX_STREAMS = 256
const MAX_CHAPTERS = 1000
const MAX_TITLE_CHARS = 200

/**
 * Reads what `ffprobe -print_format json -show_format -show_streams -show_chapters` printed. Nothing in it is trusted: a
 * field of the wrong kind counts as missing. Covers and pictures of chapters are not taken for the film. Fails:
 * ffmpegFailed when it is no such answer or holds neither picture nor sound.
 */
export function fromFfprobe(answer: unknown): Result<MediaInfo> {
  const format = fieldsOf(fieldsOf(answer)['format'])
  const streams = listOf(fieldsOf(answer)['streams']).slice(0, MAX_STREAMS).map(fieldsOf)
  const video = streams.filter((stream) => stream['codec_type'] === 'video' && fieldsOf(stream['disposition'])['attached_pic'] !== 1 && textOf(stream['codec_name']) !== '')
  const audio = streams.filter((stream) => stream['codec_type'] === 'audio')
  const subtitles = streams.filter((stream) => stream['codec_type'] === 'subtitle')
  const found = video.find((stream) => isFlagged(stream, 'default')) ?? video[0]
  if (!found && audio.length === 0) return fail('ffmpegFailed', 'the file holds neither picture nor sound that can be read', { end: 'empty' })
  return ok({
    containers: containersOf(textOf(format['format_name']).split(',').filter((name) => name !== ''), [...video, ...audio].map((stream) => textOf(stream['codec_name']))),
    durationSec: positive(format['duration']) ?? positive(found?.['duration']),
    startSec: finite(format['start_time']) ?? 0,
    bitsPerSec: positive(format['bit_rate']),
    video: found ? videoTrack(found) : null,
    audio: audio.map(audioTrack),
    subtitles: subtitles.map(textTrack),
    chapters: listOf(fieldsOf(answer)['chapters']).slice(0, MAX_CHAPTERS).map(fieldsOf).flatMap(chapter),
  })
}

/** The sound that is heard unless the person picks another: the default one, else the first; never a commentary first. */
export function defaultAudio({ audio }: Pick<MediaInfo, 'audio'>): AudioTrack | null {
  return audio.find(({ isDefault, isCommentary }) => isDefault && !isCommentary) ?? audio.find(({ isCommentary }) => !isCommentary) ?? audio[0] ?? null
}

/** ffprobe calls every Matroska file WebM too; it is one only with these codecs inside (WebM container guidelines). */
const WEBM_CODECS = ['vp8', 'vp9', 'av1', 'vorbis', 'opus']

function containersOf(names: readonly string[], codecs: readonly string[]): readonly string[] {
  return names.includes('matroska') && !codecs.every((codec) => WEBM_CODECS.includes(codec)) ? names.filter((name) => name !== 'webm') : names
}

type Fields = Readonly<Record<string, unknown>>

function videoTrack(stream: Fields): VideoTrack {
  const pixelFormat = textOf(stream['pix_fmt'])
  const transfer = textOf(stream['color_transfer'])
  return {
    streamIndex: countOf(stream['index']),
    codec: textOf(stream['codec_name']),
    profile: textOf(stream['profile']),
    level: positive(stream['level']),
    width: countOf(stream['width']),
    height: countOf(stream['height']),
    bitDepth: bitDepthOf(pixelFormat, stream['bits_per_raw_sample']),
    pixelFormat,
    framesPerSec: ratio(stream['avg_frame_rate']) ?? ratio(stream['r_frame_rate']),
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(textOf(stream['field_order'])),
    hdr: transfer === 'smpte2084' || transfer === 'arib-std-b67',
    rotation: rotationOf(stream),
    reordered: countOf(stream['has_b_frames']) > 0,
  }
}

function audioTrack(stream: Fields, audioIndex: number): AudioTrack {
  return {
    streamIndex: countOf(stream['index']), audioIndex,
    codec: textOf(stream['codec_name']),
    profile: textOf(stream['profile']),
    channels: countOf(stream['channels']),
    sampleRate: positive(stream['sample_rate']),
    ...wordsOf(stream),
    isDefault: isFlagged(stream, 'default'),
    isForced: isFlagged(stream, 'forced'),
    isCommentary: isFlagged(stream, 'comment') || /\bcommentar/i.test(wordsOf(stream).title),
  }
}

function textTrack(stream: Fields, subtitleIndex: number): TextTrack {
  return { streamIndex: countOf(stream['index']), subtitleIndex, codec: textOf(stream['codec_name']), ...wordsOf(stream), isDefault: isFlagged(stream, 'default'), isForced: isFlagged(stream, 'forced') }
}

function chapter(fields: Fields): MediaChapter[] {
  const startSec = finite(fields['start_time'])
  const endSec = finite(fields['end_time'])
  if (startSec === null || endSec === null || startSec < 0) return []
  return [{ startSec, endSec: Math.max(startSec, endSec), title: textOf(fieldsOf(fields['tags'])['title']) }]
}

/** `und` stands for "nobody said" (ISO 639-2). */
function wordsOf(stream: Fields): { language: string; title: string } {
  const tags = fieldsOf(stream['tags'])
  const language = textOf(tags['language']).toLowerCase()
  return { language: language === 'und' ? '' : language, title: textOf(tags['title']) || handlerTitle(textOf(tags['handler_name'])) }
}

/** MP4 has no titles; some writers put one into the handler's name, most put their own there. */
function handlerTitle(name: string): string {
  return /handler|^gpac|^l-smash|^core media|iso media|^mainconcept|^\W/i.test(name) ? '' : name
}

function bitDepthOf(pixelFormat: string, rawBits: unknown): number {
  const [, bits] = /(?:p0|p|gray|x2rgb)(9|10|12|14|16)(?:le|be)?$/.exec(pixelFormat) ?? []
  return Number(bits ?? 0) || (positive(rawBits) ?? 8)
}

function rotationOf(stream: Fields): number {
  const side = listOf(stream['side_data_list']).map(fieldsOf).map((entry) => finite(entry['rotation'])).find((angle) => angle !== null)
  // The matrix counts against the clock, the older tag with it.
  const degrees = side !== undefined && side !== null ? -side : (finite(fieldsOf(stream['tags'])['rotate']) ?? 0)
  return ((Math.round(degrees / 90) * 90) % 360 + 360) % 360
}

function isFlagged(stream: Fields, flag: string): boolean {
  return fieldsOf(stream['disposition'])[flag] === 1
}

function ratio(value: unknown): number | null {
  const [, over, under] = /^(\d+)\/(\d+)$/.exec(textOf(value)) ?? []
  const result = Number(over) / Number(under)
  return Number.isFinite(result) && result > 0 ? result : null
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_TITLE_CHARS) : ''
}

/** ffprobe writes most numbers as text. */
function finite(value: unknown): number | null {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN
  return Number.isFinite(number) ? number : null
}

function positive(value: unknown): number | null {
  const number = finite(value)
  return number !== null && number > 0 ? number : null
}

function countOf(value: unknown): number {
  const number = finite(value) ?? 0
  return number > 0 && number < 1e6 ? Math.floor(number) : 0
}
