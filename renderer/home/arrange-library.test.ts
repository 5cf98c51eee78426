import { describe, expect, it } from 'vitest'
import type { LibraryEntry } from '../../shared/library/library.ts'
import { hashOf } from '../test/fake-bridge.ts'
import { arrangeLibrary, listUnfinished, searchEntries, searchUnfinished } from './arrange-library.ts'

const entry = (name: string): LibraryEntry => ({ infoHash: hashOf('1'), name, magnet: '', lengthBytes: 1, addedMs: 0, touchedMs: 0, kept: false, files: [] })
const library = ['Série.S01E10', 'serie S01E2', 'Alps'].map(entry)
const names = (entries: readonly LibraryEntry[]) => entries.map(({ name }) => name)

describe('the library as a list', () => {
  it('stands as it was touched, or by name with numbers as numbers', () => {
    expect(names(searchEntries(arrangeLibrary(library, 'newest'), '', []))).toEqual(['Série.S01E10', 'serie S01E2', 'Alps'])
    expect(names(searchEntries(arrangeLibrary(library, 'name'), '', []))).toEqual(['Alps', 'serie S01E2', 'Série.S01E10'])
  })

  it('is searched by every word, without case and accents', () => {
    expect(names(searchEntries(arrangeLibrary(library, 'name'), 'SERIE e10', []))).toEqual(['Série.S01E10'])
    expect(searchEntries(arrangeLibrary(library, 'newest'), 'serie alps', [])).toEqual([])
  })
})

describe('films that were begun', () => {
  const begun = Array.from({ length: 12 }, (_, at): LibraryEntry => ({
    ...entry(`Film ${String(at)}`), infoHash: hashOf(at.toString(16)), files: [{ fileIndex: 0, name: 'film.mp4', positionSec: 50, durationSec: 100, watched: false, touchedMs: 0 }],
  }))

  it.each(['', 'film', 'film 1'])('stand above or below, every one of them and none twice, when the search is for “%s”', (query) => {
    const above = searchUnfinished(listUnfinished(begun), query)
    const below = searchEntries(arrangeLibrary(begun, 'newest'), query, above)
    expect(above.length).toBeLessThanOrEqual(8)
    expect(names([...above.map((each) => each.entry), ...below])).toEqual(names(begun).filter((name) => name.toLowerCase().includes(query)))
  })
})
