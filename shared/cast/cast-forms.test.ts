import { expect, it } from 'vitest'
import { firstPackaging, formName, formsBelow } from './cast-forms.ts'
import type { CastDevice } from './device.ts'

const renderer = (...sink: string[]): CastDevice => ({
  kind: 'renderer', id: 'uuid:1', name: 'TV', model: '', host: '10.0.0.1', location: 'http://10.0.0.1/', sink,
  description: { udn: 'uuid:1', name: 'TV', manufacturer: '', model: '', baseUrl: null, avTransport: { serviceType: 't', controlPath: '/c' }, renderingControl: null, connectionManager: null },
})
const names = (...args: Parameters<typeof formsBelow>) => formsBelow(...args).map(formName)

it('a renderer that refused the file is offered each conversion in both wrappings, least work first', () => {
  expect(names({ method: 'direct', packaging: 'mp4' }, 'renderer', new Set())).toEqual(['remux/mp4', 'remux/ts', 'transcodeAudio/mp4', 'transcodeAudio/ts', 'transcode/mp4', 'transcode/ts'])
})

it('one that refused fragmented MP4 is offered the same in MPEG-TS, and nothing it has refused before', () => {
  expect(names({ method: 'transcodeAudio', packaging: 'mp4' }, 'renderer', new Set(['remux/mp4', 'transcode/mp4']))).toEqual(['transcodeAudio/ts', 'transcode/ts'])
})

it('a Chromecast is offered one form a method', () => {
  expect(names({ method: 'direct', packaging: 'mp4' }, 'chromecast', new Set())).toEqual(['remux/mp4', 'transcodeAudio/mp4', 'transcode/mp4'])
  expect(names({ method: 'transcode', packaging: 'mp4' }, 'chromecast', new Set())).toEqual([])
})

it.each([
  ['lists MP4', renderer('video/mp4', 'video/mpeg'), 'mp4'], ['lists MPEG-TS alone', renderer('video/vnd.dlna.mpeg-tts'), 'ts'],
  ['lists nothing', renderer(), 'mp4'], ['lists neither', renderer('video/x-msvideo'), 'mp4'],
] as const)('a renderer that %s is given %s first', (_what, device, packaging) => { expect(firstPackaging(device)).toBe(packaging) })
