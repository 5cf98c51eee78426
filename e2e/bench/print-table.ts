import { boundOf, CPU_GOAL, goalOf } from './goals.ts'
import type { Bound } from './goals.ts'
import type { ProgramResults, ScenarioResults } from './results.ts'
import { FIGURE_NAMES, FIGURE_TEXTS, showFigure } from './show-figures.ts'
import { ratioToBest } from './summarize.ts'
import type { FigureName } from './summarize.ts'

const TITLE_WIDTH = 18
const COLUMN_WIDTH = 15

/** The table of one scenario: a line a figure, a column a program, and how we compare with the best of the others. */
export function tableOf(scenario: ScenarioResults): string {
  const { programs } = scenario
  const head = [scenario.title.padEnd(TITLE_WIDTH), ...programs.map(({ title }) => title.padStart(COLUMN_WIDTH)), '   ours / best'].join('')
  const failures = programs.flatMap(({ title, failures }) => failures.map((failure) => `${title} failed: ${failure}`))
  return [head, ...FIGURE_NAMES.map((figure) => lineOf(scenario, figure)), ...failures, ''].join('\n')
}

function lineOf({ name, programs }: ScenarioResults, figure: FigureName): string {
  const values = programs.map(({ summary }) => showFigure(figure, summary[figure]).padStart(COLUMN_WIDTH))
  return [FIGURE_TEXTS[figure].title.padEnd(TITLE_WIDTH), ...values, `   ${verdict(programs, figure, goalOf(name, figure), boundOf(name, figure))}`].join('').trimEnd()
}

/** These are compared; the others are told. */
const COMPARED: readonly FigureName[] = ['firstByteSec', 'canPlaySec', 'jumpMedianSec', 'jumpWorstSec', 'bytesBeforePlay', 'peakRssBytes']

function verdict(programs: readonly ProgramResults[], figure: FigureName, goal: number | null, bound: Bound | null): string {
  if (bound !== null) return besideBound(programs, figure, bound)
  if (figure === 'cpuSecPer100MB') return besideWebtorrent(programs)
  const ratio = COMPARED.includes(figure) ? ratioOf(programs, figure) : null
  if (ratio === null) return ''
  if (goal === null) return ratio.toFixed(2)
  return `${ratio.toFixed(2)}  ${ratio <= goal ? 'within' : 'ABOVE'} ${goal}`
}

function besideBound(programs: readonly ProgramResults[], figure: FigureName, { most = Infinity, least = -Infinity }: Bound): string {
  const ours = programs.find(({ name }) => name === 'ours')?.summary[figure] ?? null
  if (ours === null) return ''
  if (ours > most) return `ABOVE ${showFigure(figure, most)}`
  return ours < least ? `BELOW ${showFigure(figure, least)}` : `within ${showFigure(figure, most === Infinity ? least : most)}`
}

/** Work per byte is compared with the engine that ours is built on; libtorrent's is another language. */
function besideWebtorrent(programs: readonly ProgramResults[]): string {
  const ratio = ratioOf(programs.filter(({ name }) => name === 'ours' || name === 'wt3'), 'cpuSecPer100MB')
  return ratio === null ? '' : `${ratio.toFixed(2)} of webtorrent's  ${ratio <= CPU_GOAL ? 'within' : 'ABOVE'} ${CPU_GOAL}`
}

/** Our figure against the best of the others'; null when it was not measured of both. */
export function ratioOf(programs: readonly ProgramResults[], figure: FigureName): number | null {
  const ours = programs.find(({ name }) => name === 'ours')?.summary[figure] ?? null
  return ratioToBest(ours, programs.filter(({ name }) => name !== 'ours').map(({ summary }) => summary[figure]))
}
