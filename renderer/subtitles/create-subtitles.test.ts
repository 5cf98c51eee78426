import { describe, expect, it } from 'vitest'
import type { KeptTracks } from '../../shared/library/kept-tracks.ts'
import type { LibraryEntry } from '../../shared/library/library.ts'
import { ok } from '../../shared/result.ts'
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

/** A film whose tracks and cues are told by the test. */
async function openFilm() {
  const app = createAppStore()
  const { bridge, asked } = createFakeBridge({ 'media.listFilmParts': () => ok({ tracks: [], chapters: [], pictures: null }), 'media.loadSubtitle': () => ok({ trackId: 'loaded-1' }) })
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
