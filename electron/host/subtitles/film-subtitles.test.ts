import { expect, it } from 'vitest'
import { CodedError } from '../../../shared/errors.ts'
import { subtitleTracksSchema } from '../../../shared/subtitles/track.ts'
import { check } from '../../../shared/ipc/schema.ts'
import { toTorrentFiles } from '../../../shared/torrent/media-files.ts'
import { createFilmSubtitles } from './film-subtitles.ts'

const SRT = new TextEncoder().encode('1\n00:00:01,000 --> 00:00:02,000\nHello\n')

/** A film of nothing but its name, with these files beside it; `readFile` fetches them. */
function filmBeside(names: readonly string[], readFile: () => Promise<Uint8Array>) {
  const files = toTorrentFiles({ files: ['Film.mkv', ...names].map((name, index) => ({ index, name, path: name, lengthBytes: 1000, offsetBytes: index * 1000, padding: false, available: true })) })
  const [film] = files
  if (!film) throw new Error('there is a film')
  return createFilmSubtitles({
    film, files, readFile, revision: 1, urlOf: (id) => `/${id}`, onTracks: () => undefined, onChapters: () => undefined,
    bytes: { lengthBytes: 1000, here: () => [], version: () => 0, read: () => Promise.resolve(new Uint8Array()), arrived: () => null, readArrived: () => Promise.resolve(new Uint8Array()), readingAt: () => null, playheadMs: () => null, want: () => undefined },
    openReader: () => ({ advance: () => Promise.resolve(false), missingAt: () => [], picture: () => Promise.resolve(null), font: () => Promise.resolve(null), isComplete: () => true }),
  })
}

it('a file beside the film that could not be had is fetched again when it is chosen again', async () => {
  let tries = 0
  const subtitles = filmBeside(['Film.en.srt'], () => {
    tries += 1
    return tries === 1 ? Promise.reject(new CodedError({ code: 'storageFailed', message: 'the disk did not answer', details: {} })) : Promise.resolve(SRT)
  })
  await subtitles.read('file-1', null)
  expect(subtitles.tracks()).toMatchObject([{ state: 'failed', problem: { code: 'storageFailed' } }])
  await subtitles.read('file-1', null)
  expect(subtitles.tracks()).toMatchObject([{ state: 'complete', problem: null, cues: 1 }])
  await subtitles.read('file-1', null)
  expect(tries).toBe(2)
})

it('more subtitles than a film can have are told as so many as may be told, the newest of those given by the person among them', () => {
  const subtitles = filmBeside(Array.from({ length: 600 }, (_, i) => `Film.${String(i)}.srt`), () => Promise.resolve(SRT))
  const given = Array.from({ length: 100 }, (_, i) => subtitles.load(`given ${String(i)}.srt`, SRT))
  const tracks = subtitles.tracks()
  expect(check(subtitleTracksSchema, tracks).ok).toBe(true)
  expect(tracks.map(({ id }) => id).slice(-3)).toEqual(given.slice(-3))
  expect(new Set(tracks.map(({ id }) => id)).size).toBe(tracks.length)
})
