import type { AudioTrack, VideoTrack } from '../playback/media-info.ts'
import type { Encoder } from './encoders.ts'
import { deviceArgs, encoderArgs, pictureFilters } from './encoders.ts'
import { inputArgs, PROBE_LIMITS, QUIET } from './guard-args.ts'
import { FIRST_PART_SEC } from './parts.ts'

/** One run of ffmpeg: a film's address in, fragmented MP4 from a place on out. */
export interface ConversionPlan {
  readonly url: string
  readonly video: VideoTrack | null
  readonly audio: AudioTrack | null
  /** Null: the picture is copied. */
  readonly encode: PictureEncoding | null
  readonly audioIsCopied: boolean
  /** Where on the film's time line it begins; 0 or the start of a cell. */
  readonly fromSec: number
  /** Names of the container; each is entered in its own way. */
  readonly containers: readonly string[]
  /** What the address gives begins shortly before `fromSec` and counts from this stamp, for a picture that is encoded; null = it gives the whole film, and ffmpeg finds the place. */
  readonly entered: { readonly startSec: number } | null
}

export interface PictureEncoding {
  readonly encoder: Encoder
  readonly quality: 'normal' | 'quick'
  /** Null: as it is. */
  readonly height: number | null
  /** Starts of the cells on the film's time line, where key frames must be. */
  readonly cells: { readonly everySec: number } | { readonly atSec: readonly number[] }
  readonly threads: number
  readonly canToneMap: boolean
}

/** Enough that ffmpeg's readers of these, which aim 3/23 s before the place when pictures are reordered, still find this key frame. */
const REORDER_SEC = 0.2
/** A transport stream is entered anywhere, not at key frames, and by the time of decoding: a little too early costs nothing, too late a whole group of pictures. */
const BEFORE_SEC = 0.3
/** Over the key frame's own rounded stamp. */
const STAMP_SEC = 0.001
/** Two channels at a rate at which nobody hears the difference. */
const AUDIO_BITS = '192k'
/** A fragment ends at each key frame and after this many microseconds: parts of a cell end where fragments do. */
const FRAGMENT_US = String(FIRST_PART_SEC * 1_000_000)
/** Sound alone has no key frames at which cells begin: two packets of AAC, so that one begins just before each cell does. Else a jump to a cell's beginning falls into a hole. */
const SOUND_FRAGMENT_US = '40000'

/** The arguments of a conversion. The film's name is not among them, nor anything else a stranger chose but the address of our own server. */
export function conversionArgs(plan: ConversionPlan): readonly string[] {
  const { url, video, audio, encode, audioIsCopied } = plan
  return [
    ...QUIET, ...(encode ? deviceArgs(encode.encoder) : []), ...PROBE_LIMITS, ...startArgs(plan), ...inputArgs(url),
    ...(video ? ['-map', `0:${streamOf(plan, 'v', video)}`] : []), ...(audio ? ['-map', `0:${streamOf(plan, 'a', audio)}`] : []),
    '-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1',
    ...(video ? pictureArgs(video, encode, cutBefore(plan)) : []), ...(audio ? soundArgs(audioIsCopied, audio.codec) : []), ...(audio && plan.entered ? ['-af', `a${cutBefore(plan)}`] : []),
    // FLAC and Opus in MP4 were called experimental for years; every browser plays them.
    '-strict', 'experimental', '-avoid_negative_ts', 'disabled', '-max_muxing_queue_size', '2048',
    '-f', 'mp4', '-movflags', `${video ? 'frag_keyframe+' : ''}empty_moov+delay_moov+default_base_moof+frag_discont`, '-frag_duration', video ? FRAGMENT_US : SOUND_FRAGMENT_US,
    'pipe:1',
  ]
}

/** ffmpeg counts the streams of a Flash video as it meets them, which may be in another order where the film is entered; it has one of each kind. */
function streamOf({ entered, containers }: ConversionPlan, kind: 'v' | 'a', { streamIndex }: { readonly streamIndex: number }): string {
  return entered && containers.includes('flv') ? `${kind}:0` : String(streamIndex)
}

/**
 * A picture that is copied begins at a key frame, whose stamp must not be missed: ffmpeg takes the last one not after the
 * place. One that is encoded begins exactly at the place, with everything before it decoded and dropped.
 */
function startArgs({ fromSec, video, encode, containers, entered }: ConversionPlan): readonly string[] {
  if (entered) return ['-copyts', '-itsoffset', (-entered.startSec).toFixed(6), '-seekable', '0']
  const copies = video !== null && encode === null
  const exact = copies ? ['-noaccurate_seek'] : []
  const seek = fromSec <= 0 ? [] : ['-ss', (fromSec + (copies ? reserveOf(containers, video) : 0)).toFixed(6)]
  return [...exact, ...seek, '-copyts', '-start_at_zero']
}

/** How far beyond a key frame the place must be named for ffmpeg to enter there, and not at another one. */
function reserveOf(containers: readonly string[], { reordered }: VideoTrack): number {
  if (containers.includes('mpegts')) return -BEFORE_SEC
  return reordered && ['matroska', 'flv'].some((name) => containers.includes(name)) ? REORDER_SEC : STAMP_SEC
}

/** The filter that drops what only had to be decoded; '' where ffmpeg does that of itself. */
function cutBefore({ entered, fromSec }: ConversionPlan): string {
  return entered ? `trim=start=${fromSec.toFixed(6)}` : ''
}

function pictureArgs(video: VideoTrack, encode: PictureEncoding | null, cut: string): readonly string[] {
  // Players know HEVC in MP4 by this name only.
  if (!encode) return ['-c:v', 'copy', ...(video.codec === 'hevc' ? ['-tag:v', 'hvc1'] : [])]
  const lines = encode.height ?? video.height
  return [
    '-vf', pictureFilters(encode.encoder, [...(cut === '' ? [] : [cut]), ...filtersFor(video, encode)]).join(','),
    ...encoderArgs(encode.encoder, { quality: encode.quality, height: lines, threads: encode.threads }),
    '-force_key_frames', forcedKeyframes(encode.cells),
  ]
}

/** Key frames named one by one: enough for an hour of cells; a run seldom lives as long between two jumps. */
const MAX_NAMED = 1000

/** The expression counts from the first picture of the run, a list from the beginning of the film. */
function forcedKeyframes(cells: PictureEncoding['cells']): string {
  if ('everySec' in cells) return `expr:gte(t,n_forced*${String(cells.everySec)})`
  return cells.atSec.slice(0, MAX_NAMED).map((sec) => sec.toFixed(3)).join(',')
}

/** Half pictures are joined, high dynamic range is mapped to what every screen shows, then the size is made smaller. */
function filtersFor(video: VideoTrack, { height, canToneMap }: PictureEncoding): string[] {
  const toneMap = video.hdr && canToneMap ? ['zscale=t=linear:npl=100', 'format=gbrpf32le', 'zscale=p=bt709', 'tonemap=hable:desat=0', 'zscale=t=bt709:m=bt709:r=tv'] : []
  // The chosen height is that of a screen of 16:9; a wider film keeps its shape within it. Even sizes only.
  const scale = height === null ? ['scale=trunc(iw/2)*2:trunc(ih/2)*2'] : [`scale=${String(Math.round((height * 16) / 9 / 2) * 2)}:${String(height)}:force_original_aspect_ratio=decrease:force_divisible_by=2`]
  return [...(video.interlaced ? ['yadif=deint=interlaced'] : []), ...scale, ...toneMap]
}

function soundArgs(isCopied: boolean, codec: string): readonly string[] {
  // In a transport stream each packet of AAC has a header that MP4 has no place for; from other containers it comes without.
  if (isCopied) return ['-c:a', 'copy', ...(codec === 'aac' ? ['-bsf:a', 'aac_adtstoasc'] : [])]
  return ['-c:a', 'aac', '-ac', '2', '-b:a', AUDIO_BITS, '-ar', '48000']
}
