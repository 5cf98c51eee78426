import { useState } from 'react'
import type { AppError } from '../../shared/errors.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { errorWords } from '../../shared/text/error-words.ts'
import { useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'

const words = catalogue.settings.keptFolder

/** Where kept films go, and the button that opens the system's own dialog for another folder. */
export function KeptFolder({ chosen }: { readonly chosen: string | null }) {
  const { bridge } = useParts()
  const [problem, setProblem] = useState<AppError | null>(null)
  const choose = async () => {
    const answer = await bridge.call('app.chooseKeptFolder', { reset: false })
    setProblem(answer.ok ? null : answer.error)
  }
  return (
    <span className="setting-answer">
      {problem === null ? null : <span role="status" className="setting-wrong">{errorWords(problem).what}</span>}
      <output className="setting-fact" dir="auto">{chosen ?? words.usual}</output>
      <Button onClick={() => { void choose() }}>{words.choose}</Button>
    </span>
  )
}
