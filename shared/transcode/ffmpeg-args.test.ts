import { describe, expect, it } from 'vitest'
import type { AudioTrack, VideoTrack } from '../playback/media-info.ts'
import { encoderCandidates } from './encoders.ts'
import { conversionArgs } from './ffmpeg-args.ts'
import type { ConversionPlan } from './ffmpeg-args.ts'

const video: VideoTrack = { streamIndex: 0, codec: 'h264', profile: 'High', level: 41, width: 1920, height: 800, bitDepth: 8, pixelFormat: 'yuv420p', framesPerSec: 24, interlaced: false, hdr: false, rotation: 0, reordered: true }
const audio: AudioTrack = { streamIndex: 2, audioIndex: 1, codec: 'ac3', profile: '', channels: 6, sampleRate: 48_000, language: '', title: '', isDefault: true, isForced: false, isCommentary: false }
const copy: ConversionPlan = { url: 'http://127.0.0.1:1/t/stream/0', video, audio, encode: null, audioIsCopied: false, fromSec: 0, containers: ['matroska'], entered: null }
const encode: ConversionPlan = { ...copy, encode: { encoder: { name: 'libx264', hardware: false }, quality: 'normal', height: 720, cells: { everySec: 2 }, threads: 2, canToneMap: true } }
const text = (plan: ConversionPlan) => conversionArgs(plan).join(' ')

describe('the arguments of a conversion', () => {
  it('let ffmpeg speak to our own server and open films, nothing else', () => {
    const args = conversionArgs(copy)
    expect(args[args.indexOf('-protocol_whitelist') + 1]).toBe('http,tcp')
    const formats = args[args.indexOf('-format_whitelist') + 1]?.split(',') ?? []
    expect(formats).toContain('matroska')
    for (const forbidden of ['hls', 'dash', 'concat', 'image2', 'lavfi', 'tee', 'sdp', 'rtsp']) expect(formats).not.toContain(forbidden)
    expect(args.indexOf('-i')).toBeGreaterThan(args.indexOf('-format_whitelist'))
    expect(args.filter((word) => word.includes('://'))).toEqual([copy.url])
    expect(args).toContain('-nostdin')
  })

  it('copy a picture from a key frame, with the reserve that Matroska needs', () => {
    expect(text({ ...copy, fromSec: 100 })).toContain('-noaccurate_seek -ss 100.200000 -copyts')
    expect(text({ ...copy, fromSec: 100, containers: ['mov', 'mp4'] })).toContain('-ss 100.001000 ')
    expect(text({ ...copy, fromSec: 100, video: { ...video, reordered: false } })).toContain('-ss 100.001000 ')
    expect(text({ ...copy, fromSec: 100, containers: ['flv'] })).toContain('-ss 100.200000 ')
    expect(text(copy)).not.toContain('-ss')
    expect(text(copy)).toContain('-c:v copy -c:a aac -ac 2 -b:a 192k -ar 48000')
  })

  it('enter a transport stream a little before the key frame, where its times are those of decoding', () => {
    expect(text({ ...copy, fromSec: 100, containers: ['mpegts'] })).toContain('-noaccurate_seek -ss 99.700000 -copyts')
    expect(text({ ...encode, fromSec: 100, containers: ['mpegts'] })).toContain('-ss 100.000000 ')
  })

  it('take the headers off AAC that is copied, which MP4 has no place for', () => {
    expect(text({ ...copy, audio: { ...audio, codec: 'aac' }, audioIsCopied: true })).toContain('-c:a copy -bsf:a aac_adtstoasc')
    expect(text({ ...copy, audioIsCopied: true })).not.toContain('-bsf:a')
  })

  it('enter an encoded one exactly, with key frames where the cells begin', () => {
    const args = text({ ...encode, fromSec: 100 })
    expect(args).toContain('-ss 100.000000 ')
    expect(args).not.toContain('-noaccurate_seek')
    expect(args).toContain('expr:gte(t,n_forced*2)')
    const plan = encode.encode
    expect(plan && text({ ...encode, encode: { ...plan, cells: { atSec: [10, 14.5] } } })).toContain('-force_key_frames 10.000,14.500')
  })

  it('find no place in what begins shortly before it, and drop what only had to be decoded', () => {
    const args = text({ ...encode, fromSec: 100, audioIsCopied: false, entered: { startSec: 0.08 } })
    expect(args).toContain('-copyts -itsoffset -0.080000 -seekable 0 ')
    expect(args).toMatch(/ -vf trim=start=100\.000000,scale\S+ .* -af atrim=start=100\.000000 /)
    expect(args).not.toMatch(/ -ss | -start_at_zero /)
    expect(text({ ...encode, fromSec: 100 })).not.toContain('trim')
    expect(args).toContain(' -map 0:0 -map 0:2 ')
    expect(text({ ...encode, fromSec: 100, containers: ['flv'], entered: { startSec: 0 } })).toContain(' -map 0:v:0 -map 0:a:0 ')
  })

  it('take the sound that was chosen', () => {
    expect(text(copy)).toContain('-map 0:0 -map 0:2')
    expect(text({ ...copy, audio: null })).not.toContain('-c:a')
    expect(text({ ...copy, audioIsCopied: true })).toContain('-c:a copy')
  })

  it('cut sound without a picture by time', () => {
    const args = text({ ...copy, video: null })
    expect(args).toContain('-frag_duration')
    expect(args).not.toContain('frag_keyframe')
  })

  it('join half pictures, map high dynamic range and fit the size', () => {
    const plan = text({ ...encode, video: { ...video, interlaced: true, hdr: true } })
    expect(plan).toContain('yadif=deint=interlaced,scale=1280:720:force_original_aspect_ratio=decrease:force_divisible_by=2,zscale')
  })

  it('name HEVC as players know it', () => {
    expect(text({ ...copy, video: { ...video, codec: 'hevc' } })).toContain('-tag:v hvc1')
  })
})

describe('the encoders worth a trial', () => {
  it('are those that are listed, hardware first', () => {
    expect(encoderCandidates(new Set(['libx264', 'h264_vaapi', 'h264_videotoolbox']), 'linux').map(({ name }) => name)).toEqual(['h264_vaapi', 'libx264'])
    expect(encoderCandidates(new Set(['aac']), 'win32')).toEqual([])
  })
})
