import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { AppError } from '../../shared/errors.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import type { ErrorWords } from '../../shared/text/error-sentence.ts'
import { errorWords } from '../../shared/text/error-words.ts'
import { useParts } from '../state/app-context.tsx'
import { Button, IconButton } from './button.tsx'
import { Icon } from './icon.tsx'

interface ProblemNoteProps {
  readonly error: AppError
  /** Other words than the code's own, where the place knows better. */
  readonly words?: ErrorWords
  readonly onDismiss?: () => void
  /** Buttons for the next step. */
  readonly children?: ReactNode
}

/** What happened, what to do, and behind "Details" the code with Copy details. Read out at once. */
export function ProblemNote({ error, words = errorWords(error), onDismiss, children }: ProblemNoteProps) {
  const note = useRef<HTMLDivElement>(null)
  useEffect(() => { note.current?.scrollIntoView({ block: 'nearest' }) }, [error])
  return (
    <div ref={note} className="problem" role="alert">
      <Icon name="warning" />
      <div className="problem-text">
        <p className="problem-what">{words.what}</p>
        <p className="problem-next">{words.next}</p>
        {children ? <div className="problem-actions">{children}</div> : null}
        <ProblemDetails error={error} />
      </div>
      {onDismiss ? <IconButton icon="close" label={catalogue.common.dismiss} onClick={onDismiss} /> : null}
    </div>
  )
}

function ProblemDetails({ error }: { readonly error: AppError }) {
  const text = describe(error)
  return (
    <details className="problem-details">
      <summary>{catalogue.common.details}</summary>
      <div className="problem-technical">
        <pre>{text}</pre>
        <CopyDetailsButton problem={error} />
      </div>
    </details>
  )
}

/** Copies what a bug report needs, log and settings included, and says so. */
export function CopyDetailsButton({ problem }: { readonly problem: AppError | null }) {
  const { bridge } = useParts()
  const [copied, setCopied] = useState(false)
  const copy = async () => { setCopied((await bridge.call('app.copyDetails', { problem })).ok) }
  return <Button kind="quiet" icon={copied ? 'check' : 'copy'} onClick={() => { void copy() }}>{copied ? catalogue.common.copied : catalogue.common.copyDetails}</Button>
}

function describe({ code, message, details }: AppError): string {
  const facts = Object.entries(details).map(([key, value]) => `${key}: ${String(value)}`)
  return [code, message, ...facts].join('\n')
}
