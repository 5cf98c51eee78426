import path from 'node:path'
import { makeTorrent } from '../lab/make-torrent.ts'
import { makeFilm } from '../lab/media.ts'
import { createTempFolder } from '../lab/temp-folder.ts'
import { readLayout } from './bench-film.ts'
import { measureRun } from './measure-run.ts'
import type { BenchFilm } from './measure-run.ts'
import type { Program } from './programs.ts'
import { gatherScenario } from './results.ts'
import type { Results, RunOutcome, ScenarioResults } from './results.ts'
import type { Scenario } from './scenarios.ts'

/** What to measure. */
export interface BenchOptions {
  readonly scenarios: readonly Scenario[]
  readonly programs: readonly Program[]
  readonly runs: number
  readonly film: { readonly seconds: number; readonly bytesPerSec: number }
  /** Hears of every run as it ends. */
  readonly onRun: (scenario: Scenario, outcome: RunOutcome) => void
  readonly onScenario: (results: ScenarioResults) => void
  /** Ends the bench before its next run. */
  readonly signal: AbortSignal
}

/** Measures scenario by scenario. Programs take turns within each, so that a busy moment of the computer meets all of them. */
export async function runBench(options: BenchOptions): Promise<Results> {
  const { scenarios, programs, runs, signal } = options
  const folder = await createTempFolder('bench')
  const done: ScenarioResults[] = []
  try {
    for (const scenario of scenarios) {
      const films = await makeFilms(scenario, options.film, folder.path)
      const outcomes: RunOutcome[] = []
      for (const program of takeTurns(programs, runs)) {
        if (signal.aborted) return { runs, scenarios: done }
        const outcome = await tryRun(scenario, program, films)
        outcomes.push(outcome)
        options.onRun(scenario, outcome)
      }
      const results = gatherScenario(scenario, programs, outcomes)
      done.push(results)
      options.onScenario(results)
    }
    return { runs, scenarios: done }
  } finally {
    await folder.close()
  }
}

/** Each run begins with another program: nobody always follows the same one. */
function takeTurns(programs: readonly Program[], runs: number): readonly Program[] {
  return Array.from({ length: runs }, (_, run) => [...programs.slice(run % programs.length), ...programs.slice(0, run % programs.length)]).flat()
}

async function tryRun(scenario: Scenario, program: Program, films: readonly BenchFilm[]): Promise<RunOutcome> {
  try {
    return { program, figures: await measureRun(scenario, program, films), failure: null }
  } catch (error) {
    return { program, figures: null, failure: error instanceof Error ? error.message : String(error) }
  }
}

/** Several films differ by a second in length, so that each is a torrent of its own. */
async function makeFilms(scenario: Scenario, film: BenchOptions['film'], folder: string): Promise<readonly BenchFilm[]> {
  const films: BenchFilm[] = []
  for (let extraSec = 0; extraSec < scenario.films; extraSec += 1) {
    const seconds = film.seconds + extraSec
    const made = await makeFilm({ kind: 'mp4IndexAtEnd', seconds, bytesPerSec: film.bytesPerSec })
    const torrent = await makeTorrent({ content: made.path, torrentPath: path.join(folder, `${scenario.name}-${extraSec}.torrent`), pieceLengthBytes: scenario.pieceLengthBytes })
    films.push({ path: made.path, torrent, layout: await readLayout(made, seconds) })
  }
  return films
}
