import { describe, expect, it } from 'vitest'
import { chooseMethod, NO_WISH } from './choose-method.ts'
import { isLesserConversion } from './method.ts'
import type { MethodWish } from './choose-method.ts'
import type { Method, Reason } from './method.ts'
import type { DeviceProfile } from './device-profile.ts'
import { CHROMECAST, PLAIN_HLS, PLAIN_PAGE, TELEVISION, pageProfile } from './device-profile.ts'
import type { AudioTrack, MediaInfo, VideoTrack } from './media-info.ts'

const picture: VideoTrack = { streamIndex: 0, codec: 'h264', profile: 'High', level: 41, width: 1920, height: 1080, bitDepth: 8, pixelFormat: 'yuv420p', framesPerSec: 24, interlaced: false, hdr: false, rotation: 0, reordered: true }
const sound: AudioTrack = { streamIndex: 1, audioIndex: 0, codec: 'aac', profile: 'LC', channels: 2, sampleRate: 48_000, language: '', title: '', isDefault: false, isForced: false, isCommentary: false }

/** A film in a word: `mkv h264 ac3`, `mp4 hevc-10 aac,ac3`, `mp4 - mp3`. */
function film(words: string): MediaInfo {
  const [container = '', video = '', audio = ''] = words.split(' ')
  const [codec = '', depth] = video.split('-')
  return {
    containers: CONTAINERS[container] ?? [container], durationSec: 60, startSec: 0, bitsPerSec: null, subtitles: [], chapters: [],
    video: video === '-' ? null : { ...picture, codec, bitDepth: Number(depth ?? 8) },
    audio: audio === '' ? [] : audio.split(',').map((name, audioIndex) => ({ ...sound, codec: name, audioIndex, isDefault: audioIndex === 0 })),
  }
}
const CONTAINERS: Readonly<Record<string, readonly string[]>> = { mkv: ['matroska'], mp4: ['mov', 'mp4', 'm4a', '3gp', '3g2', 'mj2'] }

const page = pageProfile(PLAIN_PAGE)
const picking = pageProfile({ ...PLAIN_PAGE, audioTracks: true })
const hevcPage = pageProfile({ ...PLAIN_PAGE, file: [...PLAIN_PAGE.file, 'hevc', 'hevc-10'], segments: [...PLAIN_PAGE.segments, 'hevc'] })

describe('how a film is played', () => {
  it.each<[string, DeviceProfile, Method, readonly Reason[]]>([
    ['mp4 h264 aac', page, 'direct', []],
    ['mkv h264-10 flac', page, 'direct', []],
    ['mkv av1 opus', page, 'direct', []],
    ['mkv vp8 vorbis', page, 'direct', []],
    ['mkv h264', page, 'direct', []],
    ['mp3 - mp3', page, 'direct', []],
    ['mkv h264 ac3', page, 'transcodeAudio', ['audioCodecUnsupported']],
    ['mkv h264 dts', page, 'transcodeAudio', ['audioCodecUnsupported']],
    ['mkv h264 truehd', page, 'transcodeAudio', ['audioCodecUnsupported']],
    ['mp4 h264 alac', page, 'transcodeAudio', ['audioCodecUnsupported']],
    ['mpegts h264 aac', page, 'remux', ['containerUnsupported']],
    ['flv h264 mp3', page, 'transcodeAudio', ['containerUnsupported', 'audioCodecUnsupported']],
    ['avi mpeg4 mp3', page, 'transcode', ['containerUnsupported', 'videoCodecUnsupported', 'audioCodecUnsupported']],
    ['mkv hevc aac', page, 'transcode', ['videoCodecUnsupported']],
    ['mkv hevc aac', hevcPage, 'direct', []],
    ['mkv hevc-10 ac3', hevcPage, 'transcode', ['audioCodecUnsupported', 'bitDepthUnsupported']],
    ['mkv vp8 ac3', page, 'transcode', ['audioCodecUnsupported', 'videoCodecUnsupported']],
    ['asf wmv3 wmav2', page, 'transcode', ['containerUnsupported', 'videoCodecUnsupported', 'audioCodecUnsupported']],
    ['ac3 - ac3', page, 'transcodeAudio', ['containerUnsupported', 'audioCodecUnsupported']],
    // The element would play the French sound without a word.
    ['mkv h264 ac3,aac', page, 'transcodeAudio', ['audioCodecUnsupported']],
    ['mkv h264 aac', PLAIN_HLS, 'remux', ['containerUnsupported', 'videoCodecUnsupported', 'audioCodecUnsupported']],
    ['mp4 h264 aac', CHROMECAST, 'direct', []],
    ['mkv h264 aac', CHROMECAST, 'remux', ['containerUnsupported']],
    ['mkv h264 ac3', CHROMECAST, 'transcodeAudio', ['containerUnsupported', 'audioCodecUnsupported']],
    ['mpegts h264 ac3', TELEVISION, 'direct', []],
    ['mkv h264-10 aac', TELEVISION, 'transcode', ['containerUnsupported', 'bitDepthUnsupported']],
  ])('%s', (words, profile, method, reasons) => {
    const choice = chooseMethod(film(words), profile)
    expect(choice.method).toBe(method)
    expect([...choice.reasons].sort()).toEqual([...reasons].sort())
  })

  it.each<[string, DeviceProfile, Partial<MethodWish>, Method, number | null]>([
    ['mkv h264 aac,aac', page, { audioIndex: 1 }, 'remux', null],
    ['mkv h264 aac,aac', picking, { audioIndex: 1 }, 'direct', null],
    ['mkv h264 aac,ac3', picking, { audioIndex: 1 }, 'transcodeAudio', null],
    ['mkv h264 aac', page, { floor: 'transcodeAudio' }, 'transcodeAudio', null],
    ['mkv h264 aac', page, { method: 'transcode' }, 'transcode', null],
    ['mkv hevc aac', page, { method: 'direct' }, 'transcode', null],
    ['mkv h264 aac', page, { method: 'transcode', height: 720 }, 'transcode', 720],
    ['mkv h264 aac', page, { height: 720 }, 'direct', null],
    ['avi mpeg4 mp3', page, { height: 720 }, 'transcode', 720],
    ['mkv h264 aac', page, { height: 1080 }, 'direct', null],
    ['avi mpeg4 mp3', CHROMECAST, { height: null }, 'transcode', null],
  ])('%s', (words, profile, wish, method, height) => {
    expect(chooseMethod(film(words), profile, { ...NO_WISH, ...wish })).toMatchObject({ method, height })
  })

  it('says who wanted more than was needed', () => {
    expect(chooseMethod(film('mkv h264 aac'), page, { ...NO_WISH, method: 'remux' }).reasons).toEqual(['chosen'])
    expect(chooseMethod(film('mkv h264 aac'), page, { ...NO_WISH, floor: 'transcode' }).reasons).toEqual(['failedBefore'])
  })

  it('sound of six channels is made two for a device on which it would be silent', () => {
    const six = { ...film('mp4 h264 aac'), audio: [{ ...sound, channels: 6 }] }
    expect(chooseMethod(six, CHROMECAST)).toMatchObject({ method: 'transcodeAudio', reasons: ['audioCodecUnsupported'] })
    expect(chooseMethod(six, TELEVISION).method).toBe('direct')
  })

  it('makes a picture of 4K fit a device of 1080 lines, by the screen it fills', () => {
    const wide = film('mp4 h264 aac')
    expect(chooseMethod({ ...wide, video: { ...picture, width: 3840, height: 1600 } }, CHROMECAST)).toMatchObject({ method: 'transcode', height: 1080, reasons: ['tooHigh'] })
    expect(chooseMethod({ ...wide, video: { ...picture, width: 1920, height: 800 } }, CHROMECAST).method).toBe('direct')
    expect(chooseMethod({ ...wide, video: { ...picture, width: 1920, height: 1088 } }, CHROMECAST).method).toBe('direct')
  })
})

it('a conversion does less than another that does more work, and to play a file as it is is none', () => {
  expect([isLesserConversion('remux', 'transcode'), isLesserConversion('transcode', 'transcode'), isLesserConversion('transcode', 'remux'), isLesserConversion('direct', 'remux')]).toEqual([true, false, false, false])
})
