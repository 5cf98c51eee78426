import { describe, expect, it } from 'vitest'
import type { KeptTracks } from '../../shared/library/kept-tracks.ts'
import type { LibraryEntry } from '../../shared/library/library.ts'
import type { Result } from '../../shared/result.ts'
import { fail, ok } from '../../shared/result.ts'
import type { Cue } from '../../shared/subtitles/cue.ts'
import { FOOT, PLAIN, plainText } from '../../shared/subtitles/cue.ts'
import type { SubtitleTrack } from '../../shared/subtitles/track.ts'
import { positionKey } from '../state/place.ts'
import { createAppStore } from '../state/store.ts'
import { createFakeBridge, hashOf } from '../test/fake-bridge.ts'
import { createSubtitles } from './create-subtitles.ts'

const HASH = hashOf('a')
const track = (id: string, facts: Partial<SubtitleTrack> = {}): SubtitleTrack => ({ id, source: 'embedded', title: '', language: 'en', isDefault: false, forced: false, hearingImpaired: false, kind: 'text', format: 'srt', state: 'growing', problem: null, charset: null, revision: 1, cues: 0, early: 0, fonts: 0, url: `http://host/${id}`, ...facts })
const cue = (startMs: number, text: string): Cue => ({ startMs, endMs: startMs + 900, runs: [{ ...PLAIN, text }], place: FOOT, picture: null })
const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

/** Talk has no beat: with one, every line would fit every other. */
const talk = (laterMs: number) => [1, 3, 2, 5, 1, 1, 4, 2, 6, 1, 3, 3, 1, 2, 7, 1, 4, 1, 2, 2, 5, 3, 1, 6, 2, 1, 1, 3, 4, 8].map((_, i, gaps) => cue(10_000 + laterMs + gaps.slice(0, i).reduce((a, b) => a + b, 0) * 1000, 'talk'))
/** A film whose tracks and cues are told by the test. */
async function openFilm(readSubtitle: () => Promise<Result<unknown>> | Result<unknown> = () => ok({})) {
  const app = createAppStore()
  const { bridge, asked } = createFakeBridge({ 'media.listFilmParts': () => ok({ tracks: [], chapters: [], pictures: null }), 'media.loadSubtitle': () => ok({ trackId: 'loaded-1' }), 'media.readSubtitle': readSubtitle })
  const found: Record<string, Cue[]> = {}
  const early: Record<string, Cue[]> = {}
  const fetched: string[] = []
  const subtitles = createSubtitles({ bridge, app, fetchCues: async ({ id }, from) => {
    fetched.push(`${id} ${String(from)}`)
    return from === 'early' ? early[id] ?? [] : (found[id] ?? []).slice(from)
  } })
  const tell = async (...tracks: SubtitleTrack[]) => {
    app.setState({ subtitles: { [positionKey(HASH, 0)]: tracks } })
    await settled()
  }
  const close = subtitles.open(HASH, 0)
  await settled()
  const shown = (id: string, ms: number) => (subtitles.store.getState().cues[id]?.index.at(ms) ?? []).map(plainText)
  return { app, subtitles, asked, fetched, found, early, tell, close, shown }
}

describe('the subtitles of the film that plays', () => {
  it('are fetched as they grow, only what is new', async () => {
    const { subtitles, found, fetched, tell, shown } = await openFilm()
    found['track-1'] = [cue(5000, 'five')]
    await tell(track('track-1', { cues: 1 }))
    expect(fetched).toEqual([])
    subtitles.choose('first', 'track-1')
    await settled()
    found['track-1'].push(cue(1000, 'one'))
    await tell(track('track-1', { cues: 2 }))
    expect(fetched).toEqual(['track-1 0', 'track-1 1'])
    expect([shown('track-1', 1100), shown('track-1', 5100)]).toEqual([['one'], ['five']])
  })

  it('begin anew when what was read no longer holds', async () => {
    const { subtitles, found, fetched, tell, shown } = await openFilm()
    found['file-1'] = [cue(1000, 'wrong')]
    await tell(track('file-1', { cues: 1 }))
    subtitles.choose('first', 'file-1')
    await settled()
    found['file-1'] = [cue(1000, 'right')]
    await tell(track('file-1', { cues: 1, revision: 2 }))
    expect(fetched).toEqual(['file-1 0', 'file-1 0'])
    expect(shown('file-1', 1100)).toEqual(['right'])
  })

  it('show early lines once, until they are gone or verified', async () => {
    const { subtitles, found, early, tell, shown } = await openFilm()
    await tell(track('track-1'))
    subtitles.choose('first', 'track-1')
    early['track-1'] = [cue(1000, 'soon')]
    await tell(track('track-1', { early: 1 }))
    expect(shown('track-1', 1100)).toEqual(['soon'])
    found['track-1'] = [cue(1000, 'soon')]
    await tell(track('track-1', { early: 1, cues: 1 }))
    expect(shown('track-1', 1100)).toEqual(['soon'])
    early['track-1'] = []
    await tell(track('track-1', { early: 2, cues: 1 }))
    expect(shown('track-1', 1100)).toEqual(['soon'])
  })

  const kept = (tracks: KeptTracks): LibraryEntry => ({ infoHash: HASH, name: '', magnet: '', lengthBytes: 1, addedMs: 0, touchedMs: 0, kept: false, files: [], tracks })
  const GERMAN = { source: 'embedded', language: 'de', title: '', forced: false, hearingImpaired: false } as const

  it('are like those of the last file, with their second one and their delay, and none when there were none', async () => {
    const { app, subtitles, tell } = await openFilm()
    app.setState({ library: [kept({ subtitle: GERMAN, second: { ...GERMAN, language: 'en' }, timing: { delayMs: 250, speed: 1 } })] })
    await tell(track('track-1'), track('track-2', { language: 'de' }))
    expect(subtitles.store.getState()).toMatchObject({ chosen: { first: 'track-2', second: 'track-1' }, timing: { 'track-2': { delayMs: 250 } } })
    subtitles.choose('first', null)
    await tell(track('track-1'), track('track-2', { language: 'de', cues: 4 }))
    expect(subtitles.store.getState().chosen.first).toBeNull()
  })

  it('and all that is changed by hand are kept for the series', async () => {
    const { asked, subtitles, tell } = await openFilm()
    await tell(track('track-1'), track('track-2', { language: 'de' }))
    subtitles.choose('first', 'track-2')
    subtitles.choose('second', 'track-1')
    subtitles.delayBy(50)
    const told = asked.filter((line) => line.startsWith('app.keepTracks')).map((line): unknown => JSON.parse(line.slice('app.keepTracks '.length)))
    expect(told).toEqual([
      { infoHash: HASH, tracks: { subtitle: GERMAN, timing: { delayMs: 0, speed: 1 } } },
      { infoHash: HASH, tracks: { second: { ...GERMAN, language: 'en' } } },
      { infoHash: HASH, tracks: { timing: { delayMs: 50, speed: 1 } } },
    ])
  })

  it('beside the film are asked for when they are chosen, not before', async () => {
    const { subtitles, asked, tell } = await openFilm()
    await tell(track('file-3', { source: 'file', state: 'waiting' }))
    expect(asked.filter((line) => line.startsWith('media.readSubtitle'))).toEqual([])
    subtitles.choose('first', 'file-3')
    expect(asked.filter((line) => line.startsWith('media.readSubtitle'))).toHaveLength(1)
  })

  it('of the person\'s own are given again to a host that forgot them', async () => {
    const { subtitles, asked, tell } = await openFilm()
    await tell(track('track-1'))
    await subtitles.load([new File(['x'], 'mine.srt')])
    subtitles.openedAgain()
    await settled()
    expect(asked.filter((line) => line.startsWith('media.loadSubtitle'))).toHaveLength(2)
    expect(subtitles.store.getState().chosen.first).toBe('loaded-1')
  })

  it('are moved by steps and by lines that are spoken now', async () => {
    const { subtitles, found, tell } = await openFilm()
    found['track-1'] = [cue(10_000, 'a'), cue(130_000, 'b')]
    await tell(track('track-1', { cues: 2 }))
    expect(subtitles.delayBy(50)).toBeNull()
    subtitles.choose('first', 'track-1')
    await settled()
    expect(subtitles.delayBy(50)).toBe(50)
    subtitles.syncHere(12_000)
    expect(subtitles.store.getState().timing['track-1']).toEqual({ delayMs: 2000, speed: 1 })
    subtitles.syncHere(138_000)
    expect(subtitles.store.getState().timing['track-1']?.speed).toBeCloseTo(1.05)
    subtitles.resetTiming()
    expect(subtitles.store.getState().timing['track-1']).toEqual({ delayMs: 0, speed: 1 })
  })

  it('leave nothing behind when the film is left', async () => {
    const { subtitles, fetched, close, tell } = await openFilm()
    await tell(track('track-1'))
    subtitles.choose('first', 'track-1')
    close()
    await tell(track('track-1', { cues: 9 }))
    expect(fetched).toEqual([])
    expect(subtitles.tracks()).toEqual([])
  })
})

describe('subtitles of the person’s own beside others of the film', () => {
  const beside = (state: SubtitleTrack['state']) => track('file-1', { source: 'file', state })
  const own = track('loaded-1', { source: 'loaded', state: 'complete' })
  const readsOf = (asked: readonly string[]) => asked.filter((line) => line.startsWith('media.readSubtitle')).length
  const keptOf = (asked: readonly string[]) => asked.filter((line) => line.startsWith('app.keepTracks')).length
  async function openBeside(state: SubtitleTrack['state'], readSubtitle?: () => Promise<Result<unknown>> | Result<unknown>) {
    const film = await openFilm(readSubtitle)
    film.found['file-1'] = talk(3000)
    film.found['loaded-1'] = talk(5000)
    await film.tell(beside(state), own)
    film.subtitles.choose('first', 'loaded-1')
    await settled()
    return { ...film, timingOf: (id: string) => film.subtitles.store.getState().timing[id], fitOf: (id: string) => film.subtitles.store.getState().fits[id] }
  }
  /** A host whose file comes when the test says so. */
  const held = () => {
    let arrive: () => void = () => undefined
    const answer = new Promise<Result<unknown>>((resolve) => { arrive = () => { resolve(ok({})) } })
    return { read: () => answer, arrive: () => { arrive() } }
  }

  it('are fitted to where the others are shown, not to where their file has them', async () => {
    const { subtitles, timingOf } = await openBeside('complete')
    subtitles.choose('first', 'file-1')
    for (let step = 0; step < 60; step++) subtitles.delayBy(-50)
    subtitles.choose('first', 'loaded-1')
    expect(await subtitles.fit()).toEqual(ok({ delayMs: -5000, speed: 1 }))
    expect(timingOf('loaded-1')).toEqual({ delayMs: -5000, speed: 1 })
  })

  it.each(['waiting', 'reading', 'failed'] as const)('wait for the file of the others while it is %s', async (state) => {
    const { read, arrive } = held()
    const { subtitles, asked, fetched, fitOf } = await openBeside(state, read)
    fetched.length = 0
    const fitted = subtitles.fit()
    await settled()
    expect([readsOf(asked), fitOf('loaded-1'), fetched]).toEqual([1, 'fetching', []])
    arrive()
    expect(await fitted).toMatchObject(ok({ delayMs: -2000 }))
    expect(fitOf('loaded-1')).toBe('fitted')
  })

  it('are fetched again after they could not be had', async () => {
    const { subtitles, asked } = await openBeside('failed', () => fail('timeout', 'nobody has it'))
    expect(await subtitles.fit()).toMatchObject({ ok: false, error: { code: 'timeout' } })
    expect(await subtitles.fit()).toMatchObject({ ok: false, error: { code: 'timeout' } })
    expect(readsOf(asked)).toBe(2)
  })

  it('are told from others that do not go together when the file has nothing to read', async () => {
    const { subtitles, found } = await openBeside('failed')
    found['file-1'] = []
    expect(await subtitles.fit()).toMatchObject({ ok: false, error: { code: 'subtitleUnknown' } })
  })

  it('stay where they are when the person stops the fetching', async () => {
    const { subtitles, timingOf, fitOf } = await openBeside('waiting', held().read)
    const fitted = subtitles.fit()
    subtitles.stopFit()
    expect(await fitted).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect([timingOf('loaded-1'), fitOf('loaded-1')]).toEqual([undefined, 'ready'])
  })

  it('tell how the fitting ended until that was read, and can be stopped as long as others are fetched, whoever looked away meanwhile', async () => {
    const { read, arrive } = held()
    const { subtitles, fitOf, timingOf } = await openBeside('waiting', read)
    const fitted = subtitles.fit()
    // The panel is closed, and other subtitles were shown for a while.
    subtitles.forgetFit('loaded-1')
    subtitles.choose('first', null)
    subtitles.stopFit()
    expect(fitOf('loaded-1')).toBe('fetching')
    subtitles.choose('first', 'loaded-1')
    arrive()
    await fitted
    expect([fitOf('loaded-1'), timingOf('loaded-1')?.delayMs]).toEqual(['fitted', -2000])
    subtitles.forgetFit('loaded-1')
    expect(fitOf('loaded-1')).toBe('ready')
  })

  it('are moved but not kept beside the name of those that the person chose meanwhile', async () => {
    const { read, arrive } = held()
    const { subtitles, asked, tell, timingOf } = await openBeside('waiting', read)
    const other = track('loaded-2', { source: 'loaded', state: 'complete' })
    await tell(beside('waiting'), own, other)
    const fitted = subtitles.fit()
    subtitles.choose('first', 'loaded-2')
    const before = keptOf(asked)
    arrive()
    await fitted
    expect([keptOf(asked), timingOf('loaded-1'), timingOf('loaded-2')]).toEqual([before, { delayMs: -2000, speed: 1 }, undefined])
  })

  it('are left alone when the film was left meanwhile', async () => {
    const { read, arrive } = held()
    const { subtitles, asked, close, timingOf, fitOf } = await openBeside('waiting', read)
    const before = keptOf(asked)
    const fitted = subtitles.fit()
    close()
    subtitles.open(hashOf('b'), 0)
    arrive()
    expect(await fitted).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect([keptOf(asked), timingOf('loaded-1'), fitOf('loaded-1')]).toEqual([before, undefined, undefined])
  })
})
