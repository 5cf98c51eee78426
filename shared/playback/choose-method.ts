import type { DeviceProfile } from './device-profile.ts'
import { knowsCodec, takesVideo } from './device-profile.ts'
import { screenLines } from '../transcode/auto-height.ts'
import { defaultAudio } from './media-info.ts'
import type { AudioTrack, MediaInfo } from './media-info.ts'
import { METHODS, later } from './method.ts'
import type { Method, Reason } from './method.ts'

export interface MethodWish {
  /** Which sound; null = the one heard by default. */
  readonly audioIndex: number | null
  /** The person's own choice; it is raised to the least method that can work. */
  readonly method: Method | null
  /** Methods below this one have failed or were found out. */
  readonly floor: Method
  /** Lines at most of a picture that is encoded; null = as it is. Nothing is encoded for its sake: that is `method`. */
  readonly height: number | null
}

export const NO_WISH: MethodWish = { audioIndex: null, method: null, floor: 'direct', height: null }

export interface MethodChoice {
  readonly method: Method
  readonly reasons: readonly Reason[]
  /** The sound that is played; null for a film without. */
  readonly audio: AudioTrack | null
  /** Height of the encoded picture; null when it is not encoded or stays as it is. */
  readonly height: number | null
}

/**
 * The least that must be done for a film to play somewhere: nothing, another container, the sound converted, or both.
 * `reasons` say what forbade each method that does less. Never fails: the last method turns anything into H.264 and AAC.
 */
export function chooseMethod(media: MediaInfo, profile: DeviceProfile, wish: MethodWish = NO_WISH): MethodChoice {
  const audio = media.audio.find(({ audioIndex }) => audioIndex === wish.audioIndex) ?? defaultAudio(media)
  const why = obstacles(media, profile, audio)
  const least = METHODS.find((method) => why[method].length === 0) ?? 'transcode'
  const wanted = wish.method ?? least
  const method = later(later(least, wish.floor), wanted)
  const forced: readonly Reason[] = method === least ? [] : [method === wanted && wish.method !== null ? 'chosen' : 'failedBefore']
  const reasons = [...new Set([...METHODS.slice(0, METHODS.indexOf(least)).flatMap((lesser) => why[lesser]), ...forced])]
  return { method, reasons, audio, height: method === 'transcode' ? encodedHeight(media, profile, wish.height) : null }
}

/** What stands in the way of each method. */
function obstacles(media: MediaInfo, profile: DeviceProfile, audio: AudioTrack | null): Readonly<Record<Method, readonly Reason[]>> {
  const { direct, segments, maxChannels = Infinity } = profile
  const container: Reason[] = media.containers.some((name) => direct.containers.includes(name)) ? [] : ['containerUnsupported']
  const tooHigh: Reason[] = isTooHigh(media, profile) ? ['tooHigh'] : []
  const copied = [...videoObstacles(media, segments.video), ...tooHigh]
  return {
    direct: [...container, ...videoObstacles(media, direct.video), ...tooHigh, ...audioObstacles(media, audio, direct.audio, direct.picksAudio), ...channelObstacles(audio, maxChannels)],
    remux: [...copied, ...codecObstacles(audio, segments.audio), ...channelObstacles(audio, maxChannels)],
    transcodeAudio: copied,
    transcode: [],
  }
}

function videoObstacles({ video }: MediaInfo, rules: DeviceProfile['direct']['video']): Reason[] {
  if (!video || takesVideo(rules, video)) return []
  if (!knowsCodec(rules, video.codec)) return ['videoCodecUnsupported']
  return rules.some(({ codec, maxBitDepth }) => codec === video.codec && video.bitDepth > maxBitDepth) ? ['bitDepthUnsupported'] : ['levelUnsupported']
}

function codecObstacles(audio: AudioTrack | null, codecs: readonly string[]): Reason[] {
  return !audio || codecs.includes(audio.codec) ? [] : ['audioCodecUnsupported']
}

/** What is converted has two channels. */
function channelObstacles(audio: AudioTrack | null, most: number): Reason[] {
  return audio !== null && audio.channels > most ? ['audioCodecUnsupported'] : []
}

/** A player that cannot pick plays the first sound it knows. */
function audioObstacles({ audio: all }: MediaInfo, audio: AudioTrack | null, codecs: readonly string[], picksAudio: boolean): Reason[] {
  const unknown = codecObstacles(audio, codecs)
  if (unknown.length > 0 || !audio || picksAudio) return unknown
  const heard = all.find(({ codec }) => codecs.includes(codec))
  return heard === audio ? [] : ['audioTrackUnreachable']
}

function isTooHigh({ video }: MediaInfo, { maxHeight }: DeviceProfile): boolean {
  return video !== null && frameHeight(video) > (maxHeight ?? Infinity) * HEIGHT_SLACK
}

/** A film of 1088 lines is one of 1080. */
const HEIGHT_SLACK = 1.05

function encodedHeight({ video }: MediaInfo, { maxHeight }: DeviceProfile, wanted: number | null): number | null {
  const most = Math.min(maxHeight ?? Infinity, wanted ?? Infinity)
  return video && frameHeight(video) > most ? most : null
}

function frameHeight({ width, height, rotation }: NonNullable<MediaInfo['video']>): number {
  return rotation % 180 === 0 ? screenLines({ width, height }) : screenLines({ width: height, height: width })
}
