import { expect, it } from 'vitest'
import { mediaInformation, readMediaStatus, readPayload, readReceiverStatus } from './chromecast-payloads.ts'

const media = { url: 'http://10.0.0.1/a.mp4', mediaType: 'video/mp4', title: 'A', durationSec: 60, lengthBytes: 9, contentFeatures: '', subtitles: [], beginsAtSec: 0, audioTrack: null, deviceCanSeek: true }

it('a file is BUFFERED with its length in time, a stream being made is LIVE without', () => {
  expect(mediaInformation(media)).toMatchObject({ contentId: media.url, contentType: 'video/mp4', streamType: 'BUFFERED', duration: 60 })
  const live = mediaInformation({ ...media, deviceCanSeek: false })
  expect(live).toMatchObject({ streamType: 'LIVE' })
  expect(live).not.toHaveProperty('duration')
})

it('subtitles are text tracks in WebVTT; one without a language has an undetermined one', () => {
  const subtitles = [{ id: 3, vttUrl: 'http://10.0.0.1/s.vtt', srtUrl: '', name: 'English', language: '' }]
  expect(mediaInformation({ ...media, subtitles })).toMatchObject({ tracks: [{ trackId: 3, type: 'TEXT', subtype: 'SUBTITLES', trackContentId: 'http://10.0.0.1/s.vtt', trackContentType: 'text/vtt', name: 'English', language: 'und' }] })
})

it('what is no JSON object is nothing', () => {
  for (const text of ['', '[]', '3', 'null', '{"a":']) expect(readPayload(text)).toBeNull()
})

it('a status of strange types is read as far as it makes sense', () => {
  expect(readReceiverStatus({ status: { applications: [{ appId: 7 }], volume: { level: '1', muted: 'no', controlType: 'fixed' } } })).toEqual({ application: null, level: null, muted: null, canSetVolume: false })
  expect(readReceiverStatus({})).toEqual({ application: null, level: null, muted: null, canSetVolume: true })
  expect(readMediaStatus({ status: [{ mediaSessionId: 'x' }] })).toBeNull()
  expect(readMediaStatus({ status: [{ mediaSessionId: 1, playerState: 5, currentTime: -1, media: { duration: 'long' } }] }))
    .toEqual({ mediaSessionId: 1, playerState: null, idleReason: null, currentTime: null, duration: null, commands: null })
})
