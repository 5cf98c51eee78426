import type { Interval } from '../../../shared/interval.ts'
import type { EntryFormat, EntryLook } from '../../../shared/transcode/entry/entry-look.ts'
import { concatBytes } from '../../../shared/concat-bytes.ts'
import { NO_LOOK } from '../../../shared/transcode/entry/entry-look.ts'

export interface EntryPlace {
  readonly format: EntryFormat
  readonly lengthBytes: number
  /** By the film's own stamps. */
  readonly film: { readonly beginSec: number; readonly endSec: number }
  readonly targetSec: number
  readonly read: (bytes: Interval) => Promise<Uint8Array>
}

/** A place of the film of which the stamp is known. */
interface Known { readonly at: number; readonly sec: number }

/** Looked for this long before the target at first: most films have a key frame in it; then three times as long, and so on. */
const FIRST_BACK_SEC = 4
const BACK_FACTOR = 3
/** So close before the target it is good enough: all that lies between is decoded, in a second or two. */
const NEAR_SEC = 15
/** A guess by the rate is some per cent off, each further one by some per cent of that; twice off to the same side, and the stretch is halved instead. */
const MAX_GUESSES = 16
/** A look begins with some blocks of the torrent, and ends with a picture of 4K. */
const FIRST_LOOK_BYTES = 64 * 1024
const MAX_LOOK_BYTES = 8 * 1024 * 1024

/**
 * The byte at which a film is entered to decode the picture at a time: guessed by the rate, looked at, and guessed again.
 * The best that was found, which may lie long before; null when nothing was.
 */
export async function findEntry(place: EntryPlace): Promise<number | null> {
  const { format, lengthBytes, film, targetSec } = place
  let low: Known = { at: format.mediaBegin, sec: film.beginSec }
  let high: Known = { at: lengthBytes, sec: film.endSec }
  let backSec = FIRST_BACK_SEC
  let best: Known | null = null
  let early = 0
  let late = 0
  for (let guess = 0; guess < MAX_GUESSES; guess++) {
    const at = Math.max(early, late) > 1 ? Math.floor((low.at + high.at) / 2) : between(low, high, targetSec - backSec)
    // Key frames lie further apart than is near.
    if (best && at <= low.at) break
    const { firstSec, key } = await lookAt(place, at)
    const fits = key !== null && key.sec <= targetSec
    if (fits && (!best || key.sec > best.sec)) best = key
    if (best && targetSec - best.sec <= NEAR_SEC) break
    if (firstSec === null || at <= format.mediaBegin) break
    if (fits) low = { at, sec: firstSec }
    else high = { at, sec: Math.min(firstSec, high.sec) }
    // The place was right and the key frame lies before it.
    const isRight = !fits && firstSec <= targetSec
    if (isRight) backSec *= BACK_FACTOR
    early = fits ? early + 1 : 0
    late = fits || isRight ? 0 : late + 1
  }
  return best && best.at
}

/** Where a time lies if the rate is even; the first of the two places for one before them. */
function between(low: Known, high: Known, sec: number): number {
  const share = (sec - low.sec) / Math.max(0.001, high.sec - low.sec)
  return Math.floor(low.at + (high.at - low.at) * Math.max(0, Math.min(1, share)))
}

/** Reads on until the key frame is there, or the time is past. */
async function lookAt({ format, lengthBytes, targetSec, read }: EntryPlace, at: number): Promise<EntryLook> {
  let bytes: Uint8Array = new Uint8Array(0)
  let found = NO_LOOK
  for (let size = FIRST_LOOK_BYTES; size <= MAX_LOOK_BYTES; size *= 2) {
    const end = Math.min(lengthBytes, at + size)
    if (at + bytes.length < end) bytes = concatBytes([bytes, await read({ begin: at + bytes.length, end })])
    found = format.look(bytes, at)
    if (found.key || end >= lengthBytes || (found.lastSec ?? -Infinity) > targetSec) break
  }
  return found
}
