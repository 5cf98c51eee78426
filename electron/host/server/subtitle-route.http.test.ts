import { expect, it } from 'vitest'
import type { SubtitleTrack } from '../../../shared/subtitles/track.ts'
import { createSubtitleRoute } from './subtitle-route.ts'
import { createLab } from './test/lab.ts'
import { open, requestText, untilClosed } from './test/raw-client.ts'

const TRACK: SubtitleTrack = {
  id: 'file-1', source: 'file', title: 'Film.srt', language: 'en', isDefault: false, forced: false, hearingImpaired: false, kind: 'text', format: null,
  state: 'waiting', problem: null, charset: null, revision: 1, cues: 0, early: 0, fonts: 0, url: '',
}

it('a server that is closed does not wait for subtitles whose file never comes', async () => {
  let wasAsked: () => void = () => undefined
  const asked = new Promise<void>((resolve) => { wasAsked = resolve })
  const neverComes = () => { wasAsked(); return new Promise<void>(() => undefined) }
  const lab = await createLab({ fileRoutes: [createSubtitleRoute({ list: () => ({ tracks: [TRACK] }), read: neverComes, cues: () => [], earlyCues: () => null, font: async () => null, picture: async () => null })] })
  const socket = await open(lab.port)
  const answered = untilClosed(socket)
  socket.write(requestText([`GET ${lab.prefix}/torrents/1/subtitles/0/file-1.vtt HTTP/1.1`, lab.host]))
  await asked
  await lab.close()
  expect((await answered).toString()).toBe('')
})
