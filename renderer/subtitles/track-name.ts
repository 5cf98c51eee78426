import { catalogue } from '../../shared/text/catalogue.ts'
import type { SubtitleTrack } from '../../shared/subtitles/track.ts'
import { isolate } from '../../shared/text/isolate.ts'
import { languageNow } from '../../shared/text/language.ts'
import { languageName } from '../ui/language-name.ts'

const words = catalogue.subtitles

/** A track as a person reads it: language, name, marks. `locale`: the window's own by default. */
export function trackName(track: SubtitleTrack, locale: string = languageNow()): string {
  const language = track.language === null ? null : languageName(track.language, locale)
  const title = track.title === language ? '' : isolate(track.title)
  const marks = [track.forced ? words.forced : '', track.hearingImpaired ? words.hearingImpaired : '', track.source === 'loaded' ? words.own : '', stateMark(track)]
  return [language ?? (title === '' ? words.unknownLanguage : ''), title, ...marks].filter((word) => word !== '').join(' · ')
}

/** One that is in the film and not read here: its language, and what kind it is where that has a name. */
export function unreadName({ language, title, format }: SubtitleTrack, locale: string = languageNow()): string {
  const name = language === null ? title : languageName(language, locale)
  const kind = KINDS[format ?? ''] ?? format ?? ''
  if (name === '') return kind === '' ? words.unknownLanguage : kind
  return kind === '' ? name : `${name} (${kind})`
}

/** As they are called outside of programs. */
const KINDS: Readonly<Record<string, string>> = { dvb_subtitle: 'DVB', dvb_teletext: 'Teletext', hdmv_pgs_subtitl: 'PGS', hdmv_text_subtit: 'Blu-ray', xsub: 'DivX', eia_608: 'CEA-608', arib_caption: 'ARIB', dvd_subtitle: 'DVD' }

function stateMark({ state }: SubtitleTrack): string {
  return state === 'reading' ? words.reading : state === 'failed' ? words.failed : ''
}
