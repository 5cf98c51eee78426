import type { Chapter } from '../../shared/playback/chapters.ts'
import type { SeekPictures } from '../../shared/playback/seek-pictures.ts'
import type { SubtitleTrack } from '../../shared/subtitles/track.ts'

/** What the host found inside and beside films, by `positionKey`. `subtitles`, `chapters` and `pictures` are written by apply-events only. */
export interface FilmPartsSlice {
  readonly subtitles: Readonly<Record<string, readonly SubtitleTrack[]>>
  readonly chapters: Readonly<Record<string, readonly Chapter[]>>
  readonly pictures: Readonly<Record<string, SeekPictures>>
}

export const initialFilmParts: FilmPartsSlice = { subtitles: {}, chapters: {}, pictures: {} }
