import { describe, expect, it } from 'vitest'
import { parseInfoHash } from '../ids.ts'
import type { Sound } from '../playback/film-facts.ts'
import type { KeptTracks } from './kept-tracks.ts'
import { findSound } from './kept-tracks.ts'
import { keptTracksOf } from './kept-tracks-of.ts'
import type { LibraryEntry } from './library.ts'
import { applyLibrary, formatLibrary, parseLibrary } from './library.ts'
import { seriesOf } from './series.ts'

const hash = (digit: string) => {
  const parsed = parseInfoHash(digit.repeat(40))
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}
const entry = (digit: string, fileName: string, tracks?: KeptTracks): LibraryEntry => ({
  infoHash: hash(digit), name: 'torrent', magnet: 'magnet:', lengthBytes: 1, addedMs: 0, touchedMs: 0, kept: false,
  files: [{ fileIndex: 0, name: fileName, positionSec: 0, durationSec: null, watched: false, touchedMs: 0 }], ...(tracks ? { tracks } : {}),
})
const FRENCH: KeptTracks = { sound: { language: 'fre', title: '', isCommentary: false }, subtitle: null, timing: { delayMs: 150, speed: 1 } }
const sound = (audioIndex: number, language: string, title = '', isCommentary = false): Sound => ({ audioIndex, codec: 'aac', channels: 2, language, title, isDefault: false, isForced: false, isCommentary })

describe('the series of a file', () => {
  it.each([
    ['The.Mill.S01E02.1080p.mkv', 'the mill'], ['the mill - 1x03.mkv', 'the mill'], ['Season 2/The Mill S02E01.mkv', 'the mill'],
    ['S01E02.mkv', null], ['The Mill.mkv', null],
  ])('of %s is %s', (name, series) => {
    expect(seriesOf(name)).toBe(series)
  })
})

describe('what the person chose to hear and read', () => {
  it('holds for the torrent, and for another torrent of the same series until something is chosen there', () => {
    const library = [entry('2', 'Other S01E01.mkv', { subtitle: null }), entry('1', 'The.Mill.S01E01.mkv', FRENCH)]
    expect(keptTracksOf(library, hash('1'), 'anything.mkv')).toEqual(FRENCH)
    expect(keptTracksOf(library, hash('3'), 'the mill s01e02.mkv')).toEqual(FRENCH)
    expect(keptTracksOf(library, hash('3'), 'Another S01E02.mkv')).toEqual({})
    expect(keptTracksOf([entry('3', 'x', { subtitle: null }), ...library], hash('3'), 'the mill s01e02.mkv')).toEqual({ subtitle: null })
  })

  it('is added to what is known, and read again from the disk', () => {
    const library = applyLibrary([entry('1', 'a.mkv', FRENCH)], { kind: 'tracks', infoHash: hash('1'), tracks: { timing: { delayMs: 200, speed: 1 } } })
    expect(library[0]?.tracks).toEqual({ ...FRENCH, timing: { delayMs: 200, speed: 1 } })
    expect(parseLibrary(JSON.parse(JSON.stringify(formatLibrary(library))))).toEqual({ ok: true, value: library })
  })

  it('finds its sound by title and language, never a commentary for a film', () => {
    const sounds = [sound(0, 'eng'), sound(1, 'fre', 'Commentary', true), sound(2, 'fre'), sound(3, 'fre', 'Québec')]
    expect(findSound(sounds, { language: 'fre', title: 'Québec', isCommentary: false })).toBe(3)
    expect(findSound(sounds, { language: 'fre', title: 'gone', isCommentary: false })).toBe(2)
    expect(findSound(sounds, { language: 'ger', title: '', isCommentary: false })).toBeNull()
  })
})
