import type { FigureName } from './summarize.ts'

/** How a figure is told: its words and its unit. */
export interface FigureText {
  readonly title: string
  readonly show: (value: number) => string
}

const sec = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} s`
const megabytes = (value: number): string => `${(value / 1e6).toFixed(1)} MB`
const percent = (value: number): string => `${(value * 100).toFixed(1)} %`
const count = (value: number): string => value.toFixed(0)

export const FIGURE_TEXTS: Readonly<Record<FigureName, FigureText>> = {
  firstByteSec: { title: 'first byte', show: sec },
  indexSec: { title: 'head and index', show: sec },
  canPlaySec: { title: 'can play', show: sec },
  jumpMedianSec: { title: 'jump, median', show: sec },
  jumpWorstSec: { title: 'jump, worst', show: sec },
  stalls: { title: 'stalls', show: count },
  stalledSec: { title: 'stood still', show: sec },
  bytesBeforePlay: { title: 'bytes before play', show: megabytes },
  wastedShare: { title: 'wasted', show: percent },
  swarmUsedShare: { title: 'swarm used', show: percent },
  cpuSecPer100MB: { title: 'CPU per 100 MB', show: sec },
  peakRssBytes: { title: 'peak memory', show: megabytes },
  breaks: { title: 'broken answers', show: count },
  wrongSlices: { title: 'wrong bytes', show: count },
  gaveUp: { title: 'waits given up', show: count },
}

/** All of them, in the order of the table. */
export const FIGURE_NAMES: readonly FigureName[] = [
  'firstByteSec', 'indexSec', 'canPlaySec', 'jumpMedianSec', 'jumpWorstSec', 'stalls', 'stalledSec', 'bytesBeforePlay', 'wastedShare', 'swarmUsedShare', 'cpuSecPer100MB', 'peakRssBytes', 'breaks', 'wrongSlices', 'gaveUp',
]

/** A value with its unit, a dash for what could not be measured. */
export function showFigure(name: FigureName, value: number | null): string {
  return value === null ? '-' : FIGURE_TEXTS[name].show(value)
}
