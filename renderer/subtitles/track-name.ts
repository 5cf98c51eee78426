import { catalogue } from '../../shared/text/catalogue.ts'
import type { SubtitleTrack } from '../../shared/subtitles/track.ts'
import { languageNow } from '../../shared/text/language.ts'
import { languageName } from '../ui/language-name.ts'

const words = catalogue.subtitles

/** A track as a person reads it: language, name, marks. `locale`: the window's own by default. */
export function trackName(track: SubtitleTrack, locale: string = languageNow()): string {
  const language = track.language === null ? null : languageName(track.language, locale)
  const title = track.title === language ? '' : track.title
  const marks = [track.forced ? words.forced : '', track.hearingImpaired ? words.hearingImpaired : '', track.source === 'loaded' ? words.own : '', stateMark(track)]
  return [language ?? (title === '' ? words.unknownLanguage : ''), title, ...marks].filter((word) => word !== '').join(' · ')
}

function stateMark({ kind, state }: SubtitleTrack): string {
  if (kind === 'unsupported') return words.unsupported
  return state === 'reading' ? words.reading : state === 'failed' ? words.failed : ''
}
