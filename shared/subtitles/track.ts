import { boolean, integer, list, nullable, object, picklist, text } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import { appErrorSchema } from '../torrent/snapshot.ts'
import { CHARSETS } from './charsets.ts'

/** One choice of subtitles for a film, as the page sees it. */
export const subtitleTrackSchema = object({
  /** Stable while the film is open: `track-3` inside the film, `file-12` beside it, `loaded-1` by the person. */
  id: text(32),
  source: picklist(['embedded', 'file', 'loaded']),
  /** The name of a file, or what the film calls its track; may be empty. */
  title: text(400),
  /** BCP 47; null when nobody says. */
  language: nullable(text(35)),
  isDefault: boolean(),
  /** Only what is written in the picture or spoken in another language. */
  forced: boolean(),
  /** With sounds described. */
  hearingImpaired: boolean(),
  /** `unsupported`: in the film, and not to be shown here. */
  kind: picklist(['text', 'pictures', 'unsupported']),
  /** How it is written, such as `srt` or `ass`; null while unknown. */
  format: nullable(text(16)),
  /** `waiting`: its file is not asked for; `growing`: more comes as the film does. */
  state: picklist(['waiting', 'reading', 'growing', 'complete', 'failed']),
  problem: nullable(appErrorSchema),
  /** How its bytes were read; null where that is no question. */
  charset: nullable(picklist(CHARSETS)),
  /** Counts up when the cues read so far no longer hold. */
  revision: integer(0, 1e9),
  /** Cues there are now. */
  cues: integer(0, 1e9),
  /** Changes when the cues do that were found in bytes whose hash is still to come (`.json?early=1`). */
  early: integer(0, 1e9),
  /** Fonts the film brings for it: `font-0` and so on beside the track's address. */
  fonts: integer(0, 1000),
  /** Where they are: WebVTT as it is, the page's form with `.json`, `?from=N` leaves the first N out. */
  url: text(8192),
})
export type SubtitleTrack = ValueOf<typeof subtitleTrackSchema>

/** Subtitles of one film, by where they come from: a list that one more would break is told to nobody. */
export const MAX_TRACKS = { embedded: 256, beside: 192, loaded: 64 } as const
export const subtitleTracksSchema = list(subtitleTrackSchema, MAX_TRACKS.embedded + MAX_TRACKS.beside + MAX_TRACKS.loaded)
