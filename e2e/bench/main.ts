import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { drawPicture } from './draw-picture.ts'
import { tableOf } from './print-table.ts'
import { PROGRAMS } from './programs.ts'
import type { Results, RunOutcome } from './results.ts'
import { runBench } from './run-bench.ts'
import { FILM_BYTES_PER_SEC, SCENARIOS } from './scenarios.ts'
import type { Scenario } from './scenarios.ts'
import { showFigure } from './show-figures.ts'

/** `npm run bench`: our server beside the others', in one run, on the same peers, with the same player. Needs no internet. */

const HELP = `npm run bench -- [options]
  --scenario NAMES   ${SCENARIOS.map(({ name }) => name).join(', ')}; all by default
  --programs NAMES   ${PROGRAMS.map(({ name, title }) => `${name} (${title})`).join(', ')}; all by default
  --runs N           how often each is measured, 3
Writes e2e/bench/results/latest.json and bench.svg beside it; when everything was measured, docs/images/bench.svg as well.
All of it takes most of an hour. Close other programs first: ratios bear a busy computer, seconds do not.
`
const RESULTS = path.resolve(import.meta.dirname, 'results')
const README_PICTURE = path.resolve(import.meta.dirname, '../../docs/images/bench.svg')
/** Long enough that no jump lands on what a fast peer has sent by then, and some pieces of 16 MiB. */
const FILM_SEC = 300

await main()

async function main(): Promise<void> {
  const wishes = readWishes()
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
  const results = await runBench({
    ...wishes, film: { seconds: FILM_SEC, bytesPerSec: FILM_BYTES_PER_SEC }, signal: stop.signal,
    onRun: (scenario, outcome) => process.stderr.write(`${lineOfRun(scenario, outcome)}\n`),
    onScenario: (scenario) => process.stdout.write(`\n${tableOf(scenario)}\n`),
  })
  await writeResults(results, wishes.programs.length === PROGRAMS.length && results.scenarios.length === SCENARIOS.length)
  const failed = results.scenarios.some(({ programs }) => programs.some(({ name, failures }) => name === 'ours' && failures.length > 0))
  process.exit(failed || stop.signal.aborted ? 1 : 0)
}

function readWishes() {
  try {
    const { values } = parseArgs({ options: { scenario: { type: 'string' }, programs: { type: 'string' }, runs: { type: 'string', default: '3' }, help: { type: 'boolean', default: false } } })
    if (values.help) {
      process.stdout.write(HELP)
      process.exit(0)
    }
    return { scenarios: choose(SCENARIOS, values.scenario), programs: choose(PROGRAMS, values.programs), runs: wholeNumber(values.runs) }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`)
    return process.exit(2)
  }
}

/** The named ones, separated by commas, in their own order; all when none is named. */
function choose<T extends { readonly name: string }>(all: readonly T[], wish: string | undefined): readonly T[] {
  if (wish === undefined) return all
  const names = wish.split(',')
  const unknown = names.filter((name) => all.every((one) => one.name !== name))
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}`)
  return all.filter(({ name }) => names.includes(name))
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--runs ${text} is not a whole number above 0`)
  return Number(text)
}

function lineOfRun({ title }: Scenario, { program, figures, failure }: RunOutcome): string {
  if (figures === null) return `${title}, ${program.title}: ${failure ?? 'failed'}`
  const { firstByteSec, canPlaySec, jumpMedianSec } = figures
  return `${title}, ${program.title}: first byte ${showFigure('firstByteSec', firstByteSec)}, can play ${showFigure('canPlaySec', canPlaySec)}, jump ${showFigure('jumpMedianSec', jumpMedianSec)}`
}

async function writeResults(results: Results, whole: boolean): Promise<void> {
  await mkdir(RESULTS, { recursive: true })
  const picture = drawPicture(results)
  await writeFile(path.join(RESULTS, 'latest.json'), `${JSON.stringify(results, null, 2)}\n`)
  await writeFile(path.join(RESULTS, 'bench.svg'), picture)
  if (whole) await writeFile(README_PICTURE, picture)
  process.stdout.write(`Written: ${path.relative(process.cwd(), RESULTS)}${whole ? ' and docs/images/bench.svg' : ''}\n`)
}
