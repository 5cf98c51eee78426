/** What one run, or the middle of several, came to. null = could not be measured. */
export interface Figures {
  readonly firstByteSec: number | null
  readonly indexSec: number | null
  readonly canPlaySec: number | null
  readonly jumpMedianSec: number | null
  readonly jumpWorstSec: number | null
  readonly stalls: number | null
  readonly stalledSec: number | null
  readonly bytesBeforePlay: number | null
  /** Of the payload received: what was there already. */
  readonly wastedShare: number | null
  /** Of what peers that never fall silent may send while the film plays. */
  readonly swarmUsedShare: number | null
  readonly cpuSecPer100MB: number | null
  readonly peakRssBytes: number | null
  readonly breaks: number | null
  readonly wrongSlices: number | null
  readonly gaveUp: number | null
}
export type FigureName = keyof Figures

/** The median of each figure over the runs; of what must never happen the worst run's, so that two good ones hide nothing. */
export function summarize(runs: readonly Figures[]): Figures {
  const middle = (name: FigureName) => median(runs.map((run) => run[name]))
  const worst = (name: FigureName) => worstOf(runs.map((run) => run[name]))
  return {
    firstByteSec: middle('firstByteSec'),
    indexSec: middle('indexSec'),
    canPlaySec: middle('canPlaySec'),
    jumpMedianSec: middle('jumpMedianSec'),
    jumpWorstSec: worst('jumpWorstSec'),
    stalls: worst('stalls'),
    stalledSec: worst('stalledSec'),
    bytesBeforePlay: middle('bytesBeforePlay'),
    wastedShare: middle('wastedShare'),
    swarmUsedShare: middle('swarmUsedShare'),
    cpuSecPer100MB: middle('cpuSecPer100MB'),
    peakRssBytes: worst('peakRssBytes'),
    breaks: worst('breaks'),
    wrongSlices: worst('wrongSlices'),
    gaveUp: worst('gaveUp'),
  }
}

/** The greatest value; null of none. */
export function worstOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : Math.max(...known)
}

/** The middle value, the mean of the two middle ones of an even number; null of none. */
export function median(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2
}

/** Ours divided by the least of the peers'; null when either is missing or nothing. */
export function ratioToBest(ours: number | null, peers: readonly (number | null)[]): number | null {
  const known = peers.filter((value) => value !== null)
  const best = Math.min(...known)
  return ours === null || known.length === 0 || best <= 0 ? null : ours / best
}
