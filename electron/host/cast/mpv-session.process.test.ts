import { afterEach, expect, it } from 'vitest'
import { createMpvSession } from './mpv-session.ts'

const tempDir = process.env['TMPDIR']
afterEach(() => {
  if (tempDir === undefined) Reflect.deleteProperty(process.env, 'TMPDIR')
  else process.env['TMPDIR'] = tempDir
})

it('a player for whose folder there is no room is told as not there, and nothing else comes of it', async () => {
  process.env['TMPDIR'] = '/nowhere/at/all'
  const media = { url: 'http://127.0.0.1:1/film.mp4', mediaType: 'video/mp4', title: 'Film', durationSec: 60, lengthBytes: 1000, contentFeatures: '', subtitles: [], beginsAtSec: 0, audioTrack: null, deviceCanSeek: true }
  const told: string[] = []
  const session = createMpvSession({ kind: 'program', id: 'mpv', name: 'mpv', model: '', path: '/nowhere/mpv' }, {
    first: { media, startSec: 20, paused: false, subtitleId: null }, onChange: ({ phase, reason }) => { told.push(`${phase} ${String(reason)}`) }, clock: () => performance.now(),
  })
  await session.close(1000)
  expect(told).toEqual(['lost noPlayer'])
})
