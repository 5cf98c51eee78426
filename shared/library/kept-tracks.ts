import { boolean, nullable, number, object, optional, picklist, text } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import type { Sound } from '../playback/film-facts.ts'

const subtitleSchema = object({ source: picklist(['embedded', 'file', 'loaded']), language: nullable(text(35)), title: text(400), forced: boolean(), hearingImpaired: boolean() })

/** What the person chose to hear and to read in a torrent; what they never chose is not there. */
export const keptTracksSchema = object({
  sound: optional(object({ language: text(200), title: text(200), isCommentary: boolean() })),
  /** Null: they wanted none. */
  subtitle: optional(nullable(subtitleSchema)),
  second: optional(nullable(subtitleSchema)),
  /** Where the first subtitles lie on the film's clock; see subtitles/shift.ts. */
  timing: optional(object({ delayMs: number(-1e9, 1e9), speed: number(0.1, 10) })),
})
export type KeptTracks = ValueOf<typeof keptTracksSchema>

/** The sound of a film that is most like the one chosen before: same title before same language. Null when none has its language. */
export function findSound(sounds: readonly Sound[], { language, title, isCommentary }: NonNullable<KeptTracks['sound']>): number | null {
  const alike = sounds.filter((sound) => sound.language === language && sound.isCommentary === isCommentary)
  return (alike.find((sound) => sound.title === title) ?? alike[0])?.audioIndex ?? null
}
