import { describe, expect, it } from 'vitest'
import type { CastLoad } from './cast-media.ts'
import { readVlcLine, vlcLoad } from './vlc-lines.ts'

const load = (change: Partial<CastLoad['media']> = {}, more: Partial<CastLoad> = {}): CastLoad => ({
  media: { url: 'http://127.0.0.1:1/t/film.mp4', mediaType: 'video/mp4', title: 'A film', durationSec: 60, lengthBytes: 1, contentFeatures: '', subtitles: [{ id: 1, vttUrl: 'http://h/1.vtt', srtUrl: 'http://h/1.srt', name: 'English', language: 'en' }], beginsAtSec: 0, audioTrack: null, deviceCanSeek: true, ...change },
  startSec: 20, paused: false, subtitleId: null, ...more,
})

describe('what VLC prints', () => {
  it.each([
    ['status change: ( new input: http://127.0.0.1:1/film.mp4 )', { kind: 'opened', url: 'http://127.0.0.1:1/film.mp4' }],
    ['status change: ( play state: 3 )\r', { kind: 'playing' }],
    ['status change: ( pause state: 4 )', { kind: 'paused' }],
    ['status change: ( play state: 4 ): End', { kind: 'ended' }],
    ['status change: ( audio volume: 128 )', { kind: 'volume', level: 0.5 }],
    ['status change: ( audio volume: 512 )', { kind: 'volume', level: 1 }],
    ['17', { kind: 'time', sec: 17 }],
    ["Type 'pause' to continue.", null], ['get_time: returned 0 (no error)', null], ['status change: ( pause state: 3 ): Pause', null], ['status change: ( play state: 2 ): Play', null], ['', null], ['99999999999', null],
  ])('%j is %j', (line, news) => { expect(readVlcLine(line)).toEqual(news) })
})

it('a film is played from its second, by its name, with its subtitle', () => {
  expect(vlcLoad(load({}, { subtitleId: 1, paused: true })).join('')).toBe('clear\nadd http://127.0.0.1:1/t/film.mp4 :start-time=20.00 :meta-title=A film :input-slave=http://h/1.srt :start-paused\n')
})

it.each(['A :sout=#file{dst=/tmp/x}', 'A\nquit', 'A\r:sout=x', '"a" \u2028:b', ':sout=x'])('a film called %j gives VLC no option and no command', (title) => {
  const lines = vlcLoad(load({ title })).join('')
  expect(lines.split('\n')).toHaveLength(3)
  expect(lines.split(' :').map((option) => option.split('=')[0]).slice(1)).toEqual(['start-time', 'meta-title'])
})
