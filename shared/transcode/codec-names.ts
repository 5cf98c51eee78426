import type { AudioTrack, VideoTrack } from '../playback/media-info.ts'
import type { ConversionSpec } from './conversion-spec.ts'

/**
 * What a conversion holds, as a playlist names it (RFC 6381; RFC 8216, 4.3.4.2), where a player must be told: of VP9, AV1
 * and HEVC it finds no more than the bare name in the init segment, and no browser plays a bare name. Null where it finds
 * everything itself, which is the case for H.264 and for sound alone.
 */
export function codecNames({ method }: ConversionSpec, video: VideoTrack | null, audio: AudioTrack | null): string | null {
  const picture = video && method !== 'transcode' ? pictureName(video) : null
  if (picture === null) return null
  const sound = audio && (method === 'remux' ? COPIED_SOUNDS[audio.codec] : AAC)
  return sound ? `${picture},${sound}` : picture
}

const AAC = 'mp4a.40.2'
const COPIED_SOUNDS: Readonly<Record<string, string>> = { aac: AAC, opus: 'opus', flac: 'flac' }

/** The levels are high ones: what a decoder here can really do was asked before. */
function pictureName({ codec, bitDepth }: VideoTrack): string | null {
  const isDeep = bitDepth > 8
  switch (codec) {
    case 'vp9': return isDeep ? 'vp09.02.51.10' : 'vp09.00.51.08'
    case 'av1': return isDeep ? 'av01.0.13M.10' : 'av01.0.13M.08'
    case 'hevc': return isDeep ? 'hvc1.2.4.L153.B0' : 'hvc1.1.6.L153.B0'
    default: return null
  }
}
