import type { Chapter } from '../../../shared/playback/chapters.ts'
import type { TextTrack } from '../../../shared/playback/media-info.ts'
import type { IndexedPicture } from '../../../shared/subtitles/picture.ts'
import { MAX_TRACKS } from '../../../shared/subtitles/track.ts'
import type { EmbeddedEvents, EmbeddedReader, EmbeddedTrack } from './embedded.ts'
import type { FilmBytes } from './film-bytes.ts'
import type { TrackEntry } from './track-entry.ts'
import { embeddedEntry } from './track-entry.ts'

/** The subtitles and chapters inside a film, found in the bytes of it that are here. */
export interface EmbeddedTracks {
  readonly entries: () => readonly TrackEntry[]
  readonly chapters: () => readonly Chapter[]
  /** Somebody reads this track: what is to be on the screen of it is wished for. */
  want(trackId: string): void
  /** A picture of a track; null when there is no such one. */
  picture(trackId: string, name: string): Promise<IndexedPicture | null>
  font(font: number): Promise<Uint8Array | null>
  /** What a look into the film told. */
  learn(facts: EmbeddedFacts): void
  /** Looks at what is here of the film; true when there is more to read at once. */
  advance(nowMs: number): Promise<boolean>
}

/** What a look into a film tells of what lies in it. */
export interface EmbeddedFacts {
  readonly chapters: readonly Chapter[]
  /** The stamp its time line begins at. */
  readonly startSec: number
  /** Subtitles inside it, whether or not they are read here. */
  readonly subtitles: readonly TextTrack[]
}

export interface EmbeddedWorld {
  readonly bytes: FilmBytes
  readonly openReader: (bytes: FilmBytes, events: EmbeddedEvents, startSec: () => number | null) => EmbeddedReader
  /** Where the revisions of its tracks begin. */
  readonly revision: number
  readonly onTracks: () => void
  readonly onChapters: () => void
}

export function createEmbeddedTracks({ bytes, openReader, revision, onTracks, onChapters }: EmbeddedWorld): EmbeddedTracks {
  let entries: ReadonlyMap<number, TrackEntry> = new Map()
  let chapters: readonly Chapter[] = []
  let seenVersion = -1
  let startSec: number | null = null
  let learned: readonly TextTrack[] = []
  /** Tracks that somebody reads. */
  const wanted = new Set<number>()

  const setTracks = (tracks: readonly EmbeddedTrack[]) => {
    entries = new Map(tracks.slice(0, MAX_TRACKS.embedded).map((track) => [track.number, embeddedEntry(track, revision)]))
    onTracks()
  }
  const change = (chosen: Iterable<TrackEntry>, how: (entry: TrackEntry) => void) => {
    for (const entry of chosen) how(entry)
    onTracks()
  }
  const one = (track: number) => { const entry = entries.get(track); return entry ? [entry] : [] }
  const all = () => [...entries.values()]
  const setChapters = (found: readonly Chapter[]) => {
    chapters = found
    onChapters()
  }

  const reader = openReader(bytes, {
    onTracks: setTracks,
    onCue: (track, cue) => { change(one(track), (entry) => { entry.add(cue) }) },
    onEarlyCue: (track, cue) => { change(one(track), (entry) => { entry.addEarly(cue) }) },
    onEarlyGone: () => { change(all(), (entry) => { entry.dropEarly() }) },
    onFonts: (count) => { change(all().filter((entry) => entry.facts().format === 'ass'), (entry) => { entry.setFonts(count) }) },
    onChapters: setChapters,
  }, () => startSec)

  /** What lies in a film that is not read here: the person is told of it, instead of looking for it in vain. */
  const nameUnread = () => { if (entries.size === 0 && learned.length > 0 && reader.isComplete()) setTracks(learned.map(unread)) }

  return {
    entries: all,
    chapters: () => chapters,
    want: (trackId) => {
      const number = numberOf(trackId)
      if (number !== null) wanted.add(number)
    },
    font: reader.font,
    picture: (trackId, name) => reader.picture(numberOf(trackId) ?? -1, name),
    learn: (facts) => {
      // The film's own list, read from its bytes, is the better one: it keeps the order and the hidden ones apart.
      if (chapters.length === 0 && facts.chapters.length > 0) setChapters(facts.chapters)
      learned = facts.subtitles
      startSec = facts.startSec
      seenVersion = -1
      nameUnread()
    },
    advance: async (nowMs) => {
      const filmMs = bytes.playheadMs()
      if (wanted.size > 0) bytes.want(filmMs === null ? [] : reader.missingAt(filmMs, wanted))
      const version = bytes.version()
      if (version === seenVersion || reader.isComplete()) return false
      if (await reader.advance(nowMs)) return true
      seenVersion = version
      nameUnread()
      if (reader.isComplete()) change(all().filter((entry) => entry.facts().kind !== 'unsupported'), (entry) => { entry.setState('complete') })
      return false
    },
  }
}

/** Of a track's shape. */
const MAX_FORMAT = 16

function unread(track: TextTrack): EmbeddedTrack {
  return { ...track, number: track.streamIndex, forced: track.isForced, hearingImpaired: false, kind: 'unsupported', format: track.codec.slice(0, MAX_FORMAT) }
}

/** The number of a track inside the film; null for any other. */
function numberOf(trackId: string): number | null {
  const [, digits] = /^track-(\d+)$/.exec(trackId) ?? []
  return digits === undefined ? null : Number(digits)
}
