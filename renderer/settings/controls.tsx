/** On or off. */
export function SwitchControl({ name, on, onChange }: { readonly name: string; readonly on: boolean; readonly onChange: (on: boolean) => void }) {
  return <button type="button" className="switch" role="switch" aria-checked={on} aria-label={name} onClick={() => { onChange(!on) }}><i /></button>
}

interface ChoiceControlProps<T> {
  readonly name: string
  readonly chosen: T
  readonly choices: readonly { readonly value: T; readonly name: string }[]
  readonly onChange: (value: T) => void
}

/** One of a few. */
export function ChoiceControl<T extends string>({ name, chosen, choices, onChange }: ChoiceControlProps<T>) {
  return (
    <select className="choice-field" aria-label={name} value={chosen} onChange={({ target }) => {
      const choice = choices[target.selectedIndex]
      if (choice) onChange(choice.value)
    }}>
      {choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.name}</option>)}
    </select>
  )
}

interface SliderControlProps<T> {
  readonly name: string
  /** From left to right, or from right to left where people read so. */
  readonly steps: readonly T[]
  readonly value: T
  readonly nameOf: (value: T) => string
  readonly onChange: (value: T) => void
}

/** A value on a scale of steps that feel equally far apart; takes effect while it is dragged. */
export function SliderControl<T extends number | null>({ name, steps, value, nameOf, onChange }: SliderControlProps<T>) {
  const place = Math.max(0, steps.indexOf(value))
  return (
    <span className="slider" style={{ '--filled': `${String((place / (steps.length - 1)) * 100)}%` }}>
      <input type="range" min={0} max={steps.length - 1} value={place} aria-label={name} aria-valuetext={nameOf(value)} onChange={({ target }) => {
        const step = steps[Number(target.value)]
        if (step !== undefined) onChange(step)
      }} />
      <output>{nameOf(value)}</output>
    </span>
  )
}
