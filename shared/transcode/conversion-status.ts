import { integer, nullable, number, object, picklist, text } from '../ipc/schema.ts'
import type { ValueOf } from '../ipc/schema.ts'
import { METHODS } from '../playback/method.ts'
import { filmFactsSchema } from '../playback/film-facts.ts'
import { appErrorSchema } from '../torrent/snapshot.ts'
import { CONVERSION_STATES } from './conversion-state.ts'

/** A film that plays already was looked into: the same as it plays, or better played in another way. */
export const streamAdviceSchema = object({ streamId: text(64), film: filmFactsSchema })
export type StreamAdvice = ValueOf<typeof streamAdviceSchema>

/** Nobody could look into the film of a stream that plays as it is, so nobody knows whether all of it does; what is left out of it cannot be converted. */
export const lookFailureSchema = object({ streamId: text(64), problem: appErrorSchema })
export type LookFailure = ValueOf<typeof lookFailureSchema>

/** Twice a second while a stream is converted, when something of it has changed. */
export const conversionStatusSchema = object({
  streamId: text(64),
  state: picklist(CONVERSION_STATES),
  method: picklist(METHODS),
  height: nullable(integer(144, 4320)),
  /** Whole seconds made beyond what the player has asked for. */
  aheadSec: integer(0, 1_000_000_000),
  /** Seconds of film made in a second; null while unknown. */
  speed: nullable(number(0, 1e6)),
  problem: nullable(appErrorSchema),
})
export type ConversionStatus = ValueOf<typeof conversionStatusSchema>
