import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { Interval } from '../../../shared/interval.ts'
import { entryPath } from '../../../shared/http/stream-path.ts'
import type { EntryFormat } from '../../../shared/transcode/entry/entry-look.ts'
import { openEntry, readsThrough } from '../../../shared/transcode/entry/open-entry.ts'
import { findEntry } from './find-entry.ts'
import type { Film } from './look-into-film.ts'
import type { ReadFilm } from './read-film-index.ts'

/**
 * Where films without an index are entered. ffmpeg reads such a film from its beginning to the place it is to begin at,
 * which waits for all of it to be fetched: it is given the head and what follows from shortly before the place.
 */
export interface Entries {
  /** ffmpeg would read everything before a place of it. */
  serves(film: Film): boolean
  /** What ffmpeg is to read for a time of a film; its stamps are those of the film. */
  urlOf(film: Film, sec: number): string
}

export interface FilmParts {
  /** The parts of the file, in order, from which the picture at a time can be decoded: its head, and all from a place on; the whole of it when none is found. Null for a film that was not looked into. */
  partsFrom(infoHash: InfoHash, fileIndex: FileIndex, sec: number, signal: AbortSignal): Promise<readonly Interval[] | null>
}

export interface EntryWorld {
  readonly baseUrl: () => string
  /** A film that was looked into; null for any other. */
  readonly known: (infoHash: InfoHash, fileIndex: FileIndex) => Promise<Film | null>
  readonly lengthOf: (infoHash: InfoHash, fileIndex: FileIndex) => number
  /** Bytes whose hash is still to come will do: a place is only guessed from them. */
  readonly readerOf: (infoHash: InfoHash, fileIndex: FileIndex) => ReadFilm
}

const FIRST_HEAD_BYTES = 64 * 1024
/** A front full of fonts is larger; such a film is read through. */
const MAX_HEAD_BYTES = 4 * 1024 * 1024

export function createEntries({ baseUrl, known, lengthOf, readerOf }: EntryWorld): Entries & FilmParts {
  return {
    serves: ({ media, isIndexed }) => readsThrough(media.containers, isIndexed()),
    urlOf: ({ infoHash, fileIndex }, sec) => `${baseUrl()}${entryPath(infoHash, fileIndex, sec)}`,
    partsFrom: async (infoHash, fileIndex, sec, signal) => {
      const film = await known(infoHash, fileIndex)
      if (!film) return null
      const lengthBytes = lengthOf(infoHash, fileIndex)
      const readFilm = readerOf(infoHash, fileIndex)
      const read = (bytes: Interval) => readFilm(bytes, signal)
      const { containers, startSec, durationSec } = film.media
      const format = await openHead(read, containers, lengthBytes)
      const at = format && await findEntry({ format, lengthBytes, read, targetSec: startSec + sec, film: { beginSec: startSec, endSec: startSec + (durationSec ?? 0) } })
      return format && at !== null ? [...format.head, { begin: at, end: lengthBytes }] : [{ begin: 0, end: lengthBytes }]
    },
  }
}

async function openHead(read: (bytes: Interval) => Promise<Uint8Array>, containers: readonly string[], lengthBytes: number): Promise<EntryFormat | null> {
  for (let size = FIRST_HEAD_BYTES; size <= MAX_HEAD_BYTES; size *= 2) {
    const opened = openEntry(containers, await read({ begin: 0, end: Math.min(size, lengthBytes) }), lengthBytes)
    if (opened !== 'needsMore') return opened
    if (size >= lengthBytes) return null
  }
  return null
}
