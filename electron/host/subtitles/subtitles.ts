import { setTimeout as delay } from 'node:timers/promises'
import { CodedError } from '../../../shared/errors.ts'
import type { FileIndex, InfoHash } from '../../../shared/ids.ts'
import type { Log } from '../../../shared/log.ts'
import type { Chapter } from '../../../shared/playback/chapters.ts'
import type { Charset } from '../../../shared/subtitles/charsets.ts'
import type { Cue } from '../../../shared/subtitles/cue.ts'
import type { SubtitleTrack } from '../../../shared/subtitles/track.ts'
import type { TorrentContent } from '../engine/torrent-content.ts'
import type { TorrentSession } from '../engine/torrent-session.ts'
import { createFilmSubtitles } from './film-subtitles.ts'
import type { FilmFactsForWords, FilmSubtitles } from './film-subtitles.ts'
import { filmBytes } from './film-bytes.ts'
import { openEmbeddedReader } from './open-reader.ts'
import { toPng } from './png.ts'
import { readAll } from './read-all.ts'

export interface SubtitleList {
  readonly tracks: readonly SubtitleTrack[]
  readonly chapters: readonly Chapter[]
}

/** The subtitles of all films that somebody asked about. */
export interface Subtitles {
  /** What there is now; more is told by events while the film is watched. Throws CodedError: torrentUnknown, fileUnknown. */
  list(infoHash: InfoHash, fileIndex: FileIndex): SubtitleList
  /** As list, for the page, which has the film looked into anyway: what that tells is learned. */
  follow(infoHash: InfoHash, fileIndex: FileIndex): SubtitleList
  load(infoHash: InfoHash, fileIndex: FileIndex, name: string, bytes: Uint8Array): string
  read(infoHash: InfoHash, fileIndex: FileIndex, trackId: string, charset: Charset | null): Promise<void>
  /** For the server: null when there is no such film or track. */
  cues(infoHash: InfoHash, fileIndex: FileIndex, trackId: string): readonly Cue[] | null
  /** Those found in bytes whose hash is still to come, for the window alone. */
  earlyCues(infoHash: InfoHash, fileIndex: FileIndex, trackId: string): readonly Cue[] | null
  /** A PNG; null when there is no such picture. */
  picture(infoHash: InfoHash, fileIndex: FileIndex, trackId: string, name: string): Promise<Buffer | null>
  /** A font that the film brings. */
  font(infoHash: InfoHash, fileIndex: FileIndex, font: number): Promise<Uint8Array | null>
  /** Forgets the films of a torrent that goes away. */
  drop(infoHash: InfoHash): void
  close(): void
}

export interface SubtitlesWorld {
  readonly find: (infoHash: InfoHash) => TorrentSession | null
  /** Base of every address, without a slash at the end. */
  readonly baseUrl: () => string
  readonly clock: () => number
  /** Looks into a film; null when nothing is found. */
  readonly lookInto: (infoHash: InfoHash, fileIndex: FileIndex, signal: AbortSignal) => Promise<FilmFactsForWords | null>
  readonly log: Log
  readonly onTracks: (infoHash: InfoHash, fileIndex: FileIndex, tracks: SubtitleTrack[]) => void
  readonly onChapters: (infoHash: InfoHash, fileIndex: FileIndex, chapters: Chapter[]) => void
}

/** A line must be on the screen within a second of its picture, which plays before its piece is verified; a look at nothing new compares two numbers. */
const LOOK_MS = 100
/** Between two turns of 8 MB through a film that is here: the disk and the processor belong to the film. */
const REST_MS = 40
/** Films whose words are kept; the one that was asked about longest ago makes room. */
const MAX_FILMS = 16

/** Seconds since 1970 tell one run of the host from the next; revisions stay below what the page takes. */
const FIRST_REVISIONS = 500_000_000
/** A person tries some character sets on a film. */
const REVISIONS_A_FILM = 1000

interface OpenFilm {
  readonly infoHash: InfoHash
  readonly fileIndex: FileIndex
  readonly content: TorrentContent
  readonly subtitles: FilmSubtitles
  /** Aborted when the film is forgotten: everything that waits for something of it waits on this. */
  readonly gone: AbortController
  busy: boolean
  /** Somebody looks into the film, or did: asked once however often the page asks. */
  learning: boolean
  /** What was found since the page was told. */
  news: { tracks: boolean; chapters: boolean }
}

export function createSubtitles({ find, baseUrl, clock, log, lookInto, onTracks, onChapters }: SubtitlesWorld): Subtitles {
  const films = new Map<string, OpenFilm>()
  /** Nothing wakes an idle computer while no film is open. */
  let timer: NodeJS.Timeout | null = null
  let revision = Math.round(performance.timeOrigin / 1000) % FIRST_REVISIONS

  const open = (infoHash: InfoHash, fileIndex: FileIndex): OpenFilm => {
    const session = find(infoHash)
    const content = session?.content()
    if (!session || !content) throw new CodedError({ code: 'torrentUnknown', message: 'this torrent is not open; open it again', details: {} })
    const key = keyOf(infoHash, fileIndex)
    const known = films.get(key)
    films.delete(key)
    if (known?.content === content) {
      films.set(key, known)
      return known
    }
    if (known) leave(known)
    const made = openFilm(session, content, fileIndex)
    films.set(key, made)
    lookOn()
    const [oldest] = films.keys()
    if (films.size > MAX_FILMS && oldest !== undefined) forget(oldest)
    void look(made)
    return made
  }

  const openFilm = (session: TorrentSession, content: TorrentContent, fileIndex: FileIndex): OpenFilm => {
    const { files } = session.snapshot()
    const film = files.find(({ index }) => index === fileIndex)
    const bytes = filmBytes(content, fileIndex)
    if (!film || !bytes) throw new CodedError({ code: 'fileUnknown', message: `the torrent has no file ${String(fileIndex)} that can be read`, details: { fileIndex } })
    const { infoHash } = session
    const news = { tracks: false, chapters: false }
    const subtitles = createFilmSubtitles({
      film, files, bytes,
      openReader: openEmbeddedReader,
      revision: (revision += REVISIONS_A_FILM),
      readFile: (file, signal) => readAll(content.read({ infoHash, fileIndex: file.index, bytes: { begin: 0, end: file.lengthBytes }, early: false, signal }), file),
      urlOf: (trackId) => `${baseUrl()}/torrents/${infoHash}/subtitles/${String(fileIndex)}/${trackId}`,
      onTracks: () => { news.tracks = true },
      onChapters: () => { news.chapters = true },
    })
    return { infoHash, fileIndex, content, subtitles, gone: new AbortController(), busy: false, learning: false, news }
  }

  const look = async (film: OpenFilm) => {
    if (film.busy) return
    film.busy = true
    try {
      let more = true
      while (more && films.get(keyOf(film.infoHash, film.fileIndex)) === film) {
        more = await film.subtitles.advance(clock())
        tell(film)
        if (more) await delay(REST_MS, undefined, { signal: film.gone.signal })
      }
    } catch (thrown) {
      if (!film.gone.signal.aborted) log('subtitles', 'notRead', { message: String(thrown) })
    } finally {
      film.busy = false
    }
  }

  const tell = ({ infoHash, fileIndex, subtitles, news }: OpenFilm) => {
    if (news.tracks) onTracks(infoHash, fileIndex, subtitles.tracks())
    if (news.chapters) onChapters(infoHash, fileIndex, [...subtitles.chapters()])
    news.tracks = false
    news.chapters = false
  }

  const learn = async (film: OpenFilm) => {
    if (film.learning) return
    film.learning = true
    const facts = await lookInto(film.infoHash, film.fileIndex, film.gone.signal)
    if (facts) film.subtitles.learn(facts)
  }

  const leave = ({ gone, subtitles }: OpenFilm) => {
    gone.abort()
    subtitles.close()
  }

  const forget = (key: string) => {
    const film = films.get(key)
    if (film) leave(film)
    films.delete(key)
    if (films.size > 0) return
    if (timer) clearInterval(timer)
    timer = null
  }

  const lookOn = () => {
    timer ??= setInterval(() => {
      for (const film of films.values()) {
        tell(film)
        void look(film)
      }
    }, LOOK_MS).unref()
  }

  const list = (infoHash: InfoHash, fileIndex: FileIndex): SubtitleList => {
    const { subtitles } = open(infoHash, fileIndex)
    return { tracks: subtitles.tracks(), chapters: subtitles.chapters() }
  }

  return {
    list,
    follow: (infoHash, fileIndex) => {
      void learn(open(infoHash, fileIndex))
      return list(infoHash, fileIndex)
    },
    load: (infoHash, fileIndex, name, bytes) => open(infoHash, fileIndex).subtitles.load(name, bytes),
    read: (infoHash, fileIndex, trackId, charset) => open(infoHash, fileIndex).subtitles.read(trackId, charset),
    cues: (infoHash, fileIndex, trackId) => films.get(keyOf(infoHash, fileIndex))?.subtitles.cues(trackId) ?? null,
    earlyCues: (infoHash, fileIndex, trackId) => films.get(keyOf(infoHash, fileIndex))?.subtitles.earlyCues(trackId) ?? null,
    picture: async (infoHash, fileIndex, trackId, name) => {
      const picture = await films.get(keyOf(infoHash, fileIndex))?.subtitles.picture(trackId, name)
      return picture ? toPng(picture) : null
    },
    font: async (infoHash, fileIndex, font) => await films.get(keyOf(infoHash, fileIndex))?.subtitles.font(font) ?? null,
    drop: (infoHash) => { for (const [key, film] of films) if (film.infoHash === infoHash) forget(key) },
    close: () => { for (const key of [...films.keys()]) forget(key) },
  }
}

function keyOf(infoHash: InfoHash, fileIndex: FileIndex): string {
  return `${infoHash}/${String(fileIndex)}`
}
