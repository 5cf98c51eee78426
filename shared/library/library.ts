import type { InfoHash } from '../ids.ts'
import { boolean, check, integer, list, literal, nullable, number, object, optional, text } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import type { Result } from '../result.ts'
import { ok } from '../result.ts'
import { fileIndexSchema, infoHashSchema } from '../torrent/snapshot.ts'
import { keptTracksSchema } from './kept-tracks.ts'
import type { KeptTracks } from './kept-tracks.ts'
import { isSeen, isWatched } from './resume.ts'

/** Torrents remembered at most; the ones not touched for longest leave first. */
export const MAX_ENTRIES = 5000
/** Files of one torrent whose place is remembered: more than any series has episodes. */
const MAX_FILES = 2000
/** Files remembered of those that follow one: several seasons, marked episode by episode while their torrent is closed. */
export const MAX_FOLLOWING = 60

const fileRecordSchema = object({
  fileIndex: fileIndexSchema,
  name: text(4096),
  positionSec: number(0, 1e9),
  durationSec: nullable(number(0, 1e9)),
  watched: boolean(),
  /** Milliseconds since 1970. */
  touchedMs: integer(0, Number.MAX_SAFE_INTEGER),
})
/** How far a person came in one file. */
export type FileRecord = ValueOf<typeof fileRecordSchema>

const namedFile = object({ fileIndex: fileIndexSchema, name: text(4096) })
const nextSchema = nullable(namedFile)
const followingSchema = list(namedFile, MAX_FOLLOWING)

export const libraryEntrySchema = object({
  infoHash: infoHashSchema,
  name: text(4096),
  /** Opens the torrent again. */
  magnet: text(65_536),
  /** Bytes of all its files. */
  lengthBytes: integer(0, Number.MAX_SAFE_INTEGER),
  addedMs: integer(0, Number.MAX_SAFE_INTEGER),
  touchedMs: integer(0, Number.MAX_SAFE_INTEGER),
  /** Its data is not cleaned up by itself. */
  kept: boolean(),
  /** Files that were watched, the newest first. */
  files: list(fileRecordSchema, MAX_FILES),
  /** What is up after the newest file; null = nothing that was not seen. */
  next: optional(nextSchema),
  /** What followed the newest file and was not seen when that was found out, in order: the files of a closed torrent are known from here alone. */
  following: optional(followingSchema),
  /** The sound and the subtitles chosen for it. */
  tracks: optional(keptTracksSchema),
})
/** A torrent the person opened, and what they watched of it. */
export type LibraryEntry = ValueOf<typeof libraryEntrySchema>

/** The newest first. */
export type Library = readonly LibraryEntry[]

/** Something happened to the library. */
export type LibraryAction =
  | { readonly kind: 'add'; readonly torrent: Pick<LibraryEntry, 'infoHash' | 'name' | 'magnet' | 'lengthBytes'>; readonly nowMs: number }
  | { readonly kind: 'progress'; readonly infoHash: InfoHash; readonly file: Pick<FileRecord, 'fileIndex' | 'name' | 'positionSec' | 'durationSec'>; readonly following?: LibraryEntry['following']; readonly nowMs: number }
  | { readonly kind: 'mark'; readonly infoHash: InfoHash; readonly file: Pick<FileRecord, 'fileIndex' | 'name'>; readonly watched: boolean; readonly following?: LibraryEntry['following']; readonly nowMs: number }
  | { readonly kind: 'tracks'; readonly infoHash: InfoHash; readonly tracks: KeptTracks }
  | { readonly kind: 'keep'; readonly infoHash: InfoHash; readonly kept: boolean }
  | { readonly kind: 'remove'; readonly infoHash: InfoHash }

/** The library after an action. A torrent that is opened again keeps what is known of it; unknown torrents change nothing. */
export function applyLibrary(library: Library, action: LibraryAction): Library {
  switch (action.kind) {
    case 'add': return addEntry(library, action)
    case 'progress': return touch(library, action.infoHash, (entry) => withNext({ ...entry, touchedMs: action.nowMs, files: recordFile(entry.files, action) }, action.following ?? (entry.files[0]?.fileIndex === action.file.fileIndex ? entry.following : undefined)))
    case 'mark': return change(library, action.infoHash, (entry) => withNext({ ...entry, files: markFile(entry.files, action) }, action.following ?? entry.following))
    case 'tracks': return change(library, action.infoHash, (entry) => ({ ...entry, tracks: { ...entry.tracks, ...action.tracks } }))
    case 'keep': return change(library, action.infoHash, (entry) => ({ ...entry, kept: action.kept }))
    case 'remove': return library.filter(({ infoHash }) => infoHash !== action.infoHash)
    default: return unreachable(action)
  }
}

const storedSchema = object({ version: literal(1), entries: list(libraryEntrySchema, MAX_ENTRIES) })

/** Reads the content of the library file. Fails: invalidMessage when it is damaged or from a later version. */
export function parseLibrary(content: unknown): Result<Library> {
  const stored = check(storedSchema, content)
  return stored.ok ? ok(stored.value.entries) : stored
}

/** What can be saved of a damaged library: every entry that fits, without what of it does not; `lost`: entries that are gone or lack something. */
export function rescueLibrary(content: unknown): { readonly library: Library; readonly lost: number } {
  const { entries }: { readonly entries?: unknown } = typeof content === 'object' && content !== null ? content : {}
  const all: readonly unknown[] = Array.isArray(entries) ? entries.slice(0, MAX_ENTRIES) : []
  const whole = all.filter((entry) => check(libraryEntrySchema, entry).ok)
  return { library: all.flatMap(rescueEntry), lost: all.length - whole.length }
}

function rescueEntry(entry: unknown): LibraryEntry[] {
  if (typeof entry !== 'object' || entry === null) return []
  const { tracks, files, next, following, ...rest }: Partial<Readonly<Record<'tracks' | 'files' | 'next' | 'following', unknown>>> = entry
  const records = Array.isArray(files) ? files.filter((each: unknown) => check(fileRecordSchema, each).ok) : []
  const rescued = check(libraryEntrySchema, { ...rest, files: records.slice(0, MAX_FILES), ...(check(keptTracksSchema, tracks).ok ? { tracks } : {}), ...(check(nextSchema, next).ok ? { next } : {}), ...(check(followingSchema, following).ok ? { following } : {}) })
  return rescued.ok ? [rescued.value] : []
}

/** The content of the library file. */
export function formatLibrary(library: Library): ValueOf<typeof storedSchema> {
  return { version: 1, entries: [...library] }
}

function addEntry(library: Library, { torrent, nowMs }: Extract<LibraryAction, { kind: 'add' }>): Library {
  const known = library.find(({ infoHash }) => infoHash === torrent.infoHash)
  const entry: LibraryEntry = { addedMs: nowMs, kept: false, files: [], ...known, ...torrent, touchedMs: nowMs }
  return [entry, ...library.filter((each) => each !== known)].slice(0, MAX_ENTRIES)
}

function touch(library: Library, infoHash: InfoHash, update: (entry: LibraryEntry) => LibraryEntry): Library {
  const known = library.find((entry) => entry.infoHash === infoHash)
  return known ? [update(known), ...library.filter((entry) => entry !== known)] : library
}

function change(library: Library, infoHash: InfoHash, update: (entry: LibraryEntry) => LibraryEntry): Library {
  return library.some((entry) => entry.infoHash === infoHash) ? library.map((entry) => (entry.infoHash === infoHash ? update(entry) : entry)) : library
}

function recordFile(files: readonly FileRecord[], { file, nowMs }: Extract<LibraryAction, { kind: 'progress' }>): FileRecord[] {
  const known = files.find(({ fileIndex }) => fileIndex === file.fileIndex)
  const durationSec = file.durationSec ?? known?.durationSec ?? null
  // Once watched it stays so; looking at its beginning again is no reason to forget it.
  const watched = isWatched(file.positionSec, durationSec) || known?.watched === true
  return [{ ...file, durationSec, watched, touchedMs: nowMs }, ...files.filter((each) => each !== known)].slice(0, MAX_FILES)
}

/** What is up is the first that was not seen of what follows; where nobody knows that, what was up stays. */
function withNext(entry: LibraryEntry, following: LibraryEntry['following']): LibraryEntry {
  if (following === undefined) return entry
  const seen = new Set(entry.files.filter(isSeen).map(({ fileIndex }) => fileIndex))
  return { ...entry, following, next: following.find(({ fileIndex }) => !seen.has(fileIndex)) ?? null }
}

/** A mark is no visit: the file keeps its place in the list, a new one stands last. */
function markFile(files: readonly FileRecord[], { file, watched, nowMs }: Extract<LibraryAction, { kind: 'mark' }>): FileRecord[] {
  const known = files.some(({ fileIndex }) => fileIndex === file.fileIndex)
  if (known) return files.map((each) => (each.fileIndex === file.fileIndex ? { ...each, watched, positionSec: 0 } : each))
  return watched && files.length < MAX_FILES ? [...files, { ...file, positionSec: 0, durationSec: null, watched, touchedMs: nowMs }] : [...files]
}

function unreachable(action: never): never {
  throw new Error(`an action nobody knows: ${JSON.stringify(action)}`)
}
