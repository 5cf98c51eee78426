import { useLayoutEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { catalogue } from '../../shared/text/catalogue.ts'
import { IconButton } from './button.tsx'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A modal dialog: keeps the focus inside, closes with Esc, with its button and by a click beside it. The place below does not hear of that Esc, which would leave it. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  // Closed while it is still there: only then the focus goes back to where it was.
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => { dialog?.close() }
  }, [])
  return (
    <dialog ref={ref} className="dialog" aria-label={title} onCancel={(event) => { event.preventDefault(); onClose() }} onKeyDown={(event) => { if (event.key === 'Escape') event.stopPropagation() }} onClick={(event) => { if (event.target === ref.current) onClose() }}>
      <div className="dialog-panel">
        <header className="dialog-head">
          <h2>{title}</h2>
          <IconButton icon="close" label={catalogue.common.close} onClick={onClose} />
        </header>
        <div className="dialog-body">{children}</div>
      </div>
    </dialog>
  )
}
