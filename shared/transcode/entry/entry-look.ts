import type { Interval } from '../../interval.ts'

/** What some bytes from the middle of a film tell of where in it they lie. Seconds are the film's own stamps. */
export interface EntryLook {
  /** The first stamp in them; null when none was found. */
  readonly firstSec: number | null
  /** The last one up to the key frame, or of all. */
  readonly lastSec: number | null
  /** The first key frame, and the byte of the film at which a player may enter for it. */
  readonly key: { readonly sec: number; readonly at: number } | null
}

export const NO_LOOK: EntryLook = { firstSec: null, lastSec: null, key: null }

/** How a film of one container is entered: its head is given first, then what follows from a place on. */
export interface EntryFormat {
  /** What must come before the place, in order. */
  readonly head: readonly Interval[]
  /** Where the place may lie at the earliest. */
  readonly mediaBegin: number
  /** `begin`: where the bytes lie in the film. */
  look(bytes: Uint8Array, begin: number): EntryLook
}

/** `needsMore`: of the head. Null: it is not understood. */
export type OpenedEntry = EntryFormat | 'needsMore' | null
