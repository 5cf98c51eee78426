import { describe, expect, it } from 'vitest'
import type { LibraryEntry } from '../../shared/library/library.ts'
import { hashOf } from '../test/fake-bridge.ts'
import { arrangeLibrary, searchEntries } from './arrange-library.ts'

const entry = (name: string): LibraryEntry => ({ infoHash: hashOf('1'), name, magnet: '', lengthBytes: 1, addedMs: 0, touchedMs: 0, kept: false, files: [] })
const library = ['Série.S01E10', 'serie S01E2', 'Alps'].map(entry)
const names = (entries: readonly LibraryEntry[]) => entries.map(({ name }) => name)

describe('the library as a list', () => {
  it('stands as it was touched, or by name with numbers as numbers', () => {
    expect(names(searchEntries(arrangeLibrary(library, 'newest'), ''))).toEqual(['Série.S01E10', 'serie S01E2', 'Alps'])
    expect(names(searchEntries(arrangeLibrary(library, 'name'), ''))).toEqual(['Alps', 'serie S01E2', 'Série.S01E10'])
  })

  it('is searched by every word, without case and accents', () => {
    expect(names(searchEntries(arrangeLibrary(library, 'name'), 'SERIE e10'))).toEqual(['Série.S01E10'])
    expect(searchEntries(arrangeLibrary(library, 'newest'), 'serie alps')).toEqual([])
  })
})
