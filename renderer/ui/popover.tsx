import { useEffect, useId, useRef } from 'react'
import type { ReactNode } from 'react'

interface PopoverProps {
  /** What the button shows. */
  readonly face: ReactNode
  readonly label: string
  readonly className: string
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  /** What opens above the button. */
  readonly children: ReactNode
}

/** A button that opens a small panel above it; Esc, a click elsewhere or leaving it with the focus closes it. */
export function Popover({ face, label, className, open, onOpenChange, children }: PopoverProps) {
  const root = useRef<HTMLDivElement>(null)
  const panel = useId()
  const inside = useRef<HTMLDivElement>(null)
  // A click on a control leaves the focus where it was: it comes along, unless something in the panel took it, or the button that opened it has it.
  useEffect(() => { if (open && !root.current?.contains(document.activeElement)) inside.current?.focus({ preventScroll: true }) }, [open])
  useEffect(() => {
    if (!open) return undefined
    const stop = new AbortController()
    const closeOutside = (event: Event) => { if (event.target instanceof Node && !root.current?.contains(event.target)) onOpenChange(false) }
    window.addEventListener('pointerdown', closeOutside, { signal: stop.signal })
    window.addEventListener('focusin', closeOutside, { signal: stop.signal })
    // Wherever the focus is: a button that a resize hid has lost it, and Esc means the panel before it means the place.
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopImmediatePropagation()
      onOpenChange(false)
      root.current?.querySelector('button')?.focus()
    }
    window.addEventListener('keydown', closeOnEscape, { capture: true, signal: stop.signal })
    return () => { stop.abort() }
  }, [open, onOpenChange])
  return (
    <div className="popover" ref={root}>
      <button type="button" className={className} aria-label={label} title={label} aria-expanded={open} aria-controls={panel} onClick={() => { onOpenChange(!open) }}>{face}</button>
      {open ? <div id={panel} ref={inside} tabIndex={-1} className="popover-panel"><div className="as-written">{children}</div></div> : null}
    </div>
  )
}
