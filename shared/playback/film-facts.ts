import { boolean, integer, list, nullable, number, object, picklist, text } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import { METHODS, REASONS } from './method.ts'

/** How a film is played: what the page says of itself and wants, what the host found and does. */

/** What the page answers to PAGE_QUESTIONS: the ids it plays from a file, and from segments; and whether another sound can be picked in a file. */
export const pageAbilitiesSchema = object({ file: list(text(32), 64), segments: list(text(32), 64), audioTracks: boolean() })
export type PageAbilities = ValueOf<typeof pageAbilitiesSchema>

export const methodWishSchema = object({
  audioIndex: nullable(integer(0, 999)),
  method: nullable(picklist(METHODS)),
  floor: picklist(METHODS),
  height: nullable(integer(144, 4320)),
})

export const soundSchema = object({
  audioIndex: integer(0, 999),
  codec: text(200),
  channels: integer(0, 1_000_000),
  language: text(200),
  title: text(200),
  isDefault: boolean(),
  isForced: boolean(),
  isCommentary: boolean(),
})
export type Sound = ValueOf<typeof soundSchema>

/** What is in a film and how it is played because of that. */
export const filmFactsSchema = object({
  method: picklist(METHODS),
  reasons: list(picklist(REASONS), 32),
  durationSec: nullable(number(0, 1e9)),
  video: nullable(object({ codec: text(200), width: integer(0, 1_000_000), height: integer(0, 1_000_000) })),
  sounds: list(soundSchema, 256),
  /** The sound that is heard; null for a film without. */
  audioIndex: nullable(integer(0, 999)),
  /** Lines of the encoded picture; null = as it is. */
  height: nullable(integer(144, 4320)),
})
export type FilmFacts = ValueOf<typeof filmFactsSchema>
