import { expect, it } from 'vitest'
import { mpvCommand, mpvLoad, readMpvLine } from './mpv-lines.ts'

it.each([
  ['{"event":"property-change","id":1,"name":"time-pos","data":12.5}', { kind: 'said', news: { positionSec: 12.5 } }],
  ['{"event":"property-change","id":3,"name":"pause","data":true}', { kind: 'said', news: { paused: true } }],
  ['{"event":"property-change","id":5,"name":"volume","data":40}', { kind: 'said', news: { volume: 0.4 } }],
  ['{"event":"property-change","id":1,"name":"time-pos"}', null],
  ['{"event":"end-file","reason":"eof"}', { kind: 'over', why: 'ended' }],
  ['{"event":"end-file","reason":"stop"}', null],
  ['{"event":"end-file","reason":"error"}', { kind: 'over', why: 'failed' }],
  ['{"event":"file-loaded"}', 'loaded'],
  ['{"request_id":0,"error":"success"}', null],
  ['no JSON', null],
])('%s of mpv is understood', (text, event) => {
  expect(readMpvLine(text)).toEqual(event)
})

it('commands are JSON, so that no title can say more than a title', () => {
  expect(mpvLoad({ media: { url: 'http://x/', mediaType: 'video/mp4', title: '"]}\n{"command":["run"]}', durationSec: 60, lengthBytes: 1, contentFeatures: '', subtitles: [], beginsAtSec: 0, audioTrack: 1, deviceCanSeek: true }, startSec: 3, paused: false, subtitleId: null }).join('').split('\n').slice(0, -1).every((each) => each.startsWith('{"command":["set_property"') || each.startsWith('{"command":["loadfile"'))).toBe(true)
  expect(mpvCommand({ kind: 'volume', level: 0.401 })).toBe('{"command":["set_property","volume",40]}\n')
})
