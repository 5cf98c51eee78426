import { useState } from 'react'
import type { AppError } from '../../shared/errors.ts'
import { catalogue } from '../../shared/text/catalogue.ts'
import { errorWords } from '../../shared/text/error-words.ts'
import { useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'

interface FolderChoiceProps {
  readonly chosen: string | null
  /** What is used unless one is chosen. */
  readonly usual: string
  readonly command: 'app.chooseKeptFolder' | 'app.chooseDownloadFolder'
}

/** A folder, and the button that opens the system's own dialog for another one. */
export function FolderChoice({ chosen, usual, command }: FolderChoiceProps) {
  const { bridge } = useParts()
  const [problem, setProblem] = useState<AppError | null>(null)
  const choose = async () => {
    const answer = await bridge.call(command, { reset: false })
    setProblem(answer.ok ? null : answer.error)
  }
  return (
    <span className="setting-answer">
      {problem === null ? null : <span role="status" className="setting-wrong">{errorWords(problem).what}</span>}
      <output className="setting-fact" dir="auto">{chosen ?? usual}</output>
      <Button onClick={() => { void choose() }}>{catalogue.settings.chooseFolder}</Button>
    </span>
  )
}
