import type { ProgramName } from './programs.ts'
import type { ProgramResults, Results, ScenarioResults } from './results.ts'
import { showFigure } from './show-figures.ts'

/** The picture of the README: for each situation how long until the film plays, and how long a jump takes. */
export function drawPicture(results: Results): string {
  const rows = results.scenarios.map((scenario, place) => drawScenario(scenario, TOP + place * rowHeight(results)))
  const height = TOP + results.scenarios.length * rowHeight(results) + BOTTOM
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>Seconds until a film plays and until a jump plays, median of ${results.runs}</title>`,
    STYLE,
    drawLegend(programsOf(results)),
    ...COLUMNS.map(({ title, left }) => `<text class="head" x="${left}" y="${TOP - 14}">${title}</text>`),
    ...rows,
    `<text class="note" x="${NAME_WIDTH}" y="${height - 8}">Seconds, median of ${results.runs}; shorter is better. Each row has its own scale.</text>`,
    '</svg>',
    '',
  ].join('\n')
}

const WIDTH = 820
const TOP = 66
const BOTTOM = 28
const NAME_WIDTH = 120
const BAR_HEIGHT = 12
const BAR_GAP = 3
const ROW_GAP = 16
/** Room beside the longest bar for its number. */
const NUMBER_WIDTH = 52
const COLUMN_WIDTH = 340
const COLUMNS = [
  { figure: 'canPlaySec', title: 'until the film plays', left: NAME_WIDTH },
  { figure: 'jumpMedianSec', title: 'until a jump plays', left: NAME_WIDTH + COLUMN_WIDTH + 10 },
] as const

/** Readable on light and dark pages alike. */
const STYLE = `<style>
text { fill: #24292f; } .note { fill: #57606a; } .head, .name { font-weight: 600; }
.ours { fill: #1f7a8c; } .wt3 { fill: #b0793a; } .ts { fill: #8a6fb0; } .lt { fill: #7d8590; }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .note { fill: #9198a1; } .ours { fill: #4cc3d9; } .wt3 { fill: #d99a56; } .ts { fill: #b398dd; } .lt { fill: #9198a1; } }
</style>`

function rowHeight(results: Results): number {
  return programsOf(results).length * (BAR_HEIGHT + BAR_GAP) + ROW_GAP
}

function programsOf({ scenarios }: Results): readonly ProgramResults[] {
  return scenarios[0]?.programs ?? []
}

function drawLegend(programs: readonly ProgramResults[]): string {
  return programs.map(({ name, title }, place) => {
    const x = NAME_WIDTH + place * 130
    return `<rect class="${name}" x="${x}" y="12" width="12" height="12" rx="2"/><text x="${x + 18}" y="22">${title}</text>`
  }).join('')
}

function drawScenario(scenario: ScenarioResults, top: number): string {
  const name = `<text class="name" x="0" y="${top + BAR_HEIGHT - 2}">${scenario.title}</text>`
  const columns = COLUMNS.map(({ figure, left }) => drawBars(scenario.programs.map(({ name: program, summary }) => ({ program, value: summary[figure] })), left, top, figure))
  return [name, ...columns].join('\n')
}

interface Bar {
  readonly program: ProgramName
  readonly value: number | null
}

function drawBars(bars: readonly Bar[], left: number, top: number, figure: 'canPlaySec' | 'jumpMedianSec'): string {
  const longest = Math.max(...bars.map(({ value }) => value ?? 0)) || 1
  return bars.map(({ program, value }, place) => {
    const y = top + place * (BAR_HEIGHT + BAR_GAP)
    const width = Math.max(1, ((value ?? 0) / longest) * (COLUMN_WIDTH - NUMBER_WIDTH))
    return `<rect class="${program}" x="${left}" y="${y}" width="${width.toFixed(1)}" height="${BAR_HEIGHT}" rx="2"/><text x="${(left + width + 5).toFixed(1)}" y="${y + BAR_HEIGHT - 2}">${showFigure(figure, value)}</text>`
  }).join('')
}
