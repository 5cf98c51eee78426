import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { IconButton } from './button.tsx'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'

/** One line of a menu. */
export interface MenuAction {
  readonly icon: IconName
  readonly name: string
  readonly run: () => void
}

interface ActionMenuProps {
  readonly label: string
  /** Asked for when the menu opens, so that a list of thousands pays for none of them. */
  readonly actions: () => readonly MenuAction[]
  readonly onOpen?: () => void
}

/** A button that opens a list of actions. */
export function ActionMenu({ label, actions, onOpen }: ActionMenuProps) {
  const [button, setButton] = useState<HTMLElement | null>(null)
  // A press on the button closes an open panel before the click arrives (HTML standard, light dismiss): the click must not open it again.
  const wasOpen = useRef(false)
  return (
    <>
      <IconButton icon="more" label={label} aria-haspopup="menu" aria-expanded={button !== null} onPointerDown={() => { wasOpen.current = button !== null }} onClick={({ currentTarget }) => {
        setButton(wasOpen.current ? null : currentTarget)
        if (!wasOpen.current) onOpen?.()
        wasOpen.current = false
      }} />
      {button ? <ActionPanel label={label} actions={actions()} button={button} onClose={() => { setButton(null) }} /> : null}
    </>
  )
}

interface ActionPanelProps {
  readonly label: string
  readonly actions: readonly MenuAction[]
  /** What opened it: it stands beside that, and the focus goes back there. */
  readonly button: HTMLElement
  readonly onClose: () => void
}

/** A list of actions in the top layer, where nothing cuts it off. Arrows move, Esc and a click elsewhere close. */
export function ActionPanel({ label, actions, button, onClose }: ActionPanelProps) {
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = panel.current
    if (!element) return undefined
    element.showPopover()
    placeBeside(element, button.getBoundingClientRect())
    element.querySelector('button')?.focus()
    const stop = new AbortController()
    const follow = () => { placeBeside(element, button.getBoundingClientRect()) }
    window.addEventListener('scroll', follow, { capture: true, passive: true, signal: stop.signal })
    window.addEventListener('resize', follow, { signal: stop.signal })
    return () => { stop.abort() }
  }, [button])
  const choose = ({ run }: MenuAction) => {
    onClose()
    button.focus()
    run()
  }
  return (
    <div ref={panel} popover="auto" role="menu" aria-label={label} className="menu-panel" onToggle={(event) => { if (event.newState === 'closed') onClose() }} onKeyDown={(event) => { moveFocus(event, panel.current) }}>
      {actions.map((action) => (
        <button key={action.name} type="button" role="menuitem" tabIndex={-1} onClick={() => { choose(action) }}>
          <Icon name={action.icon} />
          <span>{action.name}</span>
        </button>
      ))}
    </div>
  )
}

/** Room kept to the edges of the window. */
const MARGIN = 8

/** Below the button and in line with its outer end; above it, and away from an edge, where the window ends. Points of the window. */
function placeBeside(panel: HTMLElement, button: DOMRect): void {
  const { width, height } = panel.getBoundingClientRect()
  const alignsRight = getComputedStyle(panel).direction === 'ltr'
  const left = alignsRight ? button.right - width : button.left
  const below = button.bottom + 4
  const top = below + height + MARGIN > window.innerHeight ? button.top - height - 4 : below
  panel.style.left = `${String(clamp(left, window.innerWidth - width))}px`
  panel.style.top = `${String(clamp(top, window.innerHeight - height))}px`
}

function clamp(value: number, room: number): number {
  return Math.max(MARGIN, Math.min(value, room - MARGIN))
}

/** How far each key moves the focus; Home and End go to the ends. */
const STEPS: ReadonlyMap<string, number> = new Map([['ArrowDown', 1], ['ArrowUp', -1]])

function moveFocus(event: KeyboardEvent, panel: HTMLElement | null): void {
  // Esc means this panel before it means the place; the browser closes it.
  if (event.key === 'Escape') event.stopPropagation()
  const items = [...(panel?.querySelectorAll('button') ?? [])]
  const at = items.findIndex((item) => item === document.activeElement)
  const step = STEPS.get(event.key)
  const to = event.key === 'Home' ? 0 : event.key === 'End' ? items.length - 1 : step === undefined ? null : (at + step + items.length) % items.length
  if (to === null) return
  event.preventDefault()
  items[to]?.focus()
}
