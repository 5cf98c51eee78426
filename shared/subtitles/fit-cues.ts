import type { Result } from '../result.ts'
import { fail, ok } from '../result.ts'
import type { Cue } from './cue.ts'
import type { SubtitleTiming } from './shift.ts'

type Times = Pick<Cue, 'startMs' | 'endMs'>

/**
 * Finds where subtitles lie on the film's clock from others that are in time with it: whatever the language, people speak at the same
 * moments. Both in order of their start. Fails: subtitleUnreadable when too few lines begin together to be sure, or several places fit alike.
 */
export function fitCues(cues: readonly Times[], reference: readonly Times[]): Result<SubtitleTiming> {
  const [own, theirs] = [startsOf(cues), startsOf(reference)]
  if (own.length < LEAST_LINES || theirs.length < LEAST_LINES) return fail('subtitleUnreadable', `${String(Math.min(own.length, theirs.length))} lines are too few to compare`)
  const [plain, ...others] = SPEEDS.map((speed) => findPeak(own.map((at) => at * speed), theirs, speed))
  if (plain === undefined) return fail('subtitleUnreadable', 'no speed to try')
  const best = others.reduce((a, b) => (b.pairs > a.pairs * CLEARLY ? b : a), plain)
  const scaled = own.map((at) => at * best.speed)
  const delayMs = medianOf(pairsNear(scaled, theirs, best.delayMs))
  const { share, chance } = shareTogether(scaled.map((at) => at + delayMs), theirs)
  if (share < LEAST_SHARE || share < chance * 2) return fail('subtitleUnreadable', `only ${String(Math.round(share * 100))} % of the lines begin together`)
  if (best.rival * CLEARLY > best.pairs) return fail('subtitleUnreadable', 'several places fit alike')
  return ok({ speed: best.speed, delayMs: Math.round(delayMs) })
}

/** A minute or two of talk; fewer meet by chance. */
export const LEAST_LINES = 20
/** Of a film of four hours; more are a song that is written letter by letter. */
const MOST_LINES = 6000
/** What subtitles for another rate of pictures are off by: 23.976, 24 and 25 a second, each for each other. */
const RATES = [24_000 / 1001, 24, 25] as const
const SPEEDS: readonly number[] = [1, ...RATES.flatMap((made) => RATES.filter((shown) => shown !== made).map((shown) => made / shown))]
/** Further off is another film. */
const MOST_DELAY_MS = 300_000
/** Lines of two languages begin together to about a tenth of a second. */
const BIN_MS = 100
const TOGETHER_MS = 200
/** Of the lines where both have some; other languages part and join lines. */
const LEAST_SHARE = 0.4
/** By so much the best place must stand out. */
const CLEARLY = 1.15

interface Peak {
  readonly speed: number
  readonly delayMs: number
  /** Pairs of lines that begin together there, and at the best place elsewhere. */
  readonly pairs: number
  readonly rival: number
}

/** Lines that begin at one moment are one. */
function startsOf(cues: readonly Times[]): readonly number[] {
  return [...new Set(cues.map(({ startMs }) => startMs))].slice(0, MOST_LINES)
}

/** Counts, for every delay, the lines that would begin together. */
function findPeak(own: readonly number[], theirs: readonly number[], speed: number): Peak {
  const counts = new Uint32Array(2 * (MOST_DELAY_MS / BIN_MS) + 3)
  let first = 0
  for (const at of own) {
    while (first < theirs.length && (theirs[first] ?? 0) < at - MOST_DELAY_MS) first++
    for (let i = first; i < theirs.length && (theirs[i] ?? 0) <= at + MOST_DELAY_MS; i++) {
      const bin = Math.round(((theirs[i] ?? 0) - at + MOST_DELAY_MS) / BIN_MS) + 1
      counts[bin] = (counts[bin] ?? 0) + 1
    }
  }
  const around = (bin: number) => (counts[bin - 1] ?? 0) + (counts[bin] ?? 0) + (counts[bin + 1] ?? 0)
  let best = 1
  for (let bin = 1; bin < counts.length - 1; bin++) if (around(bin) > around(best)) best = bin
  let rival = 0
  for (let bin = 1; bin < counts.length - 1; bin++) if (Math.abs(bin - best) > RIVAL_BINS) rival = Math.max(rival, around(bin))
  return { speed, delayMs: (best - 1) * BIN_MS - MOST_DELAY_MS, pairs: around(best), rival }
}

/** Nearer than half a second is the same place. */
const RIVAL_BINS = 500 / BIN_MS

/** By how much lines that begin together at about this delay are apart. */
function pairsNear(own: readonly number[], theirs: readonly number[], delayMs: number): readonly number[] {
  return own.flatMap((at) => {
    const apart = nearest(theirs, at + delayMs) - at
    return Math.abs(apart - delayMs) <= TOGETHER_MS ? [apart] : []
  })
}

/** Of their lines where both have some, the share that has one of ours beside it, and the share that chance alone would give. */
function shareTogether(own: readonly number[], theirs: readonly number[]): { readonly share: number; readonly chance: number } {
  const [from, to] = [own[0] ?? 0, own.at(-1) ?? 0]
  const common = theirs.filter((at) => at >= from - TOGETHER_MS && at <= to + TOGETHER_MS)
  const together = common.filter((at) => Math.abs(nearest(own, at) - at) <= TOGETHER_MS)
  const ours = own.filter((at) => at >= (common[0] ?? 0) && at <= (common.at(-1) ?? 0))
  const spanMs = Math.max(1, (common.at(-1) ?? 0) - (common[0] ?? 0))
  return { share: together.length < LEAST_LINES / 2 ? 0 : together.length / common.length, chance: 1 - Math.exp((-ours.length * 2 * TOGETHER_MS) / spanMs) }
}

/** The entry of an ordered list that lies nearest; infinity for none. */
function nearest(ordered: readonly number[], to: number): number {
  let [low, high] = [0, ordered.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ordered[middle] ?? 0) < to) low = middle + 1
    else high = middle
  }
  const [before, after] = [ordered[low - 1] ?? -Infinity, ordered[low] ?? Infinity]
  return to - before <= after - to ? before : after
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}
