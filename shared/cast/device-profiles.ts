import type { DeviceProfile } from '../playback/device-profile.ts'
import { CHROMECAST, TELEVISION } from '../playback/device-profile.ts'
import type { CastDevice } from './device.ts'
import { sinkTypeFor } from './sink-protocols.ts'

/** Containers by ffprobe's names, with the media type a renderer must list for them. */
const SINK_CONTAINERS: readonly (readonly [type: string, names: readonly string[]])[] = [
  ['video/mp4', ['mov', 'mp4']], ['video/x-matroska', ['matroska']], ['video/webm', ['webm']], ['video/x-msvideo', ['avi']], ['video/mp2t', ['mpegts']],
  ['audio/mpeg', ['mp3']], ['audio/flac', ['flac']], ['audio/ogg', ['ogg']],
]

/** Models that take HEVC and larger pictures (Google Cast, supported media). */
const NEW_CHROMECAST = /ultra|google tv|streamer/i

/** Plays everything: players on this computer bring their own codecs. */
const ANY_CODEC: DeviceProfile['direct'] = {
  containers: ['mov', 'mp4', 'matroska', 'webm', 'avi', 'mpegts', 'mpeg', 'flv', 'asf', 'ogg', 'mp3', 'flac', 'wav', 'aac'],
  video: ['h264', 'hevc', 'vp8', 'vp9', 'av1', 'mpeg4', 'mpeg2video', 'mpeg1video', 'wmv3', 'vc1', 'msmpeg4v3', 'flv1', 'theora', 'mjpeg'].map((codec) => ({ codec, maxBitDepth: 12 })),
  audio: ['aac', 'mp3', 'mp2', 'ac3', 'eac3', 'dts', 'truehd', 'opus', 'vorbis', 'flac', 'alac', 'wmav2', 'wmapro', 'pcm_s16le', 'pcm_s24le', 'pcm_u8', 'pcm_f32le'],
  picksAudio: true,
}

/**
 * What a device plays: a Chromecast by its model, a renderer by the media types it lists (one that lists none is taken for
 * a plain television), a program everything.
 */
export function deviceProfileOf(device: CastDevice): DeviceProfile {
  if (device.kind === 'program') return { ...TELEVISION, name: device.id, direct: ANY_CODEC, maxHeight: null }
  if (device.kind === 'chromecast') return NEW_CHROMECAST.test(device.model) ? newer(CHROMECAST) : CHROMECAST
  if (device.sink.length === 0) return TELEVISION
  const sink = new Set(device.sink)
  return { ...TELEVISION, direct: { ...TELEVISION.direct, containers: SINK_CONTAINERS.filter(([type]) => sinkTypeFor(type, sink) !== null).flatMap(([, names]) => names) } }
}

function newer(profile: DeviceProfile): DeviceProfile {
  const hevc = { codec: 'hevc', maxBitDepth: 10 }
  const video = [{ codec: 'h264', maxBitDepth: 8, maxLevel: 51 }, hevc, { codec: 'vp8', maxBitDepth: 8 }, { codec: 'vp9', maxBitDepth: 10 }]
  return { ...profile, direct: { ...profile.direct, video }, segments: { ...profile.segments, video: [{ codec: 'h264', maxBitDepth: 8, maxLevel: 51 }, hevc] }, maxHeight: 2160 }
}
