import type { InfoHash } from '../../shared/ids.ts'
import type { Library, LibraryEntry } from '../../shared/library/library.ts'
import { compareNatural } from '../../shared/torrent/natural-order.ts'
import type { Unfinished } from '../state/library.ts'
import { unfinishedOf } from '../state/library.ts'
import { foldTitle } from './match-title.ts'

/** Two rows in a wide window; what is older is found below. */
const MAX_CARDS = 8

export type LibraryOrder = 'newest' | 'name'

/** An entry with its name as a search sees it. */
export interface ListedEntry {
  readonly entry: LibraryEntry
  readonly folded: string
}

/** The entries in an order, ready to be searched letter by letter: folding thousands of names is done once. */
export function arrangeLibrary(library: Library, order: LibraryOrder): readonly ListedEntry[] {
  const listed = library.map((entry) => ({ entry, folded: foldTitle(entry.name) }))
  return order === 'newest' ? listed : listed.toSorted((a, b) => compareNatural(a.folded, b.folded))
}

/** Those in whose name every word of the query is, without those that stand in `above`. */
export function searchEntries(listed: readonly ListedEntry[], query: string, above: readonly Unfinished[]): readonly LibraryEntry[] {
  const shown = new Set<InfoHash>(above.map(({ entry }) => entry.infoHash))
  return searchFolded(listed, query).map(({ entry }) => entry).filter(({ infoHash }) => !shown.has(infoHash))
}

/** A film that was begun, with its names as a search sees them. */
export interface ListedUnfinished extends Unfinished {
  readonly folded: string
}

/** The films that were begun and not finished, in the order of the library, ready to be searched. */
export function listUnfinished(library: Library): readonly ListedUnfinished[] {
  return library.map(unfinishedOf).filter((each) => each !== null).map((each) => ({ ...each, folded: foldTitle(`${each.file.name} ${each.entry.name}`) }))
}

/** The first of those that fit a search, as many as have a card. */
export function searchUnfinished(begun: readonly ListedUnfinished[], query: string): readonly Unfinished[] {
  return searchFolded(begun, query).slice(0, MAX_CARDS)
}

function searchFolded<T extends { readonly folded: string }>(listed: readonly T[], query: string): readonly T[] {
  const wanted = foldTitle(query).split(/\s+/u)
  return listed.filter(({ folded }) => wanted.every((word) => folded.includes(word)))
}
