import type { SubtitleTrack } from './track.ts'

/** What the person chose for another file of the same torrent; null = no subtitles. */
export type SubtitleChoice = Pick<SubtitleTrack, 'source' | 'language' | 'title' | 'forced' | 'hearingImpaired'>

type Candidate = SubtitleChoice & Pick<SubtitleTrack, 'id' | 'kind' | 'isDefault'>

/**
 * The track to show when the person said nothing about this file yet: the one most like their last choice of the torrent
 * (`before`; null = they wanted none; undefined = they never chose), else the best in their language, else none.
 */
export function chooseTrack(tracks: readonly Candidate[], before: SubtitleChoice | null | undefined, language: string | null): string | null {
  const shown = tracks.filter(({ kind }) => kind !== 'unsupported')
  if (before === null) return null
  if (before === undefined) return bestIn(shown, language)
  const alike = [...shown].sort((a, b) => likeness(b, before) - likeness(a, before))[0]
  return alike && likeness(alike, before) >= SAME_LANGUAGE ? alike.id : bestIn(shown, before.language)
}

/** The language outweighs everything else together. */
const SAME_LANGUAGE = 16

function likeness(track: Candidate, before: SubtitleChoice): number {
  return (sameLanguage(track.language, before.language) ? SAME_LANGUAGE : 0) + (track.forced === before.forced ? 8 : 0) + (track.hearingImpaired === before.hearingImpaired ? 4 : 0) + (track.source === before.source ? 2 : 0) + (track.title === before.title ? 1 : 0)
}

/** Whole before forced, without described sounds before with, text before pictures. */
function bestIn(tracks: readonly Candidate[], language: string | null): string | null {
  const spoken = language === null ? [] : tracks.filter((track) => sameLanguage(track.language, language))
  const rank = (track: Candidate) => (track.forced ? 4 : 0) + (track.hearingImpaired ? 2 : 0) + (track.kind === 'text' ? 0 : 1)
  return [...spoken].sort((a, b) => rank(a) - rank(b))[0]?.id ?? null
}

/** "pt-BR" serves who wants "pt", and the other way round. */
function sameLanguage(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && a.split('-')[0] === b.split('-')[0])
}
