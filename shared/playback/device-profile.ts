import type { PageAbilities } from './film-facts.ts'
import type { VideoTrack } from './media-info.ts'

/** What a player or device plays, as data. Names of containers and codecs are ffprobe's own. */
export interface DeviceProfile {
  readonly name: string
  /** Played from the file itself. */
  readonly direct: {
    readonly containers: readonly string[]
    readonly video: readonly VideoRule[]
    readonly audio: readonly string[]
    /** True when another sound than the first playable one can be picked in the file. */
    readonly picksAudio: boolean
  }
  /** Played from segments of fragmented MP4. */
  readonly segments: { readonly video: readonly VideoRule[]; readonly audio: readonly string[] }
  /** Sound of more channels than this stays silent there; absent = any. */
  readonly maxChannels?: number
  /** Largest picture it takes; null = any. */
  readonly maxHeight: number | null
}

export interface VideoRule {
  readonly codec: string
  readonly maxBitDepth: number
  /** As ffprobe counts (42 = H.264 4.2); absent = any. */
  readonly maxLevel?: number
}

/** True when one of the rules takes the picture. An unknown level is given the benefit of the doubt. */
export function takesVideo(rules: readonly VideoRule[], { codec, bitDepth, level }: VideoTrack): boolean {
  return rules.some((rule) => rule.codec === codec && bitDepth <= rule.maxBitDepth && (rule.maxLevel === undefined || level === null || level <= rule.maxLevel))
}

/** True when a rule names the codec, whatever its depth or level. */
export function knowsCodec(rules: readonly VideoRule[], codec: string): boolean {
  return rules.some((rule) => rule.codec === codec)
}

/**
 * What the window is asked about itself: `file` is played from its address, `segments` through Media Source Extensions.
 * The page asks the browser (mediaCapabilities, MediaSource) and sends back the ids that it plays.
 */
export interface PageQuestion {
  readonly id: string
  readonly kind: 'video' | 'audio'
  readonly file: string
  readonly segments: string
}

export const PAGE_QUESTIONS: readonly PageQuestion[] = [
  question('video', 'h264', 'avc1.640029'), question('video', 'h264-10', 'avc1.6e0029'),
  question('video', 'hevc', 'hvc1.1.6.L123.B0'), question('video', 'hevc-10', 'hvc1.2.4.L123.B0'),
  question('video', 'vp8', 'vp8', 'video/webm'), question('video', 'vp9', 'vp09.00.41.08'), question('video', 'vp9-10', 'vp09.02.41.10'),
  question('video', 'av1', 'av01.0.09M.08'), question('video', 'av1-10', 'av01.0.09M.10'),
  question('audio', 'aac', 'mp4a.40.2'), question('audio', 'mp3', 'mp3', 'audio/mp4', 'audio/mpeg'), question('audio', 'opus', 'opus'), question('audio', 'flac', 'flac'),
  question('audio', 'vorbis', 'vorbis', 'audio/webm'), question('audio', 'ac3', 'ac-3'), question('audio', 'eac3', 'ec-3'), question('audio', 'dts', 'dtsc'), question('audio', 'alac', 'alac'),
  question('audio', 'pcm', '1', 'audio/wav'),
]

/** The window when nobody has asked it: what every Chromium with the common codecs plays. */
export const PLAIN_PAGE: PageAbilities = {
  file: ['h264', 'h264-10', 'vp8', 'vp9', 'vp9-10', 'av1', 'av1-10', 'aac', 'mp3', 'opus', 'flac', 'vorbis', 'pcm'],
  segments: ['h264', 'h264-10', 'vp9', 'vp9-10', 'av1', 'av1-10', 'aac', 'opus', 'flac'],
  audioTracks: false,
}

/** What the window opens of itself, whatever is inside; it cannot be asked, for it denies Matroska and plays it. */
const PAGE_CONTAINERS = ['mov', 'mp4', 'matroska', 'webm', 'ogg', 'mp3', 'flac', 'wav', 'aac']
/** PCM comes in many widths; those below play. */
const PCM = ['pcm_s16le', 'pcm_s24le', 'pcm_u8', 'pcm_f32le', 'pcm_s16be', 'pcm_s24be']
/** VP8 has no place in MP4 (and nobody asks for it there). */
const NOT_IN_SEGMENTS = ['vp8', 'vorbis', 'pcm']

/** The profile of the window from its own answers. */
export function pageProfile({ file, segments, audioTracks }: PageAbilities): DeviceProfile {
  return {
    name: 'page',
    direct: { containers: PAGE_CONTAINERS, video: videoRules(file), audio: audioCodecs(file), picksAudio: audioTracks },
    segments: { video: videoRules(segments.filter((id) => !NOT_IN_SEGMENTS.includes(id))), audio: audioCodecs(segments.filter((id) => !NOT_IN_SEGMENTS.includes(id))) },
    maxHeight: null,
  }
}

/** Any player of HLS that told us nothing: the least every one of them plays (RFC 8216, Apple's authoring rules). */
export const PLAIN_HLS: DeviceProfile = {
  name: 'hls',
  direct: { containers: [], video: [], audio: [], picksAudio: false },
  segments: { video: [{ codec: 'h264', maxBitDepth: 8 }], audio: ['aac'] },
  maxHeight: null,
}

/** Google Cast, supported media: first to third generation take H.264 High up to 4.2; newer ones more. */
export const CHROMECAST: DeviceProfile = {
  name: 'chromecast',
  direct: { containers: ['mov', 'mp4', 'webm', 'mp3', 'flac', 'wav', 'ogg'], video: [{ codec: 'h264', maxBitDepth: 8, maxLevel: 42 }, { codec: 'vp8', maxBitDepth: 8 }], audio: ['aac', 'mp3', 'opus', 'vorbis', 'flac', ...PCM], picksAudio: false },
  segments: { video: [{ codec: 'h264', maxBitDepth: 8, maxLevel: 42 }], audio: ['aac'] },
  // AAC of six channels plays without a sound, and without a word of complaint.
  maxChannels: 2,
  maxHeight: 1080,
}

/** A television by the network (DLNA): MPEG-TS or MP4 with H.264 and AC-3 or AAC is what nearly all take. */
export const TELEVISION: DeviceProfile = {
  name: 'television',
  direct: { containers: ['mov', 'mp4', 'mpegts'], video: [{ codec: 'h264', maxBitDepth: 8, maxLevel: 42 }, { codec: 'mpeg2video', maxBitDepth: 8 }], audio: ['aac', 'ac3', 'mp3', 'mp2'], picksAudio: false },
  segments: { video: [{ codec: 'h264', maxBitDepth: 8, maxLevel: 42 }], audio: ['aac', 'ac3'] },
  maxHeight: 1080,
}

function question(kind: 'video' | 'audio', id: string, codecs: string, segments = `${kind}/mp4`, file = segments): PageQuestion {
  return { id, kind, file: `${file}; codecs="${codecs}"`, segments: `${segments}; codecs="${codecs}"` }
}

function videoRules(ids: readonly string[]): VideoRule[] {
  return ['h264', 'hevc', 'vp8', 'vp9', 'av1'].flatMap((codec) => {
    if (ids.includes(`${codec}-10`)) return [{ codec, maxBitDepth: 10 }]
    return ids.includes(codec) ? [{ codec, maxBitDepth: 8 }] : []
  })
}

function audioCodecs(ids: readonly string[]): string[] {
  return ['aac', 'mp3', 'opus', 'flac', 'vorbis', 'ac3', 'eac3', 'dts', 'alac', 'pcm'].filter((codec) => ids.includes(codec)).flatMap((codec) => (codec === 'pcm' ? PCM : [codec]))
}
