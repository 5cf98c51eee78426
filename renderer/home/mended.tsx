import { useMemo } from 'react'
import type { AppError } from '../../shared/errors.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { settingNames } from '../settings/setting-names.ts'
import { useApp, useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'

/** Files of the program that were damaged: what is gone of them, until the person has read it. */
export function Mended() {
  const { opener } = useParts()
  const mended = useApp((state) => state.mended)
  const told = useMemo(() => mended.map(withNames), [mended])
  return told.map((error) => (
    <ProblemNote key={error.code} error={error} onDismiss={() => { opener.dismissMended(error.code) }}>
      {error.code === 'settingsMended' ? <Button icon="settings" onClick={opener.showSettings}>{catalogue.common.settings}</Button> : null}
    </ProblemNote>
  ))
}

/** Settings by the names the person knows them by, where they have one. */
function withNames(error: AppError): AppError {
  const { lost } = error.details
  return typeof lost === 'string' ? { ...error, details: { ...error.details, lost: [...new Set(lost.split(', ').map(nameOf))].join(', ') } } : error
}

function nameOf(field: string): string {
  return Object.entries(settingNames()).find(([key]) => key === field)?.[1] ?? field
}
