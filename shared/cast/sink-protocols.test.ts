import { expect, it } from 'vitest'
import { parseSink, sinkTypeFor } from './sink-protocols.ts'

it('media types are taken from what is fetched over HTTP, without parameters', () => {
  expect([...parseSink('http-get:*:video/mp4:DLNA.ORG_PN=AVC_MP4,http-get:*:VIDEO/X-MKV:*,rtsp-rtp-udp:*:audio/L16:*,http-get:*:audio/L16;rate=44100:*, junk')])
    .toEqual(['video/mp4', 'video/x-mkv', 'audio/l16'])
  expect([...parseSink('')]).toEqual([])
})

it.each([
  ['video/x-matroska', ['video/x-mkv'], 'video/x-mkv'],
  ['video/x-matroska', ['video/mp4', 'video/x-matroska'], 'video/x-matroska'],
  ['video/mp2t', ['video/mpeg'], 'video/mpeg'],
  ['video/mp2t', ['video/vnd.dlna.mpeg-tts', 'video/mpeg'], 'video/vnd.dlna.mpeg-tts'],
  ['video/mp4', ['video/*'], 'video/mp4'],
  ['video/webm', ['video/mp4'], null],
  ['video/mp4', [], 'video/mp4'],
  ['video/x-matroska', ['*'], 'video/x-matroska'],
])('%s on a device that takes %s is called %s', (type, sink, name) => { expect(sinkTypeFor(type, new Set(sink))).toBe(name) })
