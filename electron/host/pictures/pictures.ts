import path from 'node:path'
import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import { contains } from '../../../shared/interval.ts'
import type { Log } from '../../../shared/log.ts'
import type { PictureGrid, SeekPictures } from '../../../shared/playback/seek-pictures.ts'
import { bytesOfCell, cellMoment, nextCell, pictureGrid } from '../../../shared/playback/seek-pictures.ts'
import type { Result } from '../../../shared/result.ts'
import { durationOf } from '../../../shared/window/time-map.ts'
import type { TimeMap } from '../../../shared/window/time-map.ts'
import type { TorrentContent } from '../engine/torrent-content.ts'
import { filmBytes } from '../subtitles/film-bytes.ts'
import type { FilmBytes } from '../subtitles/film-bytes.ts'
import type { PictureShelf } from './picture-shelf.ts'
import { createPictureShelf } from './picture-shelf.ts'

/**
 * Pictures for the seek bar, made one after the other from bytes that are verified. Invariant: one process at most, over
 * all films, and it reads only what is here.
 */
export interface Pictures {
  /** Follows a film while it is watched; null while nothing is known of it. More is told by events. */
  follow(infoHash: InfoHash, fileIndex: FileIndex): SeekPictures | null
  /** A picture, made before all others if it was not yet. Null when it cannot be made of what is here, or another one was wanted since. */
  want(infoHash: InfoHash, fileIndex: FileIndex, cell: number): Promise<Uint8Array | null>
  /** The bytes pictures are made of. */
  bytes(infoHash: InfoHash, fileIndex: FileIndex): FilmBytes | null
  drop(infoHash: InfoHash): void
  close(): Promise<void>
}

export interface PicturesWorld {
  readonly contentOf: (infoHash: InfoHash) => TorrentContent | null
  /** False for files without pictures. */
  readonly isVideo: (infoHash: InfoHash, fileIndex: FileIndex) => boolean
  readonly makePicture: (url: string, sec: number, signal: AbortSignal) => Promise<Result<Uint8Array>>
  /** Folder for what is kept of a torrent beside its content; null when there is none. */
  readonly stateFolder: (infoHash: InfoHash) => Promise<string | null>
  readonly baseUrl: () => string
  readonly clock: () => number
  readonly log: Log
  readonly onChange: (infoHash: InfoHash, fileIndex: FileIndex, pictures: SeekPictures) => void
}

/** Between two pictures: the processor belongs to the film, and a film of 300 pictures has them within ten minutes. */
const REST_MS = 1500
/** A cell that failed is tried again when so much more is here, and this often at most. */
const RETRY_BYTES = 16 * 1024 * 1024
const MAX_TRIES = 3
/** Films whose pictures are in memory; 300 of them weigh 2 MB. */
const MAX_FILMS = 8

interface Film {
  readonly infoHash: InfoHash
  readonly fileIndex: FileIndex
  readonly content: TorrentContent
  readonly bytes: FilmBytes
  /** Null until the film's length is known. */
  known: { readonly map: TimeMap; readonly grid: PictureGrid; readonly shelf: PictureShelf } | null
  readonly failed: Map<number, { tries: number; version: number }>
}

export function createPictures({ contentOf, isVideo, makePicture, stateFolder, baseUrl, clock, log, onChange }: PicturesWorld): Pictures {
  const films = new Map<string, Film>()
  const stop = new AbortController()
  let working: Promise<void> | null = null
  /** Counts what was wanted: only the newest wish is fulfilled. */
  let newest = 0

  const follow = (infoHash: InfoHash, fileIndex: FileIndex): Film | null => {
    const key = keyOf(infoHash, fileIndex)
    const content = contentOf(infoHash)
    const before = films.get(key)
    films.delete(key)
    const bytes = content && isVideo(infoHash, fileIndex) ? filmBytes(content, fileIndex) : null
    if (!content || !bytes) return null
    const film = before?.content === content ? before : { infoHash, fileIndex, content, bytes, known: null, failed: new Map() }
    films.set(key, film)
    const [oldest] = films.keys()
    if (films.size > MAX_FILMS && oldest !== undefined) films.delete(oldest)
    return film
  }

  const snapshot = (film: Film): SeekPictures | null => {
    const { known } = film
    return known && { cellSec: known.grid.cellSec, made: [...known.shelf.cells()], url: `${baseUrl()}/torrents/${film.infoHash}/pictures/${String(film.fileIndex)}` }
  }
  const tell = (film: Film) => {
    const pictures = snapshot(film)
    if (pictures) onChange(film.infoHash, film.fileIndex, pictures)
  }

  /** Its grid as soon as its length is known, with what an earlier visit left. */
  const learn = async (film: Film) => {
    const map = film.content.controller.find(film.fileIndex)?.timeMap()
    if (!map) return
    const grid = pictureGrid(durationOf(map))
    if (film.known?.grid.cellSec === grid.cellSec) { film.known = { ...film.known, map, grid }; return }
    const state = await stateFolder(film.infoHash)
    const shelf = createPictureShelf(state && path.join(state, 'pictures', `${String(film.fileIndex)}-${String(grid.cellSec)}`), log)
    await shelf.load()
    film.known = { map, grid, shelf }
    tell(film)
  }

  const isDone = ({ known, failed, bytes }: Film) => (cell: number) => {
    const failure = failed.get(cell)
    return known?.shelf.get(cell) !== null || (failure !== undefined && (failure.tries >= MAX_TRIES || bytes.version() - failure.version < RETRY_BYTES))
  }

  const isHere = ({ bytes }: Film, { map, grid }: NonNullable<Film['known']>, cell: number): boolean => {
    const need = bytesOfCell(map, grid, cell)
    return cell < grid.cells && bytes.here().some((run) => contains(run, need.begin) && need.end <= run.end)
  }

  /** One picture for the film looked at last, if there is anything to make. */
  const work = async () => {
    const nowMs = clock()
    for (const film of [...films.values()].reverse()) {
      if (!film.content.controller.find(film.fileIndex)?.isWatched(nowMs)) continue
      await learn(film)
      const { known } = film
      const cell = known && nextCell(known.map, known.grid, isDone(film), film.bytes.here())
      if (known && cell !== null && cell !== undefined) return makeOne(film, known, cell)
    }
  }

  const makeOne = async (film: Film, { map, grid, shelf }: NonNullable<Film['known']>, cell: number) => {
    const version = film.bytes.version()
    const made = await makePicture(`${baseUrl()}/torrents/${film.infoHash}/here/${String(film.fileIndex)}`, cellMoment(grid, cell, durationOf(map)), stop.signal)
    if (stop.signal.aborted) return
    if (made.ok) {
      await shelf.put(cell, made.value)
      tell(film)
      return
    }
    film.failed.set(cell, { tries: (film.failed.get(cell)?.tries ?? 0) + 1, version })
    log('pictures', 'notMade', { code: made.error.code, message: made.error.message })
  }

  const start = (job: () => Promise<void>): Promise<void> => {
    working ??= job().catch((error: unknown) => { log('pictures', 'failed', { message: String(error) }) }).finally(() => { working = null })
    return working
  }
  const timer = setInterval(() => { void start(work) }, REST_MS)
  timer.unref()

  return {
    follow: (infoHash, fileIndex) => {
      const film = follow(infoHash, fileIndex)
      return film && snapshot(film)
    },
    want: async (infoHash, fileIndex, cell) => {
      const film = films.get(keyOf(infoHash, fileIndex))
      const done = film?.known?.shelf.get(cell)
      if (!film?.known || done) return done ?? null
      newest += 1
      const mine = newest
      await working
      if (mine !== newest || stop.signal.aborted) return null
      const { known } = film
      if (isHere(film, known, cell)) await start(() => makeOne(film, known, cell))
      return film.known.shelf.get(cell)
    },
    bytes: (infoHash, fileIndex) => films.get(keyOf(infoHash, fileIndex))?.bytes ?? null,
    drop: (infoHash) => { for (const [key, film] of films) if (film.infoHash === infoHash) films.delete(key) },
    close: async () => {
      clearInterval(timer)
      stop.abort()
      await working
    },
  }
}

function keyOf(infoHash: InfoHash, fileIndex: FileIndex): string {
  return `${infoHash}/${String(fileIndex)}`
}
