import { CodedError } from '../../../shared/errors.ts'
import type { Chapter } from '../../../shared/playback/chapters.ts'
import type { Charset } from '../../../shared/subtitles/charsets.ts'
import type { Cue } from '../../../shared/subtitles/cue.ts'
import { SUBTITLE_LIMITS } from '../../../shared/subtitles/cue.ts'
import type { IndexedPicture } from '../../../shared/subtitles/picture.ts'
import { MAX_TRACKS } from '../../../shared/subtitles/track.ts'
import type { SubtitleTrack } from '../../../shared/subtitles/track.ts'
import type { EmbeddedFacts, EmbeddedWorld } from './embedded-tracks.ts'
import { createEmbeddedTracks } from './embedded-tracks.ts'
import type { NeighbourWorld } from './neighbour-tracks.ts'
import { createNeighbourTracks, tooLarge } from './neighbour-tracks.ts'
import type { TrackEntry } from './track-entry.ts'
import { loadedEntry } from './track-entry.ts'

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
export interface FilmFactsForWords extends EmbeddedFacts {
  readonly framesPerSec: number | null
}

/** `revision`: a number that no film before had. */
export interface FilmSubtitlesWorld extends EmbeddedWorld, Omit<NeighbourWorld, 'framesPerSec'> {
  /** Address of a track's cues. */
  readonly urlOf: (trackId: string) => string
}

/** Nothing is fetched for the film's own words; a file beside it only when somebody asks for it. */
export function createFilmSubtitles({ film, files, bytes, openReader, readFile, revision, urlOf, onTracks, onChapters }: FilmSubtitlesWorld): FilmSubtitles {
  const loaded: TrackEntry[] = []
  let loadedSoFar = 0
  let framesPerSec: number | null = null
  const embedded = createEmbeddedTracks({ bytes, openReader, revision, onTracks, onChapters })
  const neighbours = createNeighbourTracks({ film, files, revision, readFile, framesPerSec: () => framesPerSec, onTracks })

  const entries = () => [...embedded.entries(), ...neighbours.entries(), ...loaded]
  const find = (id: string) => entries().find((entry) => entry.facts().id === id) ?? null

  /** Texts that count pictures are read anew. */
  const learnRate = (rate: number | null) => {
    if (rate === null || rate === framesPerSec) return
    framesPerSec = rate
    for (const entry of entries().filter((each) => each.facts().format === 'microdvd')) entry.readAs(entry.facts().charset, framesPerSec)
    onTracks()
  }

  return {
    tracks: () => entries().map((entry) => { const facts = entry.facts(); return { ...facts, url: urlOf(facts.id) } }),
    chapters: embedded.chapters,
    cues: (trackId) => {
      embedded.want(trackId)
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
      await neighbours.fetch(trackId)
      if (entry.facts().charset === null || entry.facts().charset === charset) return
      entry.readAs(charset, framesPerSec)
      onTracks()
    },
    advance: embedded.advance,
    font: embedded.font,
    picture: embedded.picture,
    learn: (facts) => {
      embedded.learn(facts)
      learnRate(facts.framesPerSec)
    },
    close: neighbours.close,
  }
}
