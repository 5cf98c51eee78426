import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import { openScan, placeKeyframes } from '../../../shared/transcode/scan/open-scan.ts'
import type { FilmBytes } from '../subtitles/film-bytes.ts'
import type { Film } from './look-into-film.ts'
import { createKeyframeSearch } from './keyframe-search.ts'
import type { KeyframeSearch } from './keyframe-search.ts'

/** The key frames of films: from the container's index, or else from a scan of what is here, which goes on while the film comes. */
export interface FilmKeyframes {
  /** Presentation times counted from the film's start; empty while they are not known. */
  of(film: Film): Promise<readonly number[]>
  /** They are not known yet, and will be once the film is here. */
  areComing(film: Film): boolean
  /** A scan came to its end since they were asked for in vain; no more once they have been asked for again. */
  haveCome(infoHash: InfoHash, fileIndex: FileIndex): boolean
  drop(infoHash: InfoHash): void
  close(): void
}

/** What a person waits for a film that is here whole: encoding takes as long to begin, and costs the whole film. */
const PATIENCE_MS = 5000
/** Enough to find a list in the head; more of a film that is still coming tells nothing yet. */
const GLANCE_MS = 300
/** Scans under way; the one that was asked for longest ago makes room and begins anew when it is asked for again. */
const MAX_SEARCHES = 4

/** `bytesOf`: null for a file that cannot be read. */
export function createFilmKeyframes(bytesOf: (infoHash: InfoHash, fileIndex: FileIndex) => FilmBytes | null): FilmKeyframes {
  const known = new Map<string, readonly number[]>()
  const searches = new Map<string, KeyframeSearch>()

  const searchOf = (film: Film, bytes: FilmBytes): KeyframeSearch | null => {
    const key = keyOf(film)
    const before = searches.get(key)
    searches.delete(key)
    const goesOn = before?.isOpen() || before?.isDone()
    const scan = goesOn ? null : openScan({ ...film.media, lengthBytes: bytes.lengthBytes })
    const search = scan ? createKeyframeSearch(bytes, scan) : goesOn ? before : null
    if (!search) return null
    searches.set(key, search)
    const [oldest] = searches
    if (searches.size > MAX_SEARCHES && oldest) forget(oldest[0])
    return search
  }

  const forget = (key: string) => {
    searches.get(key)?.close()
    searches.delete(key)
  }

  const scanned = async (film: Film): Promise<readonly number[]> => {
    const bytes = bytesOf(film.infoHash, film.fileIndex)
    const search = bytes && searchOf(film, bytes)
    const times = search && await search.times(isWhole(bytes) ? PATIENCE_MS : GLANCE_MS)
    if (!times) return []
    const placed = placeKeyframes(times, film.media.startSec, film.media.durationSec ?? 0)
    known.set(keyOf(film), placed)
    forget(keyOf(film))
    return placed
  }

  return {
    of: async (film) => {
      const listed = await film.keyframes()
      return listed.length > 0 ? listed : known.get(keyOf(film)) ?? scanned(film)
    },
    areComing: (film) => searches.get(keyOf(film))?.isOpen() ?? false,
    haveCome: (infoHash, fileIndex) => searches.get(keyOf({ infoHash, fileIndex }))?.isDone() ?? false,
    drop: (infoHash) => {
      for (const key of [...searches.keys()]) if (key.startsWith(infoHash)) forget(key)
      for (const key of [...known.keys()]) if (key.startsWith(infoHash)) known.delete(key)
    },
    close: () => { for (const key of [...searches.keys()]) forget(key) },
  }
}

function isWhole(bytes: FilmBytes): boolean {
  const [first] = bytes.here()
  return first?.begin === 0 && first.end === bytes.lengthBytes
}

function keyOf({ infoHash, fileIndex }: Pick<Film, 'infoHash' | 'fileIndex'>): string {
  return `${infoHash}/${String(fileIndex)}`
}
