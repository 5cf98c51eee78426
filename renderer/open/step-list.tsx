import type { OpeningStep } from '../../shared/playback/opening-steps.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { Icon } from '../ui/icon.tsx'

const STATE_NAMES = { done: catalogue.opening.stepDone, active: catalogue.opening.stepActive, pending: catalogue.opening.stepPending } as const

/** The steps from link to pictures; numbers change in place. */
export function StepList({ steps }: { readonly steps: readonly OpeningStep[] }) {
  return (
    <ol className="steps">
      {steps.map((step) => (
        <li key={step.id} className="step" data-state={step.state} aria-current={step.state === 'active' ? 'step' : undefined}>
          <span className="step-dot">{step.state === 'done' ? <Icon name="check" /> : null}</span>
          <span className="step-label">{step.label}</span>
          <span className="visually-hidden">{STATE_NAMES[step.state]}</span>
          <span className="step-value">{step.value}</span>
        </li>
      ))}
    </ol>
  )
}
