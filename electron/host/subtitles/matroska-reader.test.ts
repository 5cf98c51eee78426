import { describe, expect, it } from 'vitest'
import type { Interval } from '../../../shared/interval.ts'
import type { Cue } from '../../../shared/subtitles/cue.ts'
import { plainText } from '../../../shared/subtitles/cue.ts'
import { ID } from '../../../shared/subtitles/matroska-ids.ts'
import { element, uint } from '../../../shared/window/testing/film-index.ts'
import type { FilmBytes } from './film-bytes.ts'
import { createMatroskaReader } from './matroska-reader.ts'

const PICTURE = 1
const WORDS = 2
const PIECE = 4000

const letters = (text: string) => [...Buffer.from(text)]
const picture = (bytes: number) => element(ID.simpleBlock, [0x80 | PICTURE, 0, 0, 0x80], Array.from({ length: bytes }, (_, i) => (i * 31) & 255))
const words = (ticks: number, text: string) => element(ID.blockGroup, element(ID.block, [0x80 | WORDS], uint(ticks, 2), [0], letters(text)), element(ID.blockDuration, uint(900, 2)))
const track = (number: number, type: number, codec: string) => element(ID.trackEntry, element(ID.trackNumber, [number]), element(ID.trackType, [type]), element(ID.codecId, letters(codec)))
/** Two seconds: a picture, the first line, pictures of more than a piece, the second line. */
const cluster = (sec: number) => element(ID.cluster, element(ID.timestamp, uint(sec * 1000, 4)), picture(600), words(10, `second ${String(sec)}`), picture(PIECE), words(1010, `second ${String(sec + 1)}`), picture(300))

/** A film of 40 seconds, of which `here` is verified and `arrived` has come. */
function openFilm(indexed = false) {
  const clusters = Array.from({ length: 20 }, (_, i) => cluster(i * 2))
  const tracks = element(ID.tracks, track(PICTURE, 1, 'V_TEST'), track(WORDS, 0x11, 'S_TEXT/UTF8'))
  const relative = element(ID.timestamp, uint(0, 4)).length + picture(600).length
  /** One point for the first line of each cluster; its length does not change with the places. */
  const cuesAt = (mediaBegin: number) => element(ID.cues, ...clusters.map((_, i) => element(ID.cuePoint, element(ID.cueTime, uint(i * 2000 + 10, 4)),
    element(ID.cueTrackPositions, element(ID.cueTrack, [WORDS]), element(ID.cueClusterPosition, uint(mediaBegin + clusters.slice(0, i).flat().length, 4)), element(ID.cueRelativePosition, uint(relative, 4)), element(ID.cueDuration, uint(900, 2))))))
  const cues = indexed ? cuesAt(tracks.length + cuesAt(0).length) : []
  const bytes = Uint8Array.from([...element(0x1a45dfa3, []), ...element(ID.segment, tracks, cues, clusters.flat())])
  const placeOf = (sec: number) => Buffer.from(bytes).indexOf(Buffer.from(cluster(sec)))
  const front = [{ begin: 0, end: indexed ? placeOf(0) + 12 : 200 }]
  const state = { here: front, arrived: front, generation: 0, playheadMs: 0 }
  const within = (runs: readonly Interval[]) => (part: Interval) => {
    const run = runs.find(({ begin, end }) => begin <= part.begin && part.begin < end)
    return Promise.resolve(run ? bytes.slice(part.begin, Math.min(part.end, run.end)) : new Uint8Array(0))
  }
  const film: FilmBytes = {
    lengthBytes: bytes.length,
    here: () => state.here,
    version: () => 0,
    read: (part) => within(state.here)(part),
    arrived: () => ({ runs: state.arrived, generation: state.generation }),
    readArrived: (part) => within(state.arrived)(part),
    readingAt: () => 0,
    playheadMs: () => state.playheadMs,
    want: () => undefined,
  }
  const found = { verified: new Array<string>(), early: new Array<string>() }
  const into = (list: string[]) => (_track: number, cue: Cue) => { list.push(plainText(cue)) }
  const reader = createMatroskaReader(film, {
    onTracks: () => undefined, onFonts: () => undefined, onChapters: () => undefined,
    onCue: into(found.verified), onEarlyCue: into(found.early), onEarlyGone: () => { found.early.length = 0 },
  })
  return { reader, state, placeOf, found, look: async () => { while (await reader.advance(0)); } }
}

describe('the lines of a Matroska film behind a jump', () => {
  it('come as soon as their bytes do, although nothing around them is verified', async () => {
    const { state, placeOf, found, look } = openFilm()
    const at = placeOf(20)
    state.arrived = [{ begin: 0, end: 200 }, { begin: at - 100, end: at + 1000 }]
    await look()
    expect(found).toEqual({ verified: [], early: ['second 20'] })
  })

  it('come although their piece is verified and that of their cluster\'s head is not', async () => {
    const { state, placeOf, found, look } = openFilm()
    const at = placeOf(20)
    state.here = [{ begin: 0, end: 200 }, { begin: at + 500, end: at + 500 + PIECE }]
    state.arrived = [{ begin: 0, end: 200 }, { begin: at - 100, end: at + 500 + PIECE }]
    await look()
    expect(found).toEqual({ verified: [], early: ['second 20'] })
    state.here = [{ begin: 0, end: 200 }, { begin: at + 500, end: at + 500 + 2 * PIECE }]
    state.arrived = [{ begin: 0, end: 200 }, { begin: at - 100, end: at + 500 + 2 * PIECE }]
    await look()
    expect(found).toEqual({ verified: ['second 22'], early: ['second 20', 'second 21'] })
  })

  it('are not given early when they were given verified', async () => {
    const { state, placeOf, found, look } = openFilm()
    const at = placeOf(20)
    state.here = [{ begin: 0, end: 200 }, { begin: at - 100, end: at + 1000 }]
    state.arrived = [{ begin: 0, end: 200 }, { begin: at - 100, end: at + 1000 + PIECE }]
    await look()
    expect(found).toEqual({ verified: ['second 20'], early: ['second 21'] })
  })

  it('and began before it are asked for by the places the index has, and found there without their cluster', async () => {
    const { reader, state, placeOf, found, look } = openFilm(true)
    state.playheadMs = 20_500
    await look()
    const [line, ...more] = reader.missingAt(20_500, new Set([WORDS]))
    expect(more).toEqual([])
    const text = placeOf(20) + 4 + 600
    expect(line && [line.begin > placeOf(20) + 600, line.begin < text + 40, line.end > text + 40]).toEqual([true, true, true])
    expect([reader.missingAt(20_500, new Set([PICTURE])), reader.missingAt(20_950, new Set([WORDS]))]).toEqual([[], []])
    state.arrived = [...state.here, line ?? { begin: 0, end: 0 }]
    await look()
    expect(found).toEqual({ verified: [], early: ['second 20'] })
    expect(reader.missingAt(20_500, new Set([WORDS]))).toEqual([])
    state.generation += 1
    await look()
    expect(found.early).toEqual(['second 20'])
  })
})
