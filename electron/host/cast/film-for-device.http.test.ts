import { expect, it } from 'vitest'
import { isListening } from '../../../e2e/lab/cast/receiver.ts'
import { CodedError } from '../../../shared/errors.ts'
import { ok } from '../../../shared/result.ts'
import type { TorrentFile } from '../../../shared/torrent/snapshot.ts'
import { createFileCatalog, infoHashOf } from '../server/test/file-catalog.ts'
import type { FilmWorld } from './film-for-device.ts'
import { prepareFilm } from './film-for-device.ts'

const FILE: TorrentFile = { index: 0, name: 'Film.mp4', path: 'Film.mp4', lengthBytes: 1000, mediaType: 'video/mp4', kind: 'video', playable: true, extra: false }
const PLAYER = { kind: 'program', id: 'mpv', name: 'mpv', model: '', path: '/nowhere/mpv' } as const
const WISH = { infoHash: infoHashOf('a'), fileIndex: 0, atSec: 0, paused: false, subtitleTrackId: null, subtitleDelayMs: 0, subtitleSpeed: 1, audioIndex: null, method: null, packaging: null }
const NEVER = new AbortController().signal

const isClosed = (): never => { throw new CodedError({ code: 'torrentUnknown', message: 'this torrent is not open any more', details: {} }) }

/** Streams and doors that a film leaves open when it is made ready in this world. */
async function makeReady(change: Partial<FilmWorld>) {
  const catalog = await createFileCatalog([])
  const streams = new Set<string>()
  const ports: number[] = []
  const prepared = await prepareFilm({
    catalog, fileRoutes: [], reportPlayhead: () => undefined, file: () => FILE, durationSec: () => 60, tracks: () => [],
    openStream: () => { streams.add('1'); return Promise.resolve({ streamId: '1' }) },
    closeStream: (streamId) => { streams.delete(streamId) },
    decide: () => Promise.resolve(ok({ form: { method: 'direct', reasons: [] }, spec: null, audioIndex: null, sounds: [], durationSec: 60 })),
    openConversion: isClosed,
    log: (_area, event, facts) => { if (event === 'listens for a device') ports.push(Number(facts?.['port'])) },
    ...change,
  }, PLAYER, WISH, NEVER)
  return { prepared, streams: [...streams], doors: (await Promise.all(ports.map((port) => isListening('127.0.0.1', port)))).filter(Boolean).length }
}

it('a film that is ready has a stream and a door, until it is closed', async () => {
  const { prepared, streams, doors } = await makeReady({})
  expect({ ok: prepared.ok, streams, doors }).toEqual({ ok: true, streams: ['1'], doors: 1 })
  if (prepared.ok) await prepared.value.close()
})

it.each<[string, Partial<FilmWorld>]>([
  ['before its stream is open', { openStream: isClosed }],
  ['while its form is decided', { decide: () => Promise.reject(new CodedError({ code: 'torrentUnknown', message: 'gone', details: {} })) }],
  ['when its subtitles are looked up', { tracks: isClosed }],
])('a torrent that is closed %s is a failure of its film, and leaves neither stream nor door open', async (_when, change) => {
  const { prepared, streams, doors } = await makeReady(change)
  expect(prepared).toMatchObject({ ok: false, error: { code: 'torrentUnknown' } })
  expect({ streams, doors }).toEqual({ streams: [], doors: 0 })
})
