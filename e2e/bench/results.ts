import type { ProgramName } from './programs.ts'
import type { ScenarioName } from './scenarios.ts'
import { summarize } from './summarize.ts'
import type { Figures } from './summarize.ts'

/** Everything measured in one bench, as it is written down. */
export interface Results {
  readonly runs: number
  readonly scenarios: readonly ScenarioResults[]
}
export interface ScenarioResults {
  readonly name: ScenarioName
  readonly title: string
  readonly programs: readonly ProgramResults[]
}
export interface ProgramResults {
  readonly name: ProgramName
  readonly title: string
  readonly summary: Figures
  readonly runs: readonly Figures[]
  /** Runs that ended with an error, in its words. */
  readonly failures: readonly string[]
}

/** One finished run. */
export interface RunOutcome {
  readonly program: { readonly name: ProgramName; readonly title: string }
  readonly figures: Figures | null
  readonly failure: string | null
}

/** Puts the runs of a scenario together by program, in the order given. */
export function gatherScenario(scenario: { readonly name: ScenarioName; readonly title: string }, programs: readonly RunOutcome['program'][], outcomes: readonly RunOutcome[]): ScenarioResults {
  return {
    name: scenario.name,
    title: scenario.title,
    programs: programs.map(({ name, title }) => {
      const own = outcomes.filter(({ program }) => program.name === name)
      const runs = own.flatMap(({ figures }) => figures ?? [])
      return { name, title, summary: summarize(runs), runs, failures: own.flatMap(({ failure }) => failure ?? []) }
    }),
  }
}
