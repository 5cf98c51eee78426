import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../shared/errors.ts'
import { PLAIN_PAGE } from '../../shared/playback/device-profile.ts'
import type { FilmFacts } from '../../shared/playback/film-facts.ts'
import type { DecodedTracks } from '../../shared/playback/undecoded.ts'
import type { Result } from '../../shared/result.ts'
import { fail, ok } from '../../shared/result.ts'
import { createAppStore } from '../state/store.ts'
import { createFakeBridge, hashOf } from '../test/fake-bridge.ts'
import { createPlaybackStore } from './playback-store.ts'
import { createStreamSession } from './stream-session.ts'

const infoHash = hashOf('1')
const film: FilmFacts = {
  method: 'direct', reasons: [], durationSec: 60, video: { codec: 'h264', width: 16, height: 9 }, height: null, audioIndex: 0,
  sounds: [{ audioIndex: 0, codec: 'ac3', channels: 6, language: '', title: '', isDefault: true, isForced: false, isCommentary: false }],
}

/** A world with one file: its engine names streams from s1 on, anew after every restart, and can be told to refuse. */
function createWorld({ reachable = true, tracks = { audio: 1, video: 1 } }: { reachable?: boolean; tracks?: DecodedTracks } = {}) {
  const loaded: string[] = []
  const enabled: number[] = []
  const waits: { ms: number; act: () => void }[] = []
  let streams = 0
  let refusal: ErrorCode | null = null
  const openStream = (args: unknown): Result<unknown> => {
    if (refusal) return fail(refusal, 'refused by the test')
    streams += 1
    return ok({ streamId: `s${String(streams)}`, infoHash, fileIndex: 0, url: `http://127.0.0.1:1/${String(streams)}`, name: 'film', mediaType: 'video/mp4', lengthBytes: 1, method: floorOf(args), reasons: [], film: null })
  }
  const { bridge, asked } = createFakeBridge({ 'media.openStream': openStream })
  const app = createAppStore()
  const store = createPlaybackStore({ volume: 1, muted: false })
  const session = createStreamSession({
    bridge, app, store, infoHash, fileIndex: 0, load: ({ url }) => { loaded.push(url) }, positionSec: () => 30,
    abilities: () => Promise.resolve(PLAIN_PAGE), tracks: () => tracks, enableSound: (place) => enabled.push(place) > 0 && tracks.audio !== null,
    isReachable: () => Promise.resolve(reachable), after: (ms, act) => { waits.push({ ms, act }) },
  })
  return {
    session, app, store, loaded, enabled, asked, waits,
    refuse: (code: ErrorCode | null) => { refusal = code },
    engine: (state: 'running' | 'restarting' | 'failed', restarts: number) => {
      if (state === 'restarting') streams = 0
      app.setState({ host: { state, restarts, problem: null } })
    },
    passTime: () => { waits.splice(0).forEach(({ act }) => { act() }) },
  }
}

/** The host gives the least that the page wishes. */
function floorOf(args: unknown): unknown {
  const wish: unknown = typeof args === 'object' && args !== null ? Reflect.get(args, 'wish') : null
  return typeof wish === 'object' && wish !== null ? Reflect.get(wish, 'floor') : null
}

const settled = () => new Promise<void>((resolve) => { setImmediate(resolve) })

describe('a file being played', () => {
  it('is opened and loaded', async () => {
    const { store, loaded } = createWorld()
    await settled()
    expect(loaded).toEqual(['http://127.0.0.1:1/1'])
    expect(store.getState()).toMatchObject({ connection: 'open', stream: { streamId: 's1' } })
  })

  it('is closed when it is left', async () => {
    const { session, asked } = createWorld()
    await settled()
    session.close()
    expect(asked.at(-1)).toBe('media.closeStream {"streamId":"s1"}')
  })

  it('that is left before it opened is closed when it has', async () => {
    const { session, asked, loaded } = createWorld()
    session.close()
    await settled()
    expect(asked.at(-1)).toBe('media.closeStream {"streamId":"s1"}')
    expect(loaded).toEqual([])
  })

  it('is opened again when the engine is back, and its new stream of the same name is not closed', async () => {
    const { engine, loaded, asked, store } = createWorld()
    await settled()
    engine('restarting', 0)
    expect(store.getState().connection).toBe('reconnecting')
    engine('running', 1)
    await settled()
    expect(loaded).toHaveLength(2)
    expect(asked.filter((line) => line.startsWith('media.closeStream'))).toEqual([])
  })

  it('whose connection broke is opened again at once, and the old stream is closed', async () => {
    const { session, waits, passTime, loaded, asked } = createWorld()
    await settled()
    session.handleElementError({ code: 2, says: '' })
    await settled()
    expect(waits.map(({ ms }) => ms)).toEqual([0])
    passTime()
    await settled()
    expect(loaded).toEqual(['http://127.0.0.1:1/1', 'http://127.0.0.1:1/2'])
    expect(asked).toContain('media.closeStream {"streamId":"s1"}')
  })

  it('whose failure is told twice is opened again once', async () => {
    const { session, waits } = createWorld()
    await settled()
    session.handleElementError({ code: 3, says: '' })
    session.handleElementError({ code: 3, says: '' })
    await settled()
    expect(waits).toHaveLength(1)
  })

  it('that fails again and again ends with a sentence, and plays after another try', async () => {
    const { session, passTime, store, loaded } = createWorld()
    for (let tries = 0; tries < 7; tries += 1) {
      await settled()
      session.handleElementError({ code: 2, says: '' })
      await settled()
      passTime()
    }
    expect(store.getState().failure).toMatchObject({ canRetry: true, words: { what: 'The connection to the film was lost and did not come back.' } })
    session.retry()
    await settled()
    expect(store.getState().failure).toBeNull()
    expect(loaded).toHaveLength(8)
  })

  it('that cannot be decoded though it is there is converted more and more, and in the end is a format that is not played', async () => {
    const { session, store, passTime } = createWorld({ reachable: true })
    await settled()
    const failTwice = async () => {
      session.handleElementError({ code: 4, says: 'DEMUXER_ERROR_COULD_NOT_OPEN' })
      await settled()
      passTime()
      await settled()
      session.handleElementError({ code: 4, says: 'DEMUXER_ERROR_COULD_NOT_OPEN' })
      await settled()
    }
    for (const method of ['remux', 'transcodeAudio', 'transcode']) {
      await failTwice()
      expect(store.getState()).toMatchObject({ connection: 'open', failure: null, stream: { method } })
    }
    await failTwice()
    expect(store.getState().failure).toMatchObject({ canRetry: false, words: { what: 'This film’s format can’t be played here yet.' } })
  })

  it('whose sound turns out not to play there is opened again when somebody has looked into it', async () => {
    const { app, store, loaded } = createWorld()
    await settled()
    app.setState({ streamAdvice: { streamId: 's1', film: { ...film, method: 'transcodeAudio', reasons: ['audioCodecUnsupported'] } } })
    await settled()
    expect(loaded).toHaveLength(2)
    expect(store.getState().stream?.streamId).toBe('s2')
  })

  it('that could be converted less by now goes on, and is opened again when the person jumps', async () => {
    const { app, store, session, loaded } = createWorld()
    await settled()
    session.choose({ floor: 'transcode' })
    await settled()
    app.setState({ streamAdvice: { streamId: 's2', film: { ...film, method: 'remux' } } })
    await settled()
    expect(loaded).toHaveLength(2)
    store.setState({ jumpTargetSec: 40 })
    await settled()
    expect(loaded).toHaveLength(3)
    store.setState({ jumpTargetSec: null })
    store.setState({ jumpTargetSec: 50 })
    await settled()
    expect(loaded).toHaveLength(3)
  })

  it.each([[{ audio: 0, video: 1 }, 'transcodeAudio'], [{ audio: 1, video: 0 }, 'transcode'], [{ audio: 1, video: 1 }, 'direct'], [{ audio: null, video: null }, 'direct']] as const)('of whose tracks the element decodes %j is played by %s', async (tracks, method) => {
    const { app, store, session } = createWorld({ tracks })
    await settled()
    app.setState({ streamAdvice: { streamId: 's1', film } })
    store.setState({ indexRead: true })
    session.handleLoaded()
    await settled()
    expect(store.getState().stream?.method).toBe(method)
  })

  it('has another of its sounds picked in the element, or is opened again for one the element cannot decode', async () => {
    const { app, store, session, loaded, enabled } = createWorld()
    await settled()
    const [sound] = film.sounds
    const sounds = sound ? [{ ...sound, codec: 'aac' }, { ...sound, audioIndex: 1, codec: 'ac3' }, { ...sound, audioIndex: 2, codec: 'aac' }] : []
    app.setState({ streamAdvice: { streamId: 's1', film: { ...film, sounds } } })
    session.handleLoaded()
    session.choose({ audioIndex: 2 })
    await settled()
    expect([enabled.at(-1), loaded.length, store.getState().stream?.film?.audioIndex]).toEqual([1, 1, 2])
    session.choose({ audioIndex: 1 })
    await settled()
    expect(loaded).toHaveLength(2)
  })

  it('whose conversion fails goes one method further, and says why after the last', async () => {
    const { app, store, session } = createWorld()
    await settled()
    session.choose({ floor: 'transcodeAudio' })
    await settled()
    const problem = { code: 'ffmpegFailed', message: 'it ended', details: {} } as const
    const failed = { state: 'failed', height: null, aheadSec: 0, speed: null, problem } as const
    app.setState({ conversion: { ...failed, method: 'transcodeAudio', streamId: 's2' } })
    await settled()
    expect(store.getState()).toMatchObject({ failure: null, stream: { streamId: 's3', method: 'transcode' } })
    app.setState({ conversion: { ...failed, method: 'transcode', streamId: 's3' } })
    await settled()
    expect(store.getState().failure).toMatchObject({ error: problem, canRetry: true })
  })

  it('whose conversion went down to the last method by itself before it failed is not converted so again', async () => {
    const { app, store, session, loaded } = createWorld()
    await settled()
    session.choose({ floor: 'remux' })
    await settled()
    app.setState({ conversion: { streamId: 's2', state: 'failed', method: 'transcode', height: null, aheadSec: 0, speed: null, problem: null } })
    await settled()
    expect(store.getState().failure).toMatchObject({ error: { code: 'ffmpegFailed' } })
    expect(loaded).toHaveLength(2)
  })

  it.each([[{ audio: 0, video: 1 }, 'sound'], [{ audio: 1, video: 0 }, 'picture'], [{ audio: 1, video: 1 }, null], [{ audio: null, video: null }, null]] as const)('that nobody can look into, and of whose tracks the element decodes %j, lacks its %s until it is opened again', async (tracks, part) => {
    const { app, store, session } = createWorld({ tracks })
    await settled()
    const error = { code: 'ffmpegMissing', message: '', details: {} } as const
    store.setState({ indexRead: true })
    session.handleLoaded()
    expect(store.getState().lack).toBeNull()
    app.setState({ lookFailure: { streamId: 's1', problem: error } })
    expect(store.getState()).toMatchObject({ lack: part && { part, error }, failure: null, stream: { method: 'direct' } })
    session.retry()
    await settled()
    expect(store.getState().lack).toBeNull()
  })

  it('that is refused because the server is away is tried again', async () => {
    const { session, store, waits } = createWorld({ reachable: false })
    await settled()
    session.handleElementError({ code: 4, says: '' })
    await settled()
    expect(store.getState().failure).toBeNull()
    expect(waits).toHaveLength(1)
  })

  it('whose reads break off again and again was lost, and is no format that is not played', async () => {
    const { session, store, passTime } = createWorld({ reachable: false })
    for (let tries = 0; tries < 7; tries += 1) {
      await settled()
      session.handleElementError({ code: tries % 2 === 0 ? 4 : 3, says: 'DEMUXER_ERROR_COULD_NOT_OPEN' })
      await settled()
      passTime()
    }
    expect(store.getState()).toMatchObject({ stream: { method: 'direct' }, failure: { canRetry: true, words: { what: 'The connection to the film was lost and did not come back.' } } })
  })

  it('of which nothing decodes is converted at once', async () => {
    const { session, store } = createWorld()
    await settled()
    session.handleElementError({ code: 4, says: 'DEMUXER_ERROR_NO_SUPPORTED_STREAMS: FFmpegDemuxer: no supported streams' })
    await settled()
    expect(store.getState().stream?.method).toBe('remux')
  })

  it('that is looked into while it is loaded again is not judged by the tracks of an element that is empty', async () => {
    const { app, store, session, passTime } = createWorld({ tracks: { audio: 0, video: 0 } })
    await settled()
    store.setState({ indexRead: true })
    session.handleElementError({ code: 2, says: '' })
    await settled()
    passTime()
    await settled()
    app.setState({ streamAdvice: { streamId: 's2', film } })
    await settled()
    expect(store.getState().stream).toMatchObject({ streamId: 's2', method: 'direct' })
    session.handleLoaded()
    await settled()
    expect(store.getState().stream?.method).toBe('transcode')
  })

  it('that the engine refuses for good says why', async () => {
    const { refuse, session, store } = createWorld()
    refuse('fileUnknown')
    session.retry()
    await settled()
    expect(store.getState().failure).toMatchObject({ error: { code: 'fileUnknown' }, words: null, canRetry: false })
  })

  it('whose folder is gone says so, and is opened by itself when its torrent is ready again', async () => {
    const { refuse, session, store, app, loaded } = createWorld()
    await settled()
    refuse('folderUnusable')
    session.retry()
    await settled()
    expect(store.getState().failure).toMatchObject({ error: { code: 'folderUnusable' } })
    refuse(null)
    const torrent = { id: 0, infoHash, name: 'film', magnet: '', phase: 'checking', files: [], chosenFile: null, problem: null, notes: [] } as const
    app.setState({ torrents: [{ ...torrent, files: [], notes: [] }] })
    await settled()
    expect(loaded).toHaveLength(1)
    app.setState({ torrents: [{ ...torrent, phase: 'ready', files: [], notes: [] }] })
    await settled()
    expect(loaded).toHaveLength(2)
    expect(store.getState().failure).toBeNull()
  })

  it('whose engine cannot be brought back says so', async () => {
    const { engine, store } = createWorld()
    await settled()
    engine('failed', 5)
    expect(store.getState().failure).toMatchObject({ canRetry: false, words: { what: 'The engine could not be started again.' } })
  })
})
