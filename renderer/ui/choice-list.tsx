import { useEffect, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { Icon } from './icon.tsx'

interface ChoiceListProps<T> {
  readonly label: string
  readonly choices: readonly { readonly value: T; readonly name: string }[]
  readonly chosen: T
  readonly onChoose: (value: T) => void
}

/** A list in which one thing is chosen; up and down move, Enter or Space chooses. */
export function ChoiceList<T extends string | number>({ label, choices, chosen, onChoose }: ChoiceListProps<T>) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => { list.current?.querySelector<HTMLElement>('[aria-checked="true"]')?.focus() }, [])
  return (
    <div ref={list} className="choices" role="menu" aria-label={label} onKeyDown={moveFocus}>
      {choices.map(({ value, name }) => (
        <button key={value} type="button" className="choice" role="menuitemradio" aria-checked={value === chosen} onClick={() => { onChoose(value) }}>
          <span className="choice-check">{value === chosen ? <Icon name="check" /> : null}</span>
          <bdi>{name}</bdi>
        </button>
      ))}
    </div>
  )
}

/** Up and down in a list with the role of a menu. */
export function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  event.preventDefault()
  event.nativeEvent.stopImmediatePropagation()
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
  const place = items.findIndex((item) => item === document.activeElement)
  items[(place + step + items.length) % items.length]?.focus()
}
