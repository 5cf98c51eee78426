import { catalogue } from '../../shared/text/catalogue.ts'
import { useParts } from '../state/app-context.tsx'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import type { Playback } from './create-playback.ts'
import { usePlaybackState } from './use-playback.ts'

interface FailurePanelProps {
  readonly playback: Playback
  /** Null when there is no other file to choose. */
  readonly onChooseFile: (() => void) | null
}

/** Why the film can't be played, in the middle of the picture, with the next step. */
export function FailurePanel({ playback, onChooseFile }: FailurePanelProps) {
  const { opener } = useParts()
  const failure = usePlaybackState(playback, (state) => state.failure)
  if (failure === null) return null
  return (
    <div className="failure">
      <ProblemNote error={failure.error} {...(failure.words ? { words: failure.words } : {})}>
        {failure.canRetry ? <Button kind="primary" icon="replay" onClick={playback.retry}>{catalogue.common.tryAgain}</Button> : null}
        {onChooseFile ? <Button icon="files" onClick={onChooseFile}>{catalogue.files.title}</Button> : null}
        <Button onClick={opener.goHome}>{catalogue.common.backHome}</Button>
      </ProblemNote>
    </div>
  )
}
