import { describe, expect, it } from 'vitest'
import { fromFfprobe } from '../playback/media-info.ts'
import { codecNames } from './codec-names.ts'
import { parseSpec } from './conversion-spec.ts'

describe('names of codecs in a playlist', () => {
  it.each([
    ['vp9', 'yuv420p', 'ac3', 'transcodeAudio-a0-full', 'vp09.00.51.08,mp4a.40.2'],
    ['vp9', 'yuv420p10le', 'opus', 'remux-a0-full', 'vp09.02.51.10,opus'],
    ['av1', 'yuv420p', 'ac3', 'transcodeAudio-a0-full', 'av01.0.13M.08,mp4a.40.2'],
    ['hevc', 'yuv420p10le', 'aac', 'remux-a0-full', 'hvc1.2.4.L153.B0,mp4a.40.2'],
    ['h264', 'yuv420p', 'ac3', 'transcodeAudio-a0-full', null],
    ['vp9', 'yuv420p', 'ac3', 'transcode-a0-full', null],
  ])('of %s in %s with %s by %s', (codec, pixelFormat, sound, form, names) => {
    const media = fromFfprobe({
      format: { format_name: 'matroska,webm', duration: '20' },
      streams: [{ index: 0, codec_type: 'video', codec_name: codec, pix_fmt: pixelFormat, width: 320, height: 180 }, { index: 1, codec_type: 'audio', codec_name: sound, channels: 2 }],
    })
    const spec = parseSpec(form)
    expect(media.ok && spec && codecNames(spec, media.value.video, media.value.audio[0] ?? null)).toBe(names)
  })
})
