import type { FileIndex, InfoHash } from '../../shared/ids.ts'
import type { EventValue } from '../../shared/ipc/contract.ts'
import type { FileRecord, Library, LibraryEntry } from '../../shared/library/library.ts'
import { isWatched, resumeSec } from '../../shared/library/resume.ts'
import type { PlaceSlice } from './place.ts'
import { positionKey } from './place.ts'

/** What was watched, as main keeps it. Written by apply-events only. */
export interface LibrarySlice {
  /** What was touched last first. */
  readonly library: Library
  /** Rises when a picture of where a film was left has been kept: older ones are read again. */
  readonly framesKept: number
  /** Kept films that are copied to another disk. */
  readonly moves: readonly FilmMove[]
}

export type FilmMove = EventValue<'media.filmMoves'>

export const initialLibrary: LibrarySlice = { library: [], framesKept: 0, moves: [] }

/** An entry that changed stands first. */
export function putEntry(library: Library, entry: LibraryEntry): Library {
  return [entry, ...library.filter(({ infoHash }) => infoHash !== entry.infoHash)]
}

/** The newest word on a copy; one that is over goes. */
export function putMove(moves: readonly FilmMove[], move: FilmMove): readonly FilmMove[] {
  if (move.isOver) return moves.filter(({ infoHash }) => infoHash !== move.infoHash)
  return moves.some(({ infoHash }) => infoHash === move.infoHash) ? moves.map((each) => (each.infoHash === move.infoHash ? move : each)) : [...moves, move]
}

export function dropEntry(library: Library, infoHash: InfoHash): Library {
  return library.filter((entry) => entry.infoHash !== infoHash)
}

/** Where every file of the library goes on, by `positionKey`; places of this run are newer and stay. */
export function positionsOf(library: Library, positions: PlaceSlice['positions']): PlaceSlice['positions'] {
  const kept = library.flatMap(({ infoHash, files }) => files.map((file) => [positionKey(infoHash, file.fileIndex), resumeSec(file.positionSec, file.durationSec)] as const))
  return { ...Object.fromEntries(kept), ...positions }
}

/** A film that was begun and not finished, or the one that follows in a torrent of which some was watched (`isNext`). */
export interface Unfinished {
  readonly entry: LibraryEntry
  readonly file: Pick<FileRecord, 'fileIndex' | 'name' | 'positionSec' | 'durationSec'>
  readonly isNext: boolean
}

/** How much of a film was seen, 0..1, and how long it still takes; null where nobody knows its length. */
export function leftOf(positionSec: number, durationSec: number | null): { readonly share: number; readonly leftSec: number | null } {
  return { share: durationSec ? Math.min(1, positionSec / durationSec) : 0, leftSec: durationSec === null ? null : Math.max(0, durationSec - positionSec) }
}

/** The film of an entry that is worth going on with: its newest one, and after its end what follows. Null where a single one was only looked at, and where all was watched. */
export function unfinishedOf(entry: LibraryEntry): Unfinished | null {
  const [file, ...others] = entry.files
  if (!file) return null
  if (resumeSec(file.positionSec, file.durationSec) > 0) return { entry, file, isNext: false }
  if (!isWatchedFile(entry, file.fileIndex)) return others.some(({ fileIndex }) => isWatchedFile(entry, fileIndex)) ? { entry, file, isNext: true } : null
  const { next } = entry
  return next && !isWatchedFile(entry, next.fileIndex) ? { entry, file: { ...next, positionSec: 0, durationSec: null }, isNext: true } : null
}

/** True when a file of an entry was watched to its end, or marked so. */
export function isWatchedFile({ files }: LibraryEntry, fileIndex: FileIndex): boolean {
  const file = files.find((each) => each.fileIndex === fileIndex)
  return file !== undefined && (file.watched || isWatched(file.positionSec, file.durationSec))
}

/** The files of an entry that were watched; none for a torrent the library does not know. */
export function watchedFiles(entry: LibraryEntry | undefined): ReadonlySet<FileIndex> {
  return new Set(entry?.files.filter(({ watched }) => watched).map(({ fileIndex }) => fileIndex))
}

/** True when the newest film of an entry was watched to its end. */
export function wasWatched(entry: LibraryEntry): boolean {
  const [newest] = entry.files
  return newest !== undefined && isWatchedFile(entry, newest.fileIndex)
}
