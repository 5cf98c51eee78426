import type { ScenarioName } from './scenarios.ts'
import type { FigureName } from './summarize.ts'

/** What we promise: ours divided by the best of the others, at most. */
export type Goal = Readonly<Record<'firstByteSec' | 'canPlaySec' | 'jumpMedianSec' | 'bytesBeforePlay', number>>

const goal = (firstByteSec: number, canPlaySec: number, jumpMedianSec: number, bytesBeforePlay: number): Goal => ({ firstByteSec, canPlaySec, jumpMedianSec, bytesBeforePlay })

export const GOALS: Readonly<Record<ScenarioName, Goal>> = {
  oneFast: goal(0.3, 0.9, 0.25, 0.85),
  eightSlow: goal(0.3, 0.65, 0.55, 0.7),
  badCompany: goal(0.45, 0.35, 0.55, 0.4),
  threeFilms: goal(0.35, 0.65, 0.5, 0.75),
  jumpStorm: goal(0.45, 0.7, 0.6, 0.85),
  fallingSilent: goal(0.45, 0.65, 0.6, 0.8),
  pieces4MiB: goal(0.25, 0.65, 0.4, 0.5),
  pieces16MiB: goal(0.05, 0.15, 0.12, 0.12),
}

/** What ours keeps to by itself, whatever the others do. */
export interface Bound {
  readonly most?: number
  readonly least?: number
}

const BOUNDS: Partial<Readonly<Record<FigureName, Bound>>> = {
  stalls: { most: 0 }, // every swarm of the bench sends at least 1.2 times the film's rate, most of them 1.5
  wastedShare: { most: 0.02 },
  swarmUsedShare: { least: 0.95 },
  wrongSlices: { most: 0 },
  gaveUp: { most: 0 },
}
/** Ten jumps in ten seconds leave much on its way to nowhere. */
const STORM_WASTE: Bound = { most: 0.05 }

/** The promised bound of a figure; null for those that are compared or only told. */
export function boundOf(scenario: ScenarioName, figure: FigureName): Bound | null {
  return scenario === 'jumpStorm' && figure === 'wastedShare' ? STORM_WASTE : BOUNDS[figure] ?? null
}

/** Work per byte, beside webtorrent's own: our window and our picker may cost this much. */
export const CPU_GOAL = 1.3

/** The promised ratio of a figure; null for those that are only told. */
export function goalOf(scenario: ScenarioName, figure: FigureName): number | null {
  const known: Partial<Record<FigureName, number>> = GOALS[scenario]
  return known[figure] ?? null
}
