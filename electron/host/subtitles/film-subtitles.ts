import { CodedError, toAppError } from '../../../shared/errors.ts'
import type { Chapter } from '../../../shared/playback/chapters.ts'
import type { TextTrack } from '../../../shared/playback/media-info.ts'
import type { Charset } from '../../../shared/subtitles/charsets.ts'
import type { Cue } from '../../../shared/subtitles/cue.ts'
import { SUBTITLE_LIMITS } from '../../../shared/subtitles/cue.ts'
import { matchSubtitles } from '../../../shared/subtitles/match-file.ts'
import type { IndexedPicture } from '../../../shared/subtitles/picture.ts'
import { MAX_TRACKS } from '../../../shared/subtitles/track.ts'
import type { SubtitleTrack } from '../../../shared/subtitles/track.ts'
import type { TorrentFile } from '../../../shared/torrent/snapshot.ts'
import type { EmbeddedEvents, EmbeddedReader } from './embedded.ts'
import type { FilmBytes } from './film-bytes.ts'
import type { TrackEntry } from './track-entry.ts'
import { embeddedEntry, loadedEntry, neighbourEntry } from './track-entry.ts'

/** All subtitles and the chapters of one film. */
export interface FilmSubtitles {
  readonly tracks: () => SubtitleTrack[]
  readonly chapters: () => readonly Chapter[]
  /** A file the person gave; answers with the id of its track. Of very many the newest are kept. Throws CodedError: subtitleTooLarge, subtitleUnreadable. */
  load(name: string, bytes: Uint8Array): string
  /** Fetches the track's file if that was not done, or failed; with a character set other than the one found out if one is given. Throws CodedError: subtitleUnknown. */
  read(trackId: string, charset: Charset | null): Promise<void>
  /** The cues there are, in the order found. Null for an unknown track. */
  cues(trackId: string): readonly Cue[] | null
  /** Those found in bytes whose hash is still to come. */
  earlyCues(trackId: string): readonly Cue[] | null
  /** A picture of a track inside the film; null when there is no such one. */
  picture(trackId: string, name: string): Promise<IndexedPicture | null>
  /** A font that the film brings; null when it is not here. */
  font(font: number): Promise<Uint8Array | null>
  /** What a look into the film told. */
  learn(facts: FilmFactsForWords): void
  /** Looks at what is here of the film; true when there is more to read at once. */
  advance(nowMs: number): Promise<boolean>
  close(): void
}

/** What the words want to know of the film beyond its own bytes. */
export interface FilmFactsForWords {
  readonly chapters: readonly Chapter[]
  readonly framesPerSec: number | null
  /** The stamp its time line begins at. */
  readonly startSec: number
  /** Subtitles inside it, whether or not they are read here. */
  readonly subtitles: readonly TextTrack[]
}

export interface FilmSubtitlesWorld {
  readonly film: TorrentFile
  readonly files: readonly TorrentFile[]
  readonly bytes: FilmBytes
  readonly openReader: (bytes: FilmBytes, events: EmbeddedEvents, startSec: () => number | null) => EmbeddedReader
  /** The whole of another file of the torrent, fetched with the priority of something a person waits for. */
  readonly readFile: (file: TorrentFile, signal: AbortSignal) => Promise<Uint8Array>
  /** A number that no film before had: where the revisions of its tracks begin. */
  readonly revision: number
  /** Address of a track's cues. */
  readonly urlOf: (trackId: string) => string
  readonly onTracks: () => void
  readonly onChapters: () => void
}

/** Nothing is fetched for the film's own words; a file beside it only when somebody asks for it. */
export function createFilmSubtitles({ film, files, bytes, openReader, readFile, revision, urlOf, onTracks, onChapters }: FilmSubtitlesWorld): FilmSubtitles {
  const stop = new AbortController()
  const loaded: TrackEntry[] = []
  let loadedSoFar = 0
  const neighbours = new Map(matchSubtitles(film, files).map((match) => [`file-${String(match.fileIndex)}`, { match, entry: neighbourEntry(match, files.find(({ index }) => index === match.fileIndex)?.name ?? '', revision) }]))
  const reading = new Map<string, Promise<void>>()
  let embedded: ReadonlyMap<number, TrackEntry> = new Map()
  let chapters: readonly Chapter[] = []
  let seenVersion = -1
  let framesPerSec: number | null = null
  let startSec: number | null = null
  let learned: readonly TextTrack[] = []
  /** Tracks inside the film that somebody reads. */
  const read = new Set<number>()

  const reader = openReader(bytes, {
    onTracks: (tracks) => {
      embedded = new Map(tracks.slice(0, MAX_TRACKS.embedded).map((track) => [track.number, embeddedEntry(track, revision)]))
      onTracks()
    },
    onCue: (track, cue) => {
      embedded.get(track)?.add(cue)
      onTracks()
    },
    onEarlyCue: (track, cue) => {
      embedded.get(track)?.addEarly(cue)
      onTracks()
    },
    onEarlyGone: () => {
      for (const entry of embedded.values()) entry.dropEarly()
      onTracks()
    },
    onFonts: (count) => {
      for (const entry of embedded.values()) if (entry.facts().format === 'ass') entry.setFonts(count)
      onTracks()
    },
    onChapters: (found) => {
      chapters = found
      onChapters()
    },
  }, () => startSec)

  /** The film's own list, read from its bytes, is the better one: it keeps the order and the hidden ones apart. */
  const learnChapters = (found: readonly Chapter[]) => {
    if (chapters.length > 0 || found.length === 0) return
    chapters = found
    onChapters()
  }

  /** What lies in a film that is not read here: the person is told of it, instead of looking for it in vain. */
  const nameUnread = () => {
    if (embedded.size > 0 || learned.length === 0 || !reader.isComplete()) return
    embedded = new Map(learned.slice(0, MAX_TRACKS.embedded).map((track) => [track.streamIndex, embeddedEntry({ ...track, number: track.streamIndex, forced: track.isForced, hearingImpaired: false, kind: 'unsupported', format: track.codec.slice(0, MAX_FORMAT) }, revision)]))
    onTracks()
  }

  const entries = () => [...embedded.values(), ...[...neighbours.values()].map(({ entry }) => entry), ...loaded]
  const find = (id: string) => entries().find((entry) => entry.facts().id === id) ?? null

  /** One that could not be had is fetched again when it is asked for again. */
  const fetchFile = async (file: TorrentFile, entry: TrackEntry) => {
    entry.setState('reading')
    onTracks()
    try {
      if (file.lengthBytes > SUBTITLE_LIMITS.bytes) throw tooLarge(file.name, file.lengthBytes)
      entry.fill(await readFile(file, stop.signal), framesPerSec)
    } catch (thrown) {
      entry.fail(toAppError(thrown))
      reading.delete(entry.facts().id)
    }
    onTracks()
  }

  return {
    tracks: () => entries().map((entry) => { const facts = entry.facts(); return { ...facts, url: urlOf(facts.id) } }),
    chapters: () => chapters,
    cues: (trackId) => {
      const number = numberOf(trackId)
      if (number !== null) read.add(number)
      return find(trackId)?.cues() ?? null
    },
    earlyCues: (trackId) => find(trackId)?.earlyCues() ?? null,
    load: (name, content) => {
      if (content.length > SUBTITLE_LIMITS.bytes) throw tooLarge(name, content.length)
      const entry = loadedEntry(loadedSoFar + 1, name, revision)
      entry.fill(content, framesPerSec)
      const { id, problem } = entry.facts()
      if (problem) throw new CodedError(problem)
      loadedSoFar += 1
      loaded.push(entry)
      if (loaded.length > MAX_TRACKS.loaded) loaded.shift()
      onTracks()
      return id
    },
    read: async (trackId, charset) => {
      const entry = find(trackId)
      if (!entry) throw new CodedError({ code: 'subtitleUnknown', message: `the film has no subtitles ${trackId} any more; choose others`, details: {} })
      const neighbour = neighbours.get(trackId)
      const file = neighbour && files.find(({ index }) => index === neighbour.match.fileIndex)
      if (file && !reading.has(trackId)) reading.set(trackId, fetchFile(file, entry))
      await reading.get(trackId)
      if (entry.facts().charset === null || entry.facts().charset === charset) return
      entry.readAs(charset, framesPerSec)
      onTracks()
    },
    advance: async (nowMs) => {
      const filmMs = bytes.playheadMs()
      if (read.size > 0) bytes.want(filmMs === null ? [] : reader.missingAt(filmMs, read))
      const version = bytes.version()
      if (version === seenVersion || reader.isComplete()) return false
      if (await reader.advance(nowMs)) return true
      seenVersion = version
      nameUnread()
      if (reader.isComplete()) {
        for (const entry of embedded.values()) if (entry.facts().kind !== 'unsupported') entry.setState('complete')
        onTracks()
      }
      return false
    },
    font: reader.font,
    picture: (trackId, name) => reader.picture(numberOf(trackId) ?? -1, name),
    learn: (facts) => {
      learnChapters(facts.chapters)
      learned = facts.subtitles
      startSec = facts.startSec
      seenVersion = -1
      nameUnread()
      if (facts.framesPerSec === null || facts.framesPerSec === framesPerSec) return
      framesPerSec = facts.framesPerSec
      for (const entry of entries().filter((each) => each.facts().format === 'microdvd')) entry.readAs(entry.facts().charset, framesPerSec)
      onTracks()
    },
    close: () => { stop.abort() },
  }
}

/** Of a track's shape. */
const MAX_FORMAT = 16

/** The number of a track inside the film; null for any other. */
function numberOf(trackId: string): number | null {
  const [, digits] = /^track-(\d+)$/.exec(trackId) ?? []
  return digits === undefined ? null : Number(digits)
}

function tooLarge(name: string, lengthBytes: number): CodedError {
  return new CodedError({ code: 'subtitleTooLarge', message: `${name} has ${String(lengthBytes)} bytes, more than the ${String(SUBTITLE_LIMITS.bytes)} subtitles may have; choose another file`, details: { name, lengthBytes } })
}
