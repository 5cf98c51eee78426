import { AFTER_WATCHING } from '../../shared/library/cleanup-plan.ts'
import type { AfterWatching } from '../../shared/library/cleanup-plan.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { ChoiceControl } from './controls.tsx'

const words = catalogue.settings.afterWatching

interface AfterWatchingProps {
  readonly chosen: AfterWatching
  /** 0 = nothing is deleted for not being used, so that there is nothing between keeping and the end. */
  readonly idleMs: number
  readonly onChange: (chosen: AfterWatching) => void
}

/** What becomes of a film's data. */
export function AfterWatchingControl({ chosen, idleMs, onChange }: AfterWatchingProps) {
  const names: Record<AfterWatching, string> = { keep: words.keep, idle: words.idle(idleMs / 1000), exit: words.exit }
  const offered = AFTER_WATCHING.filter((value) => value !== 'idle' || idleMs > 0)
  return <ChoiceControl name={words.name} chosen={chosen === 'idle' && idleMs === 0 ? 'exit' : chosen} choices={offered.map((value) => ({ value, name: names[value] }))} onChange={onChange} />
}
