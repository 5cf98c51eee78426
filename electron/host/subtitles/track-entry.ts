import { toAppError } from '../../../shared/errors.ts'
import type { AppError } from '../../../shared/errors.ts'
import type { Charset } from '../../../shared/subtitles/charsets.ts'
import type { Cue } from '../../../shared/subtitles/cue.ts'
import { SUBTITLE_LIMITS } from '../../../shared/subtitles/cue.ts'
import type { NeighbourFile } from '../../../shared/subtitles/match-file.ts'
import { parseLanguage } from '../../../shared/subtitles/language.ts'
import { parseSubtitles } from '../../../shared/subtitles/parse-subtitles.ts'
import type { SubtitleTrack } from '../../../shared/subtitles/track.ts'
import { decodeText } from './charset.ts'
import type { EmbeddedTrack } from './embedded.ts'

/** One choice of subtitles with its cues. */
export interface TrackEntry {
  readonly facts: () => Omit<SubtitleTrack, 'url'>
  /** In the order found. */
  readonly cues: () => readonly Cue[]
  /** Those found in bytes whose hash is still to come. */
  readonly earlyCues: () => readonly Cue[]
  addEarly(cue: Cue): void
  setFonts(count: number): void
  dropEarly(): void
  /** A cue that was found in the film. */
  add(cue: Cue): void
  /** The content of its file, or why there is none. */
  fill(bytes: Uint8Array, framesPerSec: number | null): void
  fail(error: AppError): void
  setState(state: SubtitleTrack['state']): void
  /** Reads its bytes with another character set; null = as found out. */
  readAs(charset: Charset | null, framesPerSec: number | null): void
}

type Description = Omit<SubtitleTrack, 'url' | 'cues' | 'early' | 'fonts' | 'revision' | 'problem' | 'charset' | 'state'>

/** `first.revision`: unlike that of any entry before, so that nobody takes these cues for a continuation of those. */
export function createTrackEntry(description: Description, first: { readonly state: SubtitleTrack['state']; readonly revision: number }): TrackEntry {
  let state = first.state
  let format = description.format
  let problem: AppError | null = null
  let charset: Charset | null = null
  let revision = first.revision
  let cues: Cue[] = []
  let content: Uint8Array | null = null
  let earlyCues: Cue[] = []
  let early = 0
  let fonts = 0

  const parse = (bytes: Uint8Array, chosen: Charset | null, framesPerSec: number | null) => {
    const decoded = decodeText(bytes, chosen, description.language)
    const parsed = parseSubtitles(decoded.text, framesPerSec)
    revision += 1
    charset = decoded.charset
    cues = parsed.ok ? [...parsed.value.cues] : []
    format = parsed.ok ? parsed.value.format : format
    problem = parsed.ok ? null : { ...parsed.error, details: { ...parsed.error.details, name: description.title } }
    state = parsed.ok ? 'complete' : 'failed'
  }

  return {
    facts: () => ({ ...description, format, state, problem, charset, revision, cues: cues.length, early, fonts }),
    cues: () => cues,
    earlyCues: () => earlyCues,
    addEarly: (cue) => {
      if (earlyCues.length >= MAX_EARLY) return
      earlyCues.push(cue)
      early += 1
    },
    setFonts: (count) => { fonts = count },
    dropEarly: () => {
      if (earlyCues.length > 0) early += 1
      earlyCues = []
    },
    add: (cue) => { if (cues.length < SUBTITLE_LIMITS.cues) cues.push(cue) },
    fill: (bytes, framesPerSec) => {
      content = bytes
      try {
        parse(bytes, null, framesPerSec)
      } catch (thrown) {
        problem = toAppError(thrown)
        state = 'failed'
      }
    },
    fail: (error) => {
      problem = error
      state = 'failed'
    },
    setState: (next) => { if (state !== 'failed') state = next },
    readAs: (chosen, framesPerSec) => { if (content) parse(content, chosen, framesPerSec) },
  }
}

/** A file beside the film; it is asked for only when somebody chooses it. */
export function neighbourEntry({ fileIndex, title, ...marks }: NeighbourFile, name: string, revision: number): TrackEntry {
  return createTrackEntry({ id: `file-${String(fileIndex)}`, source: 'file', title: title === '' && marks.language === null ? name.slice(0, MAX_TITLE) : title, isDefault: false, kind: 'text', format: null, ...marks }, { state: 'waiting', revision })
}

/** A track inside the film. */
export function embeddedEntry({ number, language, title, isDefault, forced, hearingImpaired, kind, format }: EmbeddedTrack, revision: number): TrackEntry {
  return createTrackEntry({ id: `track-${String(number)}`, source: 'embedded', title: title.slice(0, MAX_TITLE), language: parseLanguage(language), isDefault, forced, hearingImpaired, kind, format }, { state: kind === 'unsupported' ? 'waiting' : 'growing', revision })
}

/** A file the person gave. */
export function loadedEntry(id: number, name: string, revision: number): TrackEntry {
  const words = name.replace(/\.[^.]{1,5}$/, '').split(/[._\s()[\]-]+/)
  return createTrackEntry({ id: `loaded-${String(id)}`, source: 'loaded', title: name.slice(0, MAX_TITLE), language: words.slice(1).map(parseLanguage).findLast((language) => language !== null) ?? null, isDefault: false, forced: false, hearingImpaired: false, kind: 'text', format: null }, { state: 'reading', revision })
}

/** Lines of the few seconds around the place that is read. */
const MAX_EARLY = 500

/** Longer names fill the menu. */
const MAX_TITLE = 400
