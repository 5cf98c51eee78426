import { english } from '../shared/text/english.ts'
import { useApp, useParts } from './state/app-context.tsx'
import { Button } from './ui/button.tsx'
import { ProblemNote } from './ui/problem-note.tsx'

/** What concerns a person who watches something else: a source being read, and why one could not be opened. */
export function Toasts() {
  const { opener } = useParts()
  const asking = useApp((state) => state.asking)
  const problem = useApp((state) => state.problem)
  if (!asking && problem === null) return null
  return (
    <div className="toasts always-dark">
      {asking ? <div className="toast" role="status"><span>{english.opening.reading}</span><Button kind="quiet" onClick={opener.cancelAsking}>{english.common.cancel}</Button></div> : null}
      {problem ? <ProblemNote error={problem} onDismiss={opener.dismissProblem} /> : null}
    </div>
  )
}
