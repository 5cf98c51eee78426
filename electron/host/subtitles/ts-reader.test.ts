import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Interval } from '../../../shared/interval.ts'
import { mergeAll } from '../../../shared/interval.ts'
import type { Cue } from '../../../shared/subtitles/cue.ts'
import { pgsComposition, PGS_END, pgsObject, PGS_PALETTE } from '../../../shared/subtitles/testing/pgs-segments.ts'
import { packets, programmeList, stamped, streamList } from '../../../shared/transcode/scan/testing/ts-film.ts'
import { STAMP_WRAP_SEC } from '../../../shared/transcode/scan/ts-pes.ts'
import type { FilmBytes } from './film-bytes.ts'
import { openEmbeddedReader } from './open-reader.ts'

const TABLE = 0x100
const VIDEO = 0x1011
const WORDS = 0x1200
const PIECE = 4000
/** Its stamps begin anew in the middle. */
const START_SEC = STAMP_WRAP_SEC - 10

const video = (sec: number, count: number) => packets(VIDEO, stamped(START_SEC + sec, Array.from({ length: count * 184 - 20 }, (_, i) => 1 + (i % 60))))
const segments = (sec: number, ...set: readonly (readonly number[])[]) => set.flatMap((segment) => packets(WORDS, stamped(START_SEC + sec, segment, { stream: 0xbd, sized: true })))
/** Two seconds: a picture of some packets among those of the film, and the empty screen after it. */
const turn = (sec: number) => [
  ...video(sec, 9), ...segments(sec, pgsComposition([[0, 10, 10]]), PGS_PALETTE), ...video(sec + 0.5, 6), ...segments(sec, pgsObject(0, 300 + sec, 2, Array.from({ length: 500 }, () => 1))), ...segments(sec, PGS_END),
  ...video(sec + 1, 4), ...segments(sec + 1.5, pgsComposition([]), PGS_END),
]
const FILM = Uint8Array.from([...programmeList([TABLE]), ...streamList(TABLE, [{ type: 0x1b, pid: VIDEO }, { type: 0x90, pid: WORDS, descriptors: [0x0a, 4, 0x65, 0x6e, 0x67, 0] }]), ...Array.from({ length: 12 }, (_, i) => turn(i * 2)).flat()].flatMap((packet) => [1, 2, 3, 4, ...packet]))
const PIECES = Math.ceil(FILM.length / PIECE)
const ALL_MS = Array.from({ length: 12 }, (_, i) => [i * 2000, i * 2000 + 1500]).flat()

function openFilm(bytes = FILM) {
  const state: { here: readonly Interval[]; startSec: number | null } = { here: [], startSec: START_SEC }
  const film: FilmBytes = {
    lengthBytes: bytes.length, version: () => 0, here: () => state.here,
    read: ({ begin, end }) => {
      const run = state.here.find((each) => each.begin <= begin && begin < each.end)
      return Promise.resolve(run ? bytes.slice(begin, Math.min(end, run.end)) : new Uint8Array(0))
    },
    arrived: () => null, readArrived: () => Promise.resolve(new Uint8Array(0)), readingAt: () => 0, playheadMs: () => null, want: () => undefined,
  }
  const cues: Cue[] = []
  const tracks: string[] = []
  const reader = openEmbeddedReader(film, {
    onTracks: (found) => { tracks.push(...found.map(({ number, language, kind, title }) => `${String(number)} ${language} ${kind} ${title}`)) }, onCue: (_track, cue) => { cues.push(cue) },
    onEarlyCue: () => undefined, onEarlyGone: () => undefined, onFonts: () => undefined, onChapters: () => undefined,
  }, () => state.startSec)
  const look = async () => { while (await reader.advance(0)); }
  const bring = async (piece: number) => {
    state.here = mergeAll([...state.here, { begin: piece * PIECE, end: Math.min(bytes.length, (piece + 1) * PIECE) }])
    await look()
  }
  return { state, reader, cues, tracks, look, bring, times: () => cues.map(({ startMs }) => startMs).sort((a, b) => a - b) }
}

describe('the pictures in a transport stream', () => {
  it('are all found once, at their time, in whatever order its parts come', async () => {
    await fc.assert(fc.asyncProperty(fc.shuffledSubarray(Array.from({ length: PIECES }, (_, i) => i), { minLength: PIECES }), async (order) => {
      const { bring, times, reader } = openFilm()
      for (const piece of order) await bring(piece)
      expect(times()).toEqual(ALL_MS)
      expect(reader.isComplete()).toBe(true)
    }), { numRuns: 25 })
  })

  it('are drawn from where they lie', async () => {
    const { bring, cues, tracks, reader } = openFilm()
    for (let piece = PIECES - 1; piece >= 0; piece--) await bring(piece)
    expect(tracks).toEqual([`${String(WORDS)} eng pictures `])
    const shown = cues.filter(({ picture }) => picture?.name)
    expect(shown).toHaveLength(12)
    for (const { startMs, picture } of shown) {
      const drawn = await reader.picture(WORDS, picture?.name ?? '')
      expect([drawn?.width, drawn?.height]).toEqual([300 + startMs / 1000, 2])
    }
    expect([await reader.picture(WORDS, '999'), await reader.picture(VIDEO, '0'), await reader.picture(WORDS, 'x')]).toEqual([null, null, null])
  })

  it('wait until it is known where the time of the film begins', async () => {
    const { state, bring, look, times } = openFilm()
    state.startSec = null
    for (let piece = 0; piece < PIECES; piece++) await bring(piece)
    expect(times()).toEqual([])
    state.startSec = START_SEC
    await look()
    expect(times()).toEqual(ALL_MS)
  })

  it('are not looked for where the film lists none: it is done with its front', async () => {
    const { bring, reader, tracks } = openFilm(Uint8Array.from([...programmeList([TABLE]), ...streamList(TABLE, [{ type: 0x1b, pid: VIDEO }]), ...turn(0), ...turn(2)].flat()))
    await bring(0)
    expect([reader.isComplete(), tracks]).toEqual([true, []])
  })
})
