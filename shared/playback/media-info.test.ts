import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultAudio, fromFfprobe } from './media-info.ts'
import type { MediaInfo } from './media-info.ts'

const h264 = { index: 0, codec_name: 'h264', codec_type: 'video', profile: 'High', level: 41, width: 1920, height: 1080, pix_fmt: 'yuv420p', has_b_frames: 2, avg_frame_rate: '24000/1001', field_order: 'progressive', disposition: { default: 1 } }
const ac3 = { index: 1, codec_name: 'ac3', codec_type: 'audio', channels: 6, sample_rate: '48000', disposition: { default: 1, forced: 0 }, tags: { language: 'eng', title: 'Surround' } }
const format = { format_name: 'matroska,webm', duration: '600.004000', start_time: '0.000000', bit_rate: '6500000' }

function infoOf(answer: unknown): MediaInfo {
  const info = fromFfprobe(answer)
  if (!info.ok) throw new Error(info.error.message)
  return info.value
}

describe('what ffprobe found', () => {
  it('becomes tracks of our own', () => {
    expect(infoOf({ format, streams: [h264, ac3] })).toEqual({
      containers: ['matroska'], durationSec: 600.004, startSec: 0, bitsPerSec: 6_500_000,
      video: { streamIndex: 0, codec: 'h264', profile: 'High', level: 41, width: 1920, height: 1080, bitDepth: 8, pixelFormat: 'yuv420p', framesPerSec: 24000 / 1001, interlaced: false, hdr: false, rotation: 0, reordered: true },
      audio: [{ streamIndex: 1, audioIndex: 0, codec: 'ac3', profile: '', channels: 6, sampleRate: 48_000, language: 'eng', title: 'Surround', isDefault: true, isForced: false, isCommentary: false }],
      subtitles: [], chapters: [],
    })
  })

  it.each([['yuv420p10le', 10], ['yuv420p', 8], ['p010le', 10], ['yuv444p12le', 12], ['nv12', 8]])('%s has %i bits', (pix_fmt, bits) => {
    expect(infoOf({ format, streams: [{ ...h264, pix_fmt }] }).video?.bitDepth).toBe(bits)
  })

  it('is WebM only with what belongs into WebM', () => {
    expect(infoOf({ format, streams: [{ ...h264, codec_name: 'vp9' }, { ...ac3, codec_name: 'opus' }] }).containers).toEqual(['matroska', 'webm'])
    expect(infoOf({ format, streams: [{ ...h264, codec_name: 'vp9' }, ac3] }).containers).toEqual(['matroska'])
  })

  it('does not take a cover for the film', () => {
    const cover = { ...h264, codec_name: 'mjpeg', index: 0, disposition: { attached_pic: 1, default: 1 } }
    expect(infoOf({ format, streams: [cover, { ...h264, index: 1 }] }).video).toMatchObject({ codec: 'h264', streamIndex: 1 })
    expect(infoOf({ format, streams: [cover, ac3] }).video).toBeNull()
  })

  it.each([[{ side_data_list: [{ rotation: -90 }] }, 90], [{ tags: { rotate: '270' } }, 270], [{}, 0]])('turns as %j says', (more, degrees) => {
    expect(infoOf({ format, streams: [{ ...h264, ...more }] }).video?.rotation).toBe(degrees)
  })

  it('tells HDR and interlaced pictures', () => {
    expect(infoOf({ format, streams: [{ ...h264, color_transfer: 'smpte2084', field_order: 'tt' }] }).video).toMatchObject({ hdr: true, interlaced: true })
  })

  it('reads chapters and subtitles', () => {
    const info = infoOf({ format, streams: [h264, { index: 2, codec_type: 'subtitle', codec_name: 'subrip', tags: { language: 'und' } }], chapters: [{ start_time: '1.5', end_time: '9', tags: { title: 'One' } }] })
    expect(info.chapters).toEqual([{ startSec: 1.5, endSec: 9, title: 'One' }])
    expect(info.subtitles).toMatchObject([{ codec: 'subrip', language: '', subtitleIndex: 0 }])
  })

  it('hears the default sound first, but no commentary', () => {
    const commentary = { ...ac3, tags: { title: 'Director\'s Commentary' } }
    expect(defaultAudio(infoOf({ format, streams: [commentary, { ...ac3, disposition: {} }] }))?.audioIndex).toBe(1)
    expect(defaultAudio(infoOf({ format, streams: [{ ...ac3, disposition: {} }, ac3] }))?.audioIndex).toBe(1)
    expect(defaultAudio(infoOf({ format, streams: [h264] }))).toBeNull()
  })

  it('without picture and sound is no film', () => {
    expect(fromFfprobe({ format, streams: [{ codec_type: 'data' }] })).toMatchObject({ ok: false, error: { code: 'ffmpegFailed' } })
  })

  it('may be any nonsense', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (first, second) => {
      expect(fromFfprobe(first)).toHaveProperty('ok')
      expect(fromFfprobe({ format: second, streams: [{ codec_type: 'video', codec_name: 'h264', pix_fmt: first, tags: second, disposition: first }], chapters: second })).toHaveProperty('ok')
    }))
  })
})
