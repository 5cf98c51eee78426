import type { Chapter } from './chapters.ts'

/** What of a film people pass over. */
export type SkipKind = 'opening' | 'recap' | 'credits' | 'preview'

/** A chapter that may be passed over. `endSec`: where the film goes on; null = with it the film ends. */
export interface Skippable {
  readonly kind: SkipKind
  readonly startSec: number
  readonly endSec: number | null
}

/** Names that films give such chapters, whole; a number may follow ("OP 2"). */
const NAMES: readonly (readonly [SkipKind, RegExp])[] = [
  ['opening', /^(op|opening( (credits|theme|song|titles?))?|intro( theme| sequence)?|main titles?|titles?( sequence| card)?|theme( song)?|vorspann|générique( de début)?|cabecera|sigla( iniziale)?|オープニング)$/u],
  ['credits', /^(ed|ending( (credits|theme|song))?|(end |closing |final )?credits( roll)?|end titles?|outro|abspann|générique de fin|créditos( finales)?|titoli di coda|sigla finale|エンディング)$/u],
  ['recap', /^(recap|previously( on.*)?|rückblick|was bisher geschah|précédemment|resumen)$/u],
  ['preview', /^((next )?(episode )?preview|next (time|episode)|vorschau|次回予告|予告)$/u],
]

/** Shorter is over before a button is found. */
const LEAST_SEC = 8
/** Longer is a part of the film that only has such a name. */
const MOST_SEC: Readonly<Record<SkipKind, number>> = { opening: 240, recap: 300, credits: 1200, preview: 180 }
/** An opening stands in the first part of a film, credits in the last. */
const OPENING_UNTIL = 0.5
const CREDITS_FROM = 0.6

/** What is under way at a moment and may be passed over, by the names of the chapters; null for all else. `chapters` in order of their start. */
export function skippableAt(chapters: readonly Chapter[], sec: number, durationSec: number | null): Skippable | null {
  const place = chapters.findLastIndex(({ startSec }) => startSec <= sec)
  const chapter = chapters[place]
  const kind = chapter ? kindOf(chapter.title) : null
  if (!chapter || kind === null || durationSec === null || sec >= durationSec) return null
  const endSec = chapters[place + 1]?.startSec ?? null
  const lengthSec = (endSec ?? durationSec) - chapter.startSec
  return lengthSec >= LEAST_SEC && lengthSec <= MOST_SEC[kind] && standsWhereItShould(kind, chapter.startSec / durationSec) ? { kind, startSec: chapter.startSec, endSec } : null
}

function kindOf(title: string): SkipKind | null {
  const name = title.normalize('NFC').toLowerCase().replace(/[\p{P}\p{S}\s]+/gu, ' ').replace(/ ?\d{1,2} ?$/u, '').trim()
  return NAMES.find(([, pattern]) => pattern.test(name))?.[0] ?? null
}

function standsWhereItShould(kind: SkipKind, share: number): boolean {
  if (kind === 'credits' || kind === 'preview') return share >= CREDITS_FROM
  return share < OPENING_UNTIL
}
