import type { Interval } from '../../../shared/interval.ts'
import type { Chapter } from '../../../shared/playback/chapters.ts'
import type { IndexedPicture } from '../../../shared/subtitles/picture.ts'
import type { Cue } from '../../../shared/subtitles/cue.ts'

/** A subtitle track inside the film. */
export interface EmbeddedTrack {
  /** Its number in the file; unique there. */
  readonly number: number
  /** As the file says it. */
  readonly language: string
  readonly title: string
  readonly isDefault: boolean
  readonly forced: boolean
  readonly hearingImpaired: boolean
  readonly kind: 'text' | 'pictures' | 'unsupported'
  readonly format: string
}

/** What a reader of a container found. */
export interface EmbeddedEvents {
  /** Once, when the file's list of tracks was read. */
  readonly onTracks: (tracks: readonly EmbeddedTrack[]) => void
  /** In the order in which the film comes, not of time. */
  readonly onCue: (track: number, cue: Cue) => void
  /** A cue in bytes whose hash is still to come; it comes again when they are verified. */
  readonly onEarlyCue: (track: number, cue: Cue) => void
  /** What was found early no longer holds. */
  readonly onEarlyGone: () => void
  /** So many fonts were found so far. */
  readonly onFonts: (count: number) => void
  readonly onChapters: (chapters: readonly Chapter[]) => void
}

/** Reads what a film holds besides picture and sound, from the bytes that are here. */
export interface EmbeddedReader {
  /** Reads on; true when there is more to read at once. May be called whenever more is here, one call at a time. */
  advance(nowMs: number): Promise<boolean>
  /** Where the lines of these tracks lie that are on the screen at a time and were not found yet; as far as the film's index names them. */
  missingAt(filmMs: number, tracks: ReadonlySet<number>): readonly Interval[]
  /** A picture of a track, by the name its cue has; null when it is not here any more or damaged. */
  picture(track: number, name: string): Promise<IndexedPicture | null>
  /** A font that the film brings; null when it is not here. */
  font(font: number): Promise<Uint8Array | null>
  /** Everything there is was found. */
  readonly isComplete: () => boolean
}

/** Two speakers in two languages, and signs in the picture. */
export const MAX_LINES_AT_ONCE = 16
